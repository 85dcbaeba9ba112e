using System.Collections.Concurrent;
using System.Diagnostics;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Tool.Load;

/// <summary>
/// Devices that are online at a broker until it goes away, and come back when it does, for real. Each decides for itself, as the firmware does.
/// </summary>
/// <param name="options">The broker and the clients.</param>
/// <param name="random">Makes each device's jitter.</param>
internal sealed class RestartRun(LoadOptions options, Func<IRandom> random)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentBag<double> _returns = [];
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _everybodyOnline = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _online;
    private int _lost;
    private long _firstLoss = long.MaxValue;

    /// <summary>Done when everybody is online and has settled: now the broker may be restarted.</summary>
    public Task Ready => _everybodyOnline.Task;

    /// <summary>How it goes: devices online at first, lost, and back.</summary>
    public (int Online, int Lost, int Back) Progress => (Volatile.Read(ref _online), Volatile.Read(ref _lost), _returns.Count);

    /// <summary>Tries of coming back that failed, by cause.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>How long the broker was away, in seconds: from the first loss to the first return.</summary>
    public double OutageSeconds => _returns.IsEmpty ? 0 : Math.Round((_returns.Min() - Interlocked.Read(ref _firstLoss)) / 1000, 1);

    /// <summary>Does it.</summary>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>How they came back, counted from the first that did.</returns>
    /// <exception cref="ToolException">Some could not log in at first.</exception>
    public async Task<ReturnShape> RunAsync(CancellationToken cancellationToken)
    {
        var next = -1;
        var devices = new ConcurrentBag<Task>();
        await Task.WhenAll(Enumerable.Range(0, options.Parallel).Select(_ => Task.Run(LoginsAsync, cancellationToken))).ConfigureAwait(false);
        await Task.Delay(Supervisor.SettleTime, cancellationToken).ConfigureAwait(false);
        _everybodyOnline.SetResult();
        await Task.WhenAll(devices).ConfigureAwait(false);
        var first = _returns.Min();
        return ReturnShape.Of(_returns.Select(t => t - first));

        async Task LoginsAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < options.Clients.Count)
            {
                var client = options.Clients[i];
                try
                {
                    var connection = await LoginAsync(client, cancellationToken).ConfigureAwait(false);
                    Interlocked.Increment(ref _online);
                    devices.Add(LiveAsync(client, connection, cancellationToken));
                }
                catch (LoginException e)
                {
                    throw new ToolException(ExitCodes.LoadFailed, $"{client.ClientId} cannot log in before the restart: {e.Message}");
                }
            }
        }
    }

    /// <summary>How those came back that have, of a run that was stopped.</summary>
    /// <returns>The shape until now.</returns>
    public ReturnShape Partial() => ReturnShape.Of(_returns.IsEmpty ? [] : _returns.Select(t => t - _returns.Min()));

    private async Task LiveAsync(LoadClient client, RawConnection connection, CancellationToken cancellationToken)
    {
        using (connection)
        {
            await connection.StayAsync(options.PingPeriod, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var now = _clock.ElapsedMilliseconds;
        Interlocked.Increment(ref _lost);
        InterlockedMin(ref _firstLoss, now);
        var device = new ReturningDevice(random(), now);
        for (var due = device.Lose(now); ;)
        {
            await Task.Delay((int)Math.Max(0, due - _clock.ElapsedMilliseconds), cancellationToken).ConfigureAwait(false);
            now = Math.Max(due, _clock.ElapsedMilliseconds);
            device.Begin(now);
            try
            {
                using var again = await LoginAsync(client, cancellationToken).ConfigureAwait(false);

                // When it began, as the broker sees it; not when the broker was done with it.
                _returns.Add(now);
                await again.DisconnectAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (LoginException e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _failures.AddOrUpdate(e.Message, 1, static (_, count) => count + 1);
                due = device.Fail(_clock.ElapsedMilliseconds, e.ReturnCode);
            }
        }
    }

    private async Task<RawConnection> LoginAsync(LoadClient client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.LoginLimit);
        return await RawConnection.LoginAsync(options.Broker, client, options.Keepalive, limit.Token).ConfigureAwait(false);
    }

    private static void InterlockedMin(ref long place, long value)
    {
        for (var seen = Interlocked.Read(ref place); value < seen;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
