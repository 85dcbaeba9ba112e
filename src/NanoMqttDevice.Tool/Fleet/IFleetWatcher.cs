namespace NanoMqttDevice.Tool.Fleet;

/// <summary>Told what happens in a fleet run, by several threads at once.</summary>
internal interface IFleetWatcher
{
    /// <summary>Something is to be said of a port.</summary>
    /// <param name="port">Name of the port.</param>
    /// <param name="text">What.</param>
    void Say(string port, string text);

    /// <summary>A device is done, or has failed.</summary>
    /// <param name="entry">Its entry.</param>
    void End(FleetEntry entry);
}
