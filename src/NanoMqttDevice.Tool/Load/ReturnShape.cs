namespace NanoMqttDevice.Tool.Load;

/// <summary>How devices came back after an outage.</summary>
/// <param name="Devices">How many came back.</param>
/// <param name="Seconds">From the broker's return to the last device's.</param>
/// <param name="HalfSeconds">Until half of them were back.</param>
/// <param name="MostSeconds">Until nine of ten were back.</param>
/// <param name="MeanPerSecond">Connects a second, until the last was back.</param>
/// <param name="FirstSecond">Connects in the first second.</param>
/// <param name="PeakPerSecond">Most connects within any one second after the first, wherever that begins.</param>
/// <param name="PeakOverMean">That over the mean. A few late devices lower the mean without making the peak any worse.</param>
/// <param name="PeakOverMeanOfMost">That over the mean until nine of ten were back.</param>
internal sealed record ReturnShape(
    int Devices,
    double Seconds,
    double HalfSeconds,
    double MostSeconds,
    double MeanPerSecond,
    int FirstSecond,
    int PeakPerSecond,
    double PeakOverMean,
    double PeakOverMeanOfMost)
{
    private const double Second = 1000;

    /// <summary>Sums up.</summary>
    /// <param name="returns">When each device connected, in milliseconds since the broker was back.</param>
    /// <returns>The summary.</returns>
    public static ReturnShape Of(IEnumerable<double> returns)
    {
        double[] sorted = [.. returns.Order()];
        if (sorted.Length == 0)
        {
            return new ReturnShape(0, 0, 0, 0, 0, 0, 0, 0, 0);
        }

        var first = sorted.Count(t => t < Second);
        var (peak, end) = (0, first);
        for (var begin = first; begin < sorted.Length; begin++)
        {
            while (end < sorted.Length && sorted[end] < sorted[begin] + Second)
            {
                end++;
            }

            peak = Math.Max(peak, end - begin);
        }

        var seconds = Math.Max(sorted[^1] / Second, 1);
        var mean = sorted.Length / seconds;
        var most = Math.Max(1, sorted.Length * 9 / 10);
        var mostSeconds = Math.Max(sorted[most - 1] / Second, 1);
        return new ReturnShape(
            sorted.Length,
            Math.Round(seconds, 1),
            Math.Round(sorted[sorted.Length / 2] / Second, 1),
            Math.Round(mostSeconds, 1),
            Math.Round(mean, 1),
            first,
            peak,
            Math.Round(peak / mean, 2),
            Math.Round(peak / (most / mostSeconds), 2));
    }
}
