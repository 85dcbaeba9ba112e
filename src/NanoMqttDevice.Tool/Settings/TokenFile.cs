using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>A file that holds a token: the token alone, or a device's settings with tokens in them, as <c>token apply --out</c> writes them.</summary>
internal static class TokenFile
{
    private static readonly Dictionary<string, SettingsField> _types = new()
    {
        ["R"] = SettingsField.TokenR,
        ["W"] = SettingsField.TokenW,
        ["RW"] = SettingsField.TokenRW,
    };

    /// <summary>Reads the token.</summary>
    /// <param name="option">The option that names the file, for the message.</param>
    /// <param name="path">Its path.</param>
    /// <param name="type">Which one of several: R, W or RW; null for the only one.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ToolException">The file cannot be read, others can read it, or it holds no token, not that one, or several.</exception>
    public static string Read(string option, string path, string? type)
    {
        var text = SecretFile.Read(option, path);
        if (text[0] != '{')
        {
            return text;
        }

        var settings = SettingsFile.ReadValues(path);
        var tokens = _types.Where(t => settings.GetValueOrDefault(t.Value) is { Length: > 0 } && (type is null || t.Key == type)).ToList();
        return tokens switch
        {
            [var one] => settings[one.Value],
            [] => throw new ToolException(ExitCodes.Usage, $"{option}: '{path}' are settings without a token{(type is null ? "" : $" of type {type}")}"),
            _ => throw new ToolException(
                ExitCodes.Usage, $"{option}: '{path}' holds tokens of the types {string.Join(", ", tokens.Select(t => t.Key))}; say which one with --type"),
        };
    }
}
