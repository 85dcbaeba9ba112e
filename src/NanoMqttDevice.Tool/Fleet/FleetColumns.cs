using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>Names of the columns that mean something; a column of another name is kept as it is.</summary>
internal static class FleetColumns
{
    public const string ClientId = "client-id";
    public const string AccessKeyId = "access-key-id";
    public const string Secret = "secret";
    public const string WifiSsid = "wifi-ssid";
    public const string WifiPassword = "wifi-password";
    public const string Mac = "mac";
    public const string SerialPort = "serial-port";
    public const string State = "state";
    public const string Cause = "cause";
    public const string Time = "time";

    /// <summary>Columns that the result alone has; in a file of devices they are passed over.</summary>
    public static IReadOnlyList<string> OfResult { get; } = [SerialPort, State, Cause, Time];

    /// <summary>Columns that stand for a setting, by name.</summary>
    public static IReadOnlyDictionary<string, SettingsField> Settings { get; } =
        Enumerable.Range(1, SettingsFields.Last).Cast<SettingsField>().ToDictionary(SettingsFields.NameOf);

    /// <summary>Tells columns that go into no result.</summary>
    /// <param name="name">Name of the column.</param>
    /// <returns>True if it holds secrets.</returns>
    public static bool IsSecret(string name) =>
        name == WifiPassword || (Settings.TryGetValue(name, out var field) && SettingsFields.IsSecret(field));
}
