namespace NanoMqttDevice.Page.Links;

/// <summary>A rollout: one package, brought to devices wave after wave.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Package">The package's file name.</param>
/// <param name="Release">The product's release that is rolled out.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="Waves">Its waves, in order.</param>
/// <param name="Devices">Its devices, in order.</param>
public sealed record Rollout(
    string Name, string Package, int Release, RolloutStage Stage, IReadOnlyList<RolloutWave> Waves, IReadOnlyList<RolloutDevice> Devices)
{
    /// <summary>Most devices that may fail, in per cent.</summary>
    public double MaxFailed { get; init; }

    /// <summary>True when the page does not run it: another program does, or did.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>What keeps it from going on just now; empty for nothing.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>True while it can be stopped.</summary>
    public bool CanStop => Stage == RolloutStage.Rolling;

    /// <summary>True while it can go on: somebody is left, or was silent.</summary>
    public bool CanResume => Stage is RolloutStage.Stopped or RolloutStage.TooManyFailed or RolloutStage.BrokenOff
        || (Stage == RolloutStage.Done && Waves.Any(w => w.Silent > 0));
}
