using System.Diagnostics;
using System.Globalization;
using NanoMqttDevice.Tool.Output;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>
/// Shows the steps of flashing: on standard output how each ended, as a line or as JSON; on standard error what nanoff says meanwhile, as
/// one line that changes on a terminal and as plain lines when piped.
/// </summary>
/// <param name="steps">How many steps there will be.</param>
/// <param name="isJson">True for JSON.</param>
internal sealed class FlashReport(int steps, bool isJson)
{
    // nanoff draws a bar hundreds of times; in a log one line a step is enough.
    private const string Bar = "Writing at 0x";

    private readonly IAnsiConsole _results = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
    private readonly IAnsiConsole _progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Stopwatch _all = Stopwatch.StartNew();
    private readonly Stopwatch _step = new();

    /// <summary>Number of the step that is being done; the first is 1.</summary>
    public int Number { get; private set; }

    /// <summary>Name of the step that is being done.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Shows a step while it is being done.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="work">Does it, and tells the lines to show.</param>
    /// <returns>What the work gives.</returns>
    public async Task<T> WatchAsync<T>(FlashStep step, Func<Action<string>, Task<T>> work)
    {
        Number++;
        Name = step.Name;
        _step.Restart();
        Console.Error.WriteLine($"{Number}/{steps} {step.Name}: {step.What}");
        if (!_progress.Profile.Out.IsTerminal)
        {
            return await work(line =>
            {
                if (!line.StartsWith(Bar, StringComparison.Ordinal))
                {
                    Console.Error.WriteLine($"    {line}");
                }
            }).ConfigureAwait(false);
        }

        return await _progress.Status()
            .StartAsync("nanoff starts", context => work(line => context.Status = Markup.Escape(line))).ConfigureAwait(false);
    }

    /// <summary>Ends a step that went well.</summary>
    public void End()
    {
        var seconds = Math.Round(_step.Elapsed.TotalSeconds, 1);
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(new { Step = Number, Of = steps, Name, Result = "ok", Seconds = seconds }));
            return;
        }

        _results.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"[blue]{Number}/{steps}[/] [bold]{Name,-8}[/] [green]ok[/] ({seconds:0.0} s)");
    }

    /// <summary>Ends with the step that failed.</summary>
    /// <param name="why">Why.</param>
    public void Fail(string why)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(new { Step = Number, Of = steps, Name, Result = "failed", Why = why }));
        }
    }

    /// <summary>Ends after the last step.</summary>
    /// <param name="board">The board.</param>
    /// <param name="port">Its port.</param>
    public void Summary(Board board, string port)
    {
        var seconds = Math.Round(_all.Elapsed.TotalSeconds, 1);
        if (isJson)
        {
            Console.Out.WriteLine(JsonLines.Of(new { Result = "ok", Steps = steps, Seconds = seconds, Board = board.Name, Port = port }));
            return;
        }

        _results.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[green]All {steps} steps succeeded[/] in {seconds:0.0} s.");
    }
}
