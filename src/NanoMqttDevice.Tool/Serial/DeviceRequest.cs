using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>One request to a device's command line.</summary>
/// <param name="Text">The line, which holds no secret.</param>
internal sealed record DeviceRequest(string Text)
{
    /// <summary>The line of the value that follows it; null when none does. It may be secret.</summary>
    public string? Value { get; init; }

    /// <summary>How long the answer may take beyond the usual: a device joins a network, looks for some, logs in, writes its flash.</summary>
    public TimeSpan Extra { get; init; }

    /// <summary>What is told of it in messages.</summary>
    public string Name => Text.Split(' ')[0];

    /// <summary>Sets a field; the value of a secret one goes on a line of its own.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">Its value; empty to clear it.</param>
    /// <returns>The request.</returns>
    public static DeviceRequest Set(SettingsField field, string value)
    {
        var name = SettingsFields.NameOf(field);
        return SettingsFields.IsSecret(field) ? new($"set {name}") { Value = value } : new(value.Length > 0 ? $"set {name} {value}" : $"set {name}");
    }

    /// <summary>Joins a Wi-Fi network.</summary>
    /// <param name="ssid">Its name.</param>
    /// <param name="password">Its password; empty for an open network.</param>
    /// <returns>The request, which takes a minute at most.</returns>
    public static DeviceRequest JoinWifi(string ssid, string password) => new($"wifi join {ssid}") { Value = password, Extra = TimeSpan.FromSeconds(60) };

    /// <summary>Stores what is staged.</summary>
    /// <returns>The request.</returns>
    public static DeviceRequest Commit() => new("commit") { Extra = TimeSpan.FromSeconds(5) };

    /// <summary>Logs in with what is stored.</summary>
    /// <returns>The request, which takes a minute at most.</returns>
    public static DeviceRequest Test() => new("test") { Extra = TimeSpan.FromSeconds(60) };

    /// <summary>A line that somebody has typed.</summary>
    /// <param name="text">The line.</param>
    /// <param name="value">The line of its value, or null.</param>
    /// <returns>The request, with the longest time that any takes.</returns>
    public static DeviceRequest Typed(string text, string? value) => new(text) { Value = value, Extra = TimeSpan.FromSeconds(60) };

    /// <summary>Tells whether a value follows on a line of its own.</summary>
    /// <param name="text">The request.</param>
    /// <returns>True if the device awaits one.</returns>
    public static bool TakesValue(string text) => text.Split(' ', 3) switch
    {
        ["set", var field] => SettingsFields.IsSecret(SettingsFields.Find(field)),
        ["wifi", "join", { Length: > 0 }] => true,
        _ => false,
    };
}
