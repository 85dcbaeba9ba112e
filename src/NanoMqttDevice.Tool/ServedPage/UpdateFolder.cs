using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Tool.Rollout;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>Where the page finds packages, and keeps what becomes of their rollouts.</summary>
/// <param name="Path">Path of the folder.</param>
/// <param name="Keys">The update keys that packages are checked with; none to leave that to the devices.</param>
internal sealed record UpdateFolder(string Path, IReadOnlyList<byte[]> Keys)
{
    /// <summary>Makes the desk of it.</summary>
    /// <param name="source">The devices.</param>
    /// <param name="desk">Knows their secrets.</param>
    /// <param name="connect">Makes the MQTT side of a rollout, connected.</param>
    /// <returns>The desk; the caller disposes it.</returns>
    public RolloutDesk ToDesk(IFleetSource source, ICredentialDesk desk, Func<CancellationToken, Task<IRolloutServer>> connect) =>
        new(Path, Keys, source, desk, connect, TimeProvider.System);
}
