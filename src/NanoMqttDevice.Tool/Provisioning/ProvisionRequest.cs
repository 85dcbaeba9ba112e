using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>What a device is to be told.</summary>
internal sealed record ProvisionRequest
{
    /// <summary>Values by field, of the right form; what is not here stays on the device as it is, an empty value clears a field.</summary>
    public required IReadOnlyDictionary<SettingsField, string> Values { get; init; }

    /// <summary>Values of the product's settings by name, without the <c>app.</c>; an empty one stands for the default.</summary>
    public IReadOnlyDictionary<string, string> ProductValues { get; init; } = new Dictionary<string, string>();

    /// <summary>The network it is to be on; null to leave that as it is.</summary>
    public WifiRequest? Wifi { get; init; }

    /// <summary>Asks for a value that is neither given nor on the device; null, or when it gives null, it is left to the device to say what is missing.</summary>
    public Func<SettingsField, CancellationToken, Task<string?>>? Ask { get; init; }

    /// <summary>How long the device may take until it is online; null not to wait for that.</summary>
    public TimeSpan? OnlineLimit { get; init; } = DefaultOnlineLimit;

    /// <summary>The usual <see cref="OnlineLimit"/>: joining, the clock and connecting take two minutes at most, and mostly seconds.</summary>
    public static TimeSpan DefaultOnlineLimit { get; } = TimeSpan.FromSeconds(120);
}
