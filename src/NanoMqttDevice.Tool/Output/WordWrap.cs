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
        foreach (var word in text.Split(' '))
        {
            var isFirst = at == column && lines.Length == 0;
            if (!isFirst && at + 1 + word.Length > width)
            {
                lines.Append('\n').Append(' ', indent);
                at = indent;
            }
            else if (!isFirst)
            {
                lines.Append(' ');
                at++;
            }

            lines.Append(word);
            at += word.Length;
        }

        return lines.ToString();
    }
}
