using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>One device of a fleet, as its CSV file has it, with what all devices have in common.</summary>
internal sealed record FleetRow
{
    /// <summary>Row of the file; the header is row 1.</summary>
    public required int Number { get; init; }

    /// <summary>Values by field, which keep every rule; without a credential when one is to be registered.</summary>
    public required IReadOnlyDictionary<SettingsField, string> Values { get; init; }

    /// <summary>Values of the product's settings by name, without the <c>app.</c></summary>
    public IReadOnlyDictionary<string, string> ProductValues { get; init; } = new Dictionary<string, string>();

    /// <summary>Name of the Wi-Fi network; null to leave that alone.</summary>
    public string? WifiSsid { get; init; }

    /// <summary>Its password; empty for an open network.</summary>
    public string WifiPassword { get; init; } = "";

    /// <summary>MAC of the board it is meant for, twelve upper-case hexadecimal digits; null for any.</summary>
    public string? Mac { get; init; }

    /// <summary>The columns as they stand in the file, by name.</summary>
    public required IReadOnlyDictionary<string, string> Columns { get; init; }

    /// <summary>Client ID.</summary>
    public string ClientId => Values[SettingsField.ClientId];
}
