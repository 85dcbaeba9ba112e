namespace NanoMqttDevice.Tool.Fleet;

/// <summary>How far a device of a fleet has come; written as one small word.</summary>
internal enum FleetState
{
    /// <summary>No board has it.</summary>
    Open,

    /// <summary>A board has been chosen for it.</summary>
    Assigned,

    /// <summary>Its credential has been given out.</summary>
    Registered,

    /// <summary>Its settings are on the board, and that was all that was wanted.</summary>
    Stored,

    /// <summary>It was online.</summary>
    Online,

    /// <summary>It failed; the cause stands beside it.</summary>
    Failed,
}
