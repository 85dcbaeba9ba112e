namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>The Wi-Fi network a device is to be on.</summary>
/// <param name="Ssid">Its name.</param>
/// <param name="Password">Gives its password, empty for an open network; asked only when the device is not on it yet.</param>
internal sealed record WifiRequest(string Ssid, Func<CancellationToken, Task<string>> Password);
