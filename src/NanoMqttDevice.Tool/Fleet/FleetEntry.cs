namespace NanoMqttDevice.Tool.Fleet;

/// <summary>What is known of a device of a fleet: one row of the result.</summary>
internal sealed record FleetEntry
{
    /// <summary>Client ID.</summary>
    public required string ClientId { get; init; }

    /// <summary>How far it has come.</summary>
    public FleetState State { get; init; }

    /// <summary>MAC of its board; empty when it has none.</summary>
    public string Mac { get; init; } = "";

    /// <summary>Serial port the board was on.</summary>
    public string SerialPort { get; init; } = "";

    /// <summary>Why it failed.</summary>
    public string Cause { get; init; } = "";

    /// <summary>Credential that was registered for it; null when it has none, or the board has it and its secret need not be known here.</summary>
    public IssuedCredential? Credential { get; init; }

    /// <summary>True when nothing is left to do.</summary>
    public bool IsDone => State is FleetState.Stored or FleetState.Online;
}
