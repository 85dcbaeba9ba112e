using System.Text;

namespace NanoMqttDevice.Tool.Output;

/// <summary>Long text on a narrow terminal: it breaks between words, never within one, so that a value can be copied whole.</summary>
internal static class WordWrap
{
    /// <summary>Breaks a text.</summary>
    /// <param name="text">The text, one line.</param>
    /// <param name="column">In which column it begins; 0 is the first.</param>
    /// <param name="indent">In which column its further lines begin.</param>
    /// <param name="width">How many columns there are.</param>
    /// <returns>The text with line ends.</returns>
    public static string Of(string text, int column, int indent, int width)
    {
        var lines = new StringBuilder();
        var at = column;
        foreach (var (word, hasSpace) in Words(text, width - indent))
        {
            var isFirst = at == column && lines.Length == 0;
            var space = hasSpace && !isFirst ? 1 : 0;
            if (at + space + word.Length > width && at > indent)
            {
                lines.Append('\n').Append(' ', indent);
                at = indent;
            }
            else
            {
                lines.Append(' ', space);
                at += space;
            }

            lines.Append(word);
            at += word.Length;
        }

        return lines.ToString();
    }

    // A word that no line can take, as JSON may be one, breaks behind its commas.
    private static IEnumerable<(string Word, bool HasSpace)> Words(string text, int room)
    {
        foreach (var word in text.Split(' '))
        {
            var parts = word.Length <= room ? [word] : word.Split(',');
            for (var i = 0; i < parts.Length; i++)
            {
                yield return (i < parts.Length - 1 ? parts[i] + "," : parts[i], i == 0);
            }
        }
    }
}
