namespace NanoMqttDevice.Tool.Load;

/// <summary>Durations in milliseconds, all of them kept, so that percentiles are exact.</summary>
internal sealed class Latencies
{
    private readonly Lock _gate = new();
    private readonly List<double> _values = [];

    /// <summary>Adds one.</summary>
    /// <param name="milliseconds">The duration.</param>
    public void Add(double milliseconds)
    {
        lock (_gate)
        {
            _values.Add(milliseconds);
        }
    }

    /// <summary>Sums them up.</summary>
    /// <returns>The summary; null when there are none.</returns>
    public LatencySummary? Summarize()
    {
        double[] sorted;
        lock (_gate)
        {
            sorted = [.. _values.Order()];
        }

        return sorted.Length == 0 ? null : new LatencySummary(At(50), At(90), At(99), Round(sorted[^1]));

        // The smallest value that so many percent do not exceed.
        double At(int percent) => Round(sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * percent / 100.0) - 1)]);

        static double Round(double value) => Math.Round(value, 2);
    }
}
