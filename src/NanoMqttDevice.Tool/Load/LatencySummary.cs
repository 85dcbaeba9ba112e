namespace NanoMqttDevice.Tool.Load;

/// <summary>Percentiles of durations, in milliseconds.</summary>
/// <param name="P50">Half do not exceed it.</param>
/// <param name="P90">Nine of ten do not exceed it.</param>
/// <param name="P99">Ninety-nine of a hundred do not exceed it.</param>
/// <param name="Max">The longest.</param>
internal sealed record LatencySummary(double P50, double P90, double P99, double Max);
