using System.Globalization;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>A duration on the command line: a whole number and its unit, <c>90s</c>, <c>15m</c>, <c>1h</c> or <c>30d</c>.</summary>
internal static class Duration
{
    /// <summary>Reads one.</summary>
    /// <param name="option">The option, for the message.</param>
    /// <param name="text">The text.</param>
    /// <returns>The duration, more than nothing and at most ten years.</returns>
    /// <exception cref="ToolException">It has another form.</exception>
    public static TimeSpan Parse(string option, string text)
    {
        var seconds = text.Length == 0 ? 0 : text[^1] switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => 0,
        };

        return seconds > 0
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0
            && (long)number * seconds <= 3650L * 86400
                ? TimeSpan.FromSeconds((long)number * seconds)
                : throw new ToolException(ExitCodes.Usage, $"{option}: must be a whole number and s, m, h or d, for example 90s or 30d");
    }
}
