using System.Globalization;
using NanoMqttDevice.Tool.Output;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Fleet;

/// <summary>
/// Shows a fleet run: on standard output a line for each device that ended, with what its label needs (client ID, MAC), or JSON; on standard error what
/// happens meanwhile, with a bar on a terminal.
/// </summary>
/// <param name="devices">How many devices there are.</param>
/// <param name="done">How many are done already.</param>
/// <param name="isJson">True for JSON.</param>
internal sealed class FleetReport(int devices, int done, bool isJson) : IFleetWatcher
{
    private readonly IAnsiConsole _progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly Lock _gate = new();
    private int _done = done;
    private ProgressTask? _bar;

    /// <summary>Shows a run while it goes on.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The run.</param>
    /// <returns>What the run gives.</returns>
    public async Task<T> WatchAsync<T>(Func<Task<T>> work)
    {
        if (!_progress.Profile.Out.IsTerminal)
        {
            return await work().ConfigureAwait(false);
        }

        return await _progress.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                _bar = context.AddTask(Title(), maxValue: devices);
                _bar.Value = _done;
                return await work().ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Say(string port, string text)
    {
        lock (_gate)
        {
            if (_bar is null)
            {
                Console.Error.WriteLine($"{port}  {text}");
            }
            else
            {
                _progress.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{port}  {text}");
            }
        }
    }

    /// <inheritdoc/>
    public void End(FleetEntry entry)
    {
        lock (_gate)
        {
            _done += entry.IsDone ? 1 : 0;
            if (_bar is not null)
            {
                _bar.Value = _done;
                _bar.Description = Title();
            }

            var state = entry.State.ToString().ToLowerInvariant();
            var line = isJson
                ? JsonLines.Of(JsonTypes.FleetDevice, new { entry.ClientId, entry.Mac, entry.SerialPort, State = state, Cause = entry.Cause.Length > 0 ? entry.Cause : null })
                : $"{state,-7} {entry.ClientId}  {entry.Mac}  {entry.SerialPort}{(entry.Cause.Length > 0 ? "  " + entry.Cause : "")}";
            if (_bar is null || Console.IsOutputRedirected)
            {
                Console.Out.WriteLine(line);
            }
            else
            {
                // Through the bar, which moves down for it.
                _progress.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{line}");
            }
        }
    }

    /// <summary>Ends the run.</summary>
    /// <param name="summary">What became of it.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="result">Path of the result.</param>
    public void Summarise(FleetSummary summary, double seconds, string result)
    {
        Console.Out.WriteLine(isJson
            ? JsonLines.Of(
                JsonTypes.FleetSummary,
                new { summary.Devices, summary.Done, DoneNow = summary.Now, summary.Failed, summary.Left, Seconds = Math.Round(seconds, 1), Result = result })
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{summary.Devices} devices: {summary.Done} done ({summary.Now} in this run of {seconds:0.0} s), {summary.Failed} failed, {summary.Left} left; {result}"));
    }

    private string Title() => $"{_done} of {devices}";
}
