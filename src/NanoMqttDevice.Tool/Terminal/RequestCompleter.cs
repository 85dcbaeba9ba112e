using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Terminal;

/// <summary>Completes requests to a device, by what it says of them itself in its <c>help</c>.</summary>
/// <param name="help">Lines of its help, for example <c>set FIELD [VALUE]</c> or <c>wifi scan|join SSID</c>.</param>
internal sealed class RequestCompleter(IReadOnlyList<string> help)
{
    /// <summary>Completes what is typed up to the cursor.</summary>
    /// <param name="typed">What is typed.</param>
    /// <returns>What the last word may become, in order.</returns>
    public IReadOnlyList<string> Complete(string typed)
    {
        var words = typed.Split(' ');
        var last = words[^1];
        var possible = words.Length == 1
            ? help.Select(h => h.Split(' ')[0]).Append("exit")
            : help.Select(h => h.Split(' ')).Where(h => h[0] == words[0] && h.Length >= words.Length).SelectMany(h => Words(h[words.Length - 1]));
        return [.. possible.Where(p => p.StartsWith(last, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
    }

    // FIELD stands for the fields' names; what else is in capitals, for anything.
    private static IEnumerable<string> Words(string part) => part switch
    {
        "FIELD" => Enumerable.Range(1, SettingsFields.Last).Select(f => SettingsFields.NameOf((SettingsField)f)),
        _ => part.Trim('[', ']').Split('|').Where(w => w.Any(char.IsAsciiLetterLower)),
    };
}
