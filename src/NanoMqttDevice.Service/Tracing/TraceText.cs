using System.Globalization;

namespace NanoMqttDevice.Service;

/// <summary>
/// Makes text that a client sent harmless before it enters a trace: nothing that moves a cursor, at most 64 characters.
/// </summary>
internal static class TraceText
{
    private const int MaxLength = 64;
    private const char Replacement = '\uFFFD';

    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var length = Math.Min(text.Length, MaxLength);
        return string.Create(length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = IsHarmless(source[i]) ? source[i] : Replacement;
            }
        });
    }

    // Format covers the marks that turn the direction of text; a surrogate alone is not text.
    private static bool IsHarmless(char c)
    {
        return char.GetUnicodeCategory(c) is not (
            UnicodeCategory.Control or
            UnicodeCategory.Format or
            UnicodeCategory.LineSeparator or
            UnicodeCategory.ParagraphSeparator or
            UnicodeCategory.Surrogate);
    }
}
