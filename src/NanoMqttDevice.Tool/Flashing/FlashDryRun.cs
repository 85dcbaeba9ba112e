using System.Text.Json.Nodes;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>Prints the commands instead of running them.</summary>
internal static class FlashDryRun
{
    /// <summary>Prints the steps.</summary>
    /// <param name="steps">The steps; secrets in their files are masked already.</param>
    /// <param name="isJson">True for JSON, one step a line.</param>
    public static void Print(IReadOnlyList<FlashStep> steps, bool isJson)
    {
        foreach (var (step, index) in steps.Select((s, i) => (s, i)))
        {
            Console.Out.WriteLine(isJson ? JsonOf(step, index + 1, steps.Count) : TextOf(step, index + 1, steps.Count));
        }
    }

    private static string TextOf(FlashStep step, int number, int of)
    {
        var file = step.FileName is null ? "" : $"# {PathOf(step)}, mode 600, deleted afterwards: {step.FileText}\n";
        var command = string.Join(' ', CommandOf(step).Select(ShellQuote.Of));
        return $"# {number}/{of} {step.Name}: {step.What}\n{file}{Nanoff.NoTelemetry}=1 {command}";
    }

    private static string JsonOf(FlashStep step, int number, int of) => JsonLines.Of(JsonTypes.FlashPlan, new
    {
        Step = number,
        Of = of,
        step.Name,
        step.What,
        Environment = new Dictionary<string, string> { [Nanoff.NoTelemetry] = "1" },
        Command = CommandOf(step),
        File = step.FileName is null ? null : new { Path = PathOf(step), Mode = "600", Content = JsonNode.Parse(step.FileText!) },
    });

    private static IReadOnlyList<string> CommandOf(FlashStep step) => ["nanoff", .. step.ArgumentsIn(PrivateFolder.Example)];

    private static string PathOf(FlashStep step) => Path.Combine(PrivateFolder.Example, step.FileName!);
}
