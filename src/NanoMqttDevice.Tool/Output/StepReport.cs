using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Output;

/// <summary>
/// Shows steps: on standard output how each ended, as a line or as JSON; on standard error what is said meanwhile, as one line that changes on a
/// terminal and as plain lines when piped.
/// </summary>
/// <param name="steps">How many steps there will be.</param>
/// <param name="isJson">True for JSON.</param>
internal sealed class StepReport(int steps, bool isJson) : IStepWatcher
{
    private readonly IAnsiConsole _results = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
    private readonly IAnsiConsole _progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Stopwatch _all = Stopwatch.StartNew();
    private readonly Stopwatch _step = new();

    /// <summary>Begins the name of a line that is shown on a terminal only, such as a bar that is drawn hundreds of times; null for none.</summary>
    public string? Bar { get; init; }

    /// <summary>Shown on a terminal until a step says something.</summary>
    public string Waiting { get; init; } = "waiting for the device";

    /// <summary>Number of the step that is being done; the first is 1.</summary>
    public int Number { get; private set; }

    /// <summary>Name of the step that is being done.</summary>
    public string Name { get; private set; } = "";

    /// <inheritdoc/>
    public async Task StepAsync(string name, string what, Func<Action<string>, Task<string>> work)
    {
        var detail = await WatchAsync(name, what, work).ConfigureAwait(false);
        End(detail);
    }

    /// <summary>Shows a step while it is being done.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="name">Its name, one word.</param>
    /// <param name="what">What is done in it.</param>
    /// <param name="work">Does it, and tells the lines to show.</param>
    /// <returns>What the work gives.</returns>
    public async Task<T> WatchAsync<T>(string name, string what, Func<Action<string>, Task<T>> work)
    {
        Number++;
        Name = name;
        _step.Restart();
        Console.Error.WriteLine($"{Number}/{steps} {name}: {what}");
        if (!_progress.Profile.Out.IsTerminal)
        {
            return await work(line =>
            {
                if (Bar is null || !line.StartsWith(Bar, StringComparison.Ordinal))
                {
                    Console.Error.WriteLine($"    {line}");
                }
            }).ConfigureAwait(false);
        }

        return await new PausableStatus(_progress, Waiting).RunAsync(work).ConfigureAwait(false);
    }

    /// <summary>Ends a step that went well.</summary>
    /// <param name="detail">How it went; null when that goes without saying.</param>
    public void End(string? detail = null)
    {
        var seconds = Math.Round(_step.Elapsed.TotalSeconds, 1);
        if (isJson)
        {
            Console.Out.WriteLine(detail is null
                ? JsonLines.Of(JsonTypes.Step, new { Step = Number, Of = steps, Name, Result = "ok", Seconds = seconds })
                : JsonLines.Of(JsonTypes.Step, new { Step = Number, Of = steps, Name, Result = "ok", Detail = detail, Seconds = seconds }));
            return;
        }

        var words = detail is null ? "" : $" {detail}";
        _results.MarkupInterpolated(CultureInfo.InvariantCulture, $"[blue]{Number}/{steps}[/] [bold]{Name,-8}[/] [green]ok[/]");

        // Past Spectre, which would wrap it.
        _results.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{words} ({seconds:0.0} s)"));
    }

    /// <summary>Ends with the step that failed.</summary>
    /// <param name="why">Why.</param>
    public void Fail(string why)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Step, new { Step = Number, Of = steps, Name, Result = "failed", Why = why }));
        }
    }

    /// <summary>Ends after the last step.</summary>
    /// <param name="facts">What JSON tells beside it, by names in camelCase.</param>
    public void Summary(IEnumerable<KeyValuePair<string, object?>> facts)
    {
        var seconds = Math.Round(_all.Elapsed.TotalSeconds, 1);
        if (isJson)
        {
            var all = new OrderedDictionary<string, object?> { ["result"] = "ok", ["steps"] = Number, ["seconds"] = seconds };
            foreach (var (name, value) in facts)
            {
                all[name] = value;
            }

            Console.Out.WriteLine(JsonLines.Of(JsonTypes.Summary, all));
            return;
        }

        _results.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[green]All {Number} steps succeeded[/] in {seconds:0.0} s.");
    }
}
