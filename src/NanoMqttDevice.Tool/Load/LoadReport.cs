using System.Globalization;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.Load;

/// <summary>Prints what load runs have measured on standard output: lines, or one JSON object.</summary>
internal static class LoadReport
{
    /// <summary>Most that the busiest second after the first may be over the mean.</summary>
    public const double GentlePeak = 3;

    /// <summary>Tells whether the devices came back spread out.</summary>
    /// <param name="shape">How they came back.</param>
    /// <returns>True when the peak is at most <see cref="GentlePeak"/> times the mean rate at which nine of ten came back.</returns>
    public static bool IsGentle(ReturnShape shape) => shape.PeakOverMeanOfMost <= GentlePeak;

    /// <summary>Prints a run of logins.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="broker">The broker's memory; null when it was not watched.</param>
    /// <param name="isJson">True for JSON.</param>
    /// <param name="isStopped">True when the run was stopped before its end.</param>
    public static void Print(LoadResult result, MemoryResult? broker, bool isJson, bool isStopped = false)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Load, new
            {
                result.Clients,
                result.Accepted,
                result.Seconds,
                result.LoginsPerSecond,
                result.LoginMs,
                result.Failures,
                result.Lost,
                result.Messages,
                BrokerMb = broker,
                IsStopped = isStopped,
            }));
            return;
        }

        Line("logins", $"{result.Accepted} of {result.Clients} in {result.Seconds} s, {result.LoginsPerSecond} a second");
        Line("login", TextOf(result.LoginMs));
        Line("failures", TextOf(result.Failures));
        Line("lost", $"{result.Lost}");
        if (result.Messages is { } messages)
        {
            Line("messages", $"{messages.Acknowledged} of {messages.Wanted} acknowledged, {messages.PerSecond} a second");
            Line("PUBACK", TextOf(messages.AckMs));
        }

        if (broker is not null)
        {
            Line("broker", $"{broker.Start} MB at first, {broker.Online} MB with everybody online, {broker.Peak} MB at most");
        }
    }

    /// <summary>Prints how devices came back.</summary>
    /// <param name="shape">How.</param>
    /// <param name="outage">The outage, when it was a real one.</param>
    /// <param name="isJson">True for JSON.</param>
    /// <param name="isStopped">True when the run was stopped before its end.</param>
    public static void Print(ReturnShape shape, RestartOutage? outage, bool isJson, bool isStopped = false)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.LoadRestart, new
            {
                shape.Devices,
                shape.Seconds,
                shape.HalfSeconds,
                shape.MostSeconds,
                shape.MeanPerSecond,
                shape.FirstSecond,
                shape.PeakPerSecond,
                shape.PeakOverMean,
                shape.PeakOverMeanOfMost,
                Outage = outage,
                IsStopped = isStopped,
            }));
            return;
        }

        Line("back", $"{shape.Devices} devices in {shape.Seconds} s, half of them in {shape.HalfSeconds} s, nine of ten in {shape.MostSeconds} s");
        Line("mean", $"{shape.MeanPerSecond} connects a second");
        Line("peak", $"{shape.PeakPerSecond} in the busiest second after the first, {shape.FirstSecond} in the first");
        Line("over mean", $"{shape.PeakOverMean} times the mean of all, {shape.PeakOverMeanOfMost} times that of the first nine of ten");
        if (outage is not null)
        {
            Line("outage", $"{outage.Seconds} s; tries that failed: {TextOf(outage.Failures)}");
        }
    }

    private static void Line(string name, FormattableString text) =>
        Line(name, text.ToString(CultureInfo.InvariantCulture));

    private static void Line(string name, string text) => Console.Out.WriteLine($"{name + ":",-10} {text}");

    private static string TextOf(LatencySummary? latency) => latency is null
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"p50 {latency.P50} ms, p90 {latency.P90} ms, p99 {latency.P99} ms, max {latency.Max} ms");

    private static string TextOf(IReadOnlyDictionary<string, int> failures) =>
        failures.Count == 0 ? "none" : string.Join(", ", failures.Select(f => $"{f.Value} {f.Key}"));
}
