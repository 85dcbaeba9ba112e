using NanoMqttDevice.Tool.Provisioning;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>How a fleet is provisioned.</summary>
internal sealed record FleetOptions
{
    /// <summary>Gives out credentials; null when the file has them.</summary>
    public ICredentialRegistrar? Registrar { get; init; }

    /// <summary>How long each device may take until it is online; null not to wait for that.</summary>
    public TimeSpan? OnlineLimit { get; init; } = ProvisionRequest.DefaultOnlineLimit;

    /// <summary>How long no board may come before the run ends; null to wait for ever.</summary>
    public TimeSpan? IdleLimit { get; init; }

    /// <summary>How patient the lines are.</summary>
    public DeviceLineOptions Line { get; init; } = new();

    /// <summary>How often ports and the boards on them are looked at.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
