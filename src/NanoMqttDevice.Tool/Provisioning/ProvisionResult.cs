using NanoMqttDevice.Runtime;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>What became of provisioning a device.</summary>
/// <param name="Device">Which one it is.</param>
/// <param name="ClientId">Its client ID, as it says.</param>
/// <param name="Changed">Names of the fields that were sent to it; never a value.</param>
/// <param name="Settings"><c>ok</c> when they were written, <c>unchanged</c> when nothing was, <c>candidate</c> when the device still tries them.</param>
/// <param name="Wifi"><c>joined</c>, <c>unchanged</c>, or <c>not asked</c>.</param>
/// <param name="IsOnline">True when it was waited for and came.</param>
internal sealed record ProvisionResult(
    DeviceIdentity Device, string ClientId, IReadOnlyList<string> Changed, string Settings, string Wifi, bool IsOnline)
{
    /// <summary>The result by names, as JSON tells it.</summary>
    /// <param name="port">The serial port.</param>
    /// <returns>The facts.</returns>
    public IEnumerable<KeyValuePair<string, object?>> FactsOn(string port) =>
    [
        new("port", port), new("mac", Device.Mac), new("board", Device.Board), new("version", Device.Version), new("clientId", ClientId),
        new("settings", Settings), new("changed", Changed), new("wifi", Wifi), new("online", IsOnline),
    ];
}
