namespace NanoMqttDevice.Tool.Rollout;

/// <summary>What is known of a device of a rollout.</summary>
internal sealed record RolloutEntry
{
    /// <summary>Client ID of the device.</summary>
    public required string ClientId { get; init; }

    /// <summary>How far it has come.</summary>
    public RolloutState State { get; init; }

    /// <summary>The device's word for why it failed; empty otherwise.</summary>
    public string Cause { get; init; } = "";

    /// <summary>The wave, counted from 1.</summary>
    public int Wave { get; init; }

    /// <summary>True when nothing more comes of it in this run.</summary>
    public bool IsEnded => State is RolloutState.Updated or RolloutState.Failed or RolloutState.Silent;

    /// <summary>True while a package is on its way to it, or is being tried.</summary>
    public bool IsUnderWay => State is RolloutState.Offered or RolloutState.Receiving or RolloutState.Trying;
}
