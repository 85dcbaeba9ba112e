namespace NanoMqttDevice.Tool.Help;

/// <summary>Words that are near to one that nobody knows: those a finger away.</summary>
internal static class Nearest
{
    private const int Most = 3;

    /// <summary>Finds them.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="known">The words there are.</param>
    /// <returns>The nearest, at most three; none when none is near.</returns>
    public static IReadOnlyList<string> Of(string word, IEnumerable<string> known)
    {
        // A third of the letters may be wrong.
        var limit = Math.Max(1, word.TrimStart('-').Length / 3);
        return
        [
            .. known.Select(k => (Word: k, Distance: k.StartsWith(word, StringComparison.Ordinal) && word.Length > 1 ? 0 : Distance(word, k)))
                .Where(k => k.Distance <= limit)
                .OrderBy(k => k.Distance).ThenBy(k => k.Word, StringComparer.Ordinal)
                .Take(Most)
                .Select(k => k.Word),
        ];
    }

    // Letters to put in, take out, change, or swap with their neighbour (Damerau, 1964; optimal string alignment).
    private static int Distance(string one, string other)
    {
        var d = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[one.Length, other.Length];
    }
}
