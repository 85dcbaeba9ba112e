namespace NanoMqttDevice.Page.Links;

/// <summary>A rollout: one package, brought to devices wave after wave.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Package">The package's file name.</param>
/// <param name="State">Where it stands, in a word.</param>
/// <param name="CanStop">True while it can be stopped.</param>
/// <param name="CanResume">True while it can go on.</param>
/// <param name="Waves">Its waves, in order.</param>
public sealed record Rollout(
    string Name, string Package, string State, bool CanStop, bool CanResume, IReadOnlyList<RolloutWave> Waves);
