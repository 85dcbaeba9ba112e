using System.Globalization;
using System.Text;

namespace NanoMqttDevice.Tool.Output;

/// <summary>Text that others wrote, made fit for a terminal: a device, or who pretends to be one, must not move its cursor or hide what stands there.</summary>
internal static class SafeText
{
    /// <summary>Writes control characters as <c>\uXXXX</c>, and everything else as it is.</summary>
    /// <param name="text">The text.</param>
    /// <returns>One line.</returns>
    public static string Of(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnsafe(c))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                safe.Append(c);
            }
        }

        return safe.ToString();
    }

    /// <summary>Gives bytes as text, if they are that.</summary>
    /// <param name="payload">The bytes.</param>
    /// <returns>The text of UTF-8; null when they are something else.</returns>
    public static string? TextOf(ReadOnlySpan<byte> payload)
    {
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(payload);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Control characters, and those that turn the direction of writing.
    private static bool IsUnsafe(char c) => char.IsControl(c) || c is (>= '\u200E' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
