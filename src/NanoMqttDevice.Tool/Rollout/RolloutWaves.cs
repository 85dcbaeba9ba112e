using System.Globalization;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>The waves of a rollout: first a few devices, then more, then all.</summary>
internal static class RolloutWaves
{
    /// <summary>Reads what a user gives.</summary>
    /// <param name="text">Numbers of devices and shares in per cent, parted by commas, the last one may be <c>all</c>: <c>1,1%,10%,all</c>.</param>
    /// <returns>As <see cref="RolloutOptions.Waves"/>.</returns>
    /// <exception cref="ToolException">It is not that.</exception>
    public static IReadOnlyList<double> Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries).ToList();
        if (parts[^1] == "all")
        {
            parts.RemoveAt(parts.Count - 1);
        }

        return [.. parts.Select(ParsePart)];
    }

    /// <summary>Gives the waves.</summary>
    /// <param name="waves">As <see cref="RolloutOptions.Waves"/>.</param>
    /// <param name="devices">How many devices there are.</param>
    /// <returns>How many devices have been reached at the end of each wave; the last is all.</returns>
    public static IReadOnlyList<int> EndsOf(IReadOnlyList<double> waves, int devices)
    {
        var ends = new List<int>();
        foreach (var wave in waves)
        {
            var end = wave < 1 ? (int)Math.Ceiling(wave * devices) : (int)wave;
            if (end < devices && end > ends.LastOrDefault())
            {
                ends.Add(end);
            }
        }

        ends.Add(devices);
        return ends;
    }

    private static double ParsePart(string part)
    {
        var isShare = part.EndsWith('%');
        var isNumber = double.TryParse(isShare ? part[..^1] : part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return isNumber && (isShare ? number is > 0 and < 100 : number >= 1 && number == Math.Floor(number))
            ? isShare ? number / 100 : number
            : throw new ToolException(ExitCodes.Usage, $"--waves: '{part}' is neither a number of devices nor a share such as 10%");
    }
}
