using System.Globalization;
using NanoMqttDevice.Tool.Output;
using Spectre.Console;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>
/// Shows a rollout: on standard output a line for each device that ended, or JSON; on standard error the waves, with a bar on a terminal.
/// </summary>
/// <param name="devices">How many devices there are.</param>
/// <param name="isJson">True for JSON.</param>
internal sealed class RolloutReport(int devices, bool isJson) : IRolloutWatcher
{
    private readonly IAnsiConsole _progress = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private ProgressTask? _bar;
    private int _updated;
    private int _failed;

    /// <summary>Told each device that has ended.</summary>
    public Action<RolloutEntry> Ended { get; init; } = _ => { };

    /// <summary>Shows a rollout while it goes on.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="work">The rollout.</param>
    /// <returns>What the rollout gives.</returns>
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
                return await work().ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Begin(int wave, int devices)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"wave {wave}: up to {devices} devices");
        if (_bar is null)
        {
            Console.Error.WriteLine($"nanomqtt: {text}");
        }
        else
        {
            _progress.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{text}");
        }
    }

    /// <inheritdoc/>
    public void Change(RolloutEntry entry)
    {
        if (entry.IsEnded)
        {
            Ended(entry);
            _updated += entry.State == RolloutState.Updated ? 1 : 0;
            _failed += entry.State == RolloutState.Failed ? 1 : 0;
        }
        else if (!isJson)
        {
            return;
        }

        var state = entry.State.ToString().ToLowerInvariant();
        var line = isJson
            ? JsonLines.Of(JsonTypes.UpdateDevice, new { entry.ClientId, entry.Wave, State = state, Cause = entry.Cause.Length > 0 ? entry.Cause : null })
            : SafeText.Of($"{state,-7} {entry.ClientId}{(entry.Cause.Length > 0 ? "  " + entry.Cause : "")}");
        if (_bar is null || Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(line);
        }
        else
        {
            _progress.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{line}");
        }

        if (_bar is not null)
        {
            _bar.Value = _updated + _failed;
            _bar.Description = Title();
        }
    }

    /// <summary>Shows how a rollout stands or has ended.</summary>
    /// <param name="release">The release.</param>
    /// <param name="summary">What became of it.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="result">Path of the result.</param>
    /// <param name="isJson">True for JSON.</param>
    public static void Summarise(int release, RolloutSummary summary, double seconds, string result, bool isJson) => Console.Out.WriteLine(isJson
        ? JsonLines.Of(JsonTypes.UpdateSummary, new
        {
            Release = release,
            summary.Devices,
            summary.Updated,
            summary.Failed,
            summary.Silent,
            summary.Left,
            summary.End,
            Seconds = Math.Round(seconds, 1),
            Result = result,
        })
        : string.Create(
            CultureInfo.InvariantCulture,
            $"release {release}, {summary.End}: {summary.Updated} of {summary.Devices} updated, {summary.Failed} failed, {summary.Silent} silent, "
                + $"{summary.Left} left; {result}"));

    private string Title() => string.Create(CultureInfo.InvariantCulture, $"{_updated} of {devices}, {_failed} failed");
}
