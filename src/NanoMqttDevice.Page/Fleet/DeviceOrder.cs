namespace NanoMqttDevice.Page.Fleet;

/// <summary>In which order devices are listed.</summary>
public enum DeviceOrder
{
    /// <summary>By client ID.</summary>
    ClientId,

    /// <summary>By state, those with trouble first.</summary>
    State,

    /// <summary>By when they came to their state, the newest first.</summary>
    Since,

    /// <summary>By when they were last heard, the newest first.</summary>
    LastHeard,
}
