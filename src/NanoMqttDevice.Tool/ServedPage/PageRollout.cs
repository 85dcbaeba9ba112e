using System.Collections.Concurrent;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Rollout;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>
/// A rollout that the page runs: that of <c>nanomqtt update roll</c>, with the same files. A connection that ends comes back; when the program ends, the
/// plan says that it is to go on.
/// </summary>
internal sealed class PageRollout : IRolloutWatcher, IAsyncDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, RolloutEntry> _entries;
    private readonly ConcurrentDictionary<string, RolloutEntry> _known;
    private readonly string _path;
    private readonly RolloutResult _kept;
    private readonly RolloutPackage _package;
    private readonly Func<CancellationToken, Task<IRolloutServer>> _connect;
    private readonly CommandSeal _seal;
    private readonly TimeProvider _time;
    private readonly Task _running;

    /// <summary>Begins one, or goes on with it.</summary>
    /// <param name="path">Path of its result.</param>
    /// <param name="kept">The result, opened; disposed by this.</param>
    /// <param name="plan">What it is to do, written already.</param>
    /// <param name="package">The package.</param>
    /// <param name="connect">Makes the MQTT side, connected.</param>
    /// <param name="seal">Writes the commands.</param>
    /// <param name="time">The clock.</param>
    public PageRollout(
        string path,
        RolloutResult kept,
        RolloutPlan plan,
        RolloutPackage package,
        Func<CancellationToken, Task<IRolloutServer>> connect,
        CommandSeal seal,
        TimeProvider time)
    {
        (_path, _kept, Plan, _package, _connect, _seal, _time) = (path, kept, plan, package, connect, seal, time);
        _known = new ConcurrentDictionary<string, RolloutEntry>(kept.Known, StringComparer.Ordinal);
        _entries = new ConcurrentDictionary<string, RolloutEntry>(kept.Known, StringComparer.Ordinal);
        _running = Task.Run(RunAsync);
    }

    /// <summary>What it is to do.</summary>
    public RolloutPlan Plan { get; private set; }

    /// <summary>False when it has ended, and everybody else may read and write its files.</summary>
    public bool IsRunning => !_running.IsCompleted;

    /// <summary>What keeps it from going on just now; empty for nothing.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>The devices that were begun, as they stand.</summary>
    public IReadOnlyDictionary<string, RolloutEntry> Entries => _entries;

    /// <inheritdoc/>
    public void Begin(int wave, int devices)
    {
        // The page reckons the waves from the plan.
    }

    /// <inheritdoc/>
    public void Change(RolloutEntry entry)
    {
        _entries[entry.ClientId] = entry;
        if (entry.IsEnded)
        {
            _known[entry.ClientId] = entry;
            _kept.Put(entry);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        using var kept = _kept;
        string? end = null;
        while (end is null && !_ending.IsCancellationRequested)
        {
            try
            {
                end = await RunOnceAsync(_ending.Token).ConfigureAwait(false);
                Plan = Plan with { End = end };
                Plan.Write(_path);
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                // The plan says that it was not done.
                return;
            }
            catch (Exception e) when (e is ToolException or PageException or IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                Trouble = e.Message;
                await Task.WhenAny(Task.Delay(_pause, _time, _ending.Token)).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> RunOnceAsync(CancellationToken cancellationToken)
    {
        var pause = RolloutResult.PauseOf(_path);
        if (Trouble.Length > 0 && File.Exists(pause))
        {
            return "paused";
        }

        var server = await _connect(cancellationToken).ConfigureAwait(false);
        using var owned = server as IDisposable;
        Trouble = "";
        using var run = new RolloutRun(server, _seal, _package, Plan.ToOptions(), this, _time);
        return (await run.RunAsync(Plan.ClientIds, _known, () => File.Exists(pause), cancellationToken).ConfigureAwait(false)).End;
    }
}
