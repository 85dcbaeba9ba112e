using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace NanoMqttDevice.Tool.Load;

/// <summary>Many clients that log into a broker, stay, send, and leave.</summary>
/// <param name="options">What is done.</param>
internal sealed class LoadRun(LoadOptions options) : IDisposable
{
    private const int PayloadSize = 100;

    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<RawConnection> _online = [];
    private readonly Latencies _logins = new();
    private readonly Latencies _acknowledgements = new();
    private readonly CancellationTokenSource _leaving = new();
    private readonly ConcurrentBag<Task> _readers = [];
    private readonly Stopwatch _clock = new();
    private double _loginSeconds;
    private int _accepted;
    private int _failed;
    private int _acknowledged;
    private int _lost;

    /// <summary>How it goes, for a progress display: logins accepted, failed, connections lost.</summary>
    public (int Accepted, int Failed, int Lost) Progress => (Volatile.Read(ref _accepted), Volatile.Read(ref _failed), Volatile.Read(ref _lost));

    /// <summary>Does it.</summary>
    /// <param name="onEverybody">Called when the last login has ended and everybody is still connected.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>What was measured.</returns>
    public async Task<LoadResult> RunAsync(Action onEverybody, CancellationToken cancellationToken)
    {
        _clock.Start();
        var start = Stopwatch.GetTimestamp();
        await (options.Rate is { } rate ? PacedAsync(rate, start, cancellationToken) : AsFastAsPossibleAsync(cancellationToken)).ConfigureAwait(false);
        _loginSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        onEverybody();
        var messages = options.Hold > TimeSpan.Zero ? await HoldAsync(cancellationToken).ConfigureAwait(false) : null;
        await LeaveAsync(cancellationToken).ConfigureAwait(false);
        return ResultAfter(_loginSeconds, messages);
    }

    /// <summary>What was measured so far, of a run that was stopped.</summary>
    /// <returns>The result until now.</returns>
    public LoadResult Partial()
    {
        var all = Math.Max(0.01, _clock.Elapsed.TotalSeconds);
        var messages = _loginSeconds == 0 || options.Messages == 0 ? null : new MessageResult(
            _online.Count * options.Messages,
            _acknowledged,
            Math.Round(_acknowledged / Math.Max(0.01, all - _loginSeconds), 1),
            _acknowledgements.Summarize());
        return ResultAfter(_loginSeconds > 0 ? _loginSeconds : all, messages);
    }

    private LoadResult ResultAfter(double seconds, MessageResult? messages) =>
        new(
            options.Clients.Count,
            _accepted,
            Math.Round(seconds, 2),
            Math.Round(_accepted / seconds, 1),
            _logins.Summarize(),
            _failures.OrderByDescending(f => f.Value).ToDictionary(f => f.Key, f => f.Value),
            _lost,
            messages);

    /// <inheritdoc/>
    public void Dispose() => _leaving.Dispose();

    private async Task PacedAsync(double rate, long start, CancellationToken cancellationToken)
    {
        var logins = new Task[options.Clients.Count];

        // A thread of its own: a timer of the pool comes late just when the pool is busy with logins.
        await Task.Factory.StartNew(Begin, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        await Task.WhenAll(logins).ConfigureAwait(false);

        void Begin()
        {
            for (var i = 0; i < logins.Length; i++)
            {
                var due = start + (long)(i / rate * Stopwatch.Frequency);
                while (Stopwatch.GetTimestamp() < due)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Thread.Sleep(1);
                }

                var client = options.Clients[i];
                logins[i] = Task.Run(() => LoginAsync(client, due, cancellationToken), cancellationToken);
            }
        }
    }

    private Task AsFastAsPossibleAsync(CancellationToken cancellationToken)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, options.Parallel).Select(_ => Task.Run(WorkAsync, cancellationToken)));

        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var i && i < options.Clients.Count)
            {
                await LoginAsync(options.Clients[i], Stopwatch.GetTimestamp(), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task LoginAsync(LoadClient client, long due, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.LoginLimit);
        RawConnection connection;
        try
        {
            connection = await RawConnection.LoginAsync(options.Broker, client, options.Keepalive, limit.Token).ConfigureAwait(false);
        }
        catch (LoginException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _failed);
            _failures.AddOrUpdate(e.Message, 1, static (_, count) => count + 1);
            return;
        }

        _logins.Add(Stopwatch.GetElapsedTime(due).TotalMilliseconds);
        Interlocked.Increment(ref _accepted);
        if (options.Hold <= TimeSpan.Zero)
        {
            await connection.DisconnectAsync(cancellationToken).ConfigureAwait(false);
            connection.Dispose();
            return;
        }

        _online.Add(connection);
        _readers.Add(StayAsync(connection));
    }

    private async Task StayAsync(RawConnection connection)
    {
        await connection.StayAsync(options.PingPeriod, _leaving.Token).ConfigureAwait(false);
        if (!_leaving.IsCancellationRequested)
        {
            Interlocked.Increment(ref _lost);
        }
    }

    private async Task<MessageResult?> HoldAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        if (options.Messages == 0)
        {
            await Task.Delay(options.Hold, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var pause = options.Hold / options.Messages;
        await Task.WhenAll(_online.Select(SendAsync)).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (options.Hold - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, cancellationToken).ConfigureAwait(false);
        }

        return new MessageResult(
            _online.Count * options.Messages, _acknowledged, Math.Round(_acknowledged / seconds, 1), _acknowledgements.Summarize());

        async Task SendAsync(RawConnection connection)
        {
            // Not all in the same moment: devices have no common clock either.
            await Task.Delay(pause * Random.Shared.NextDouble(), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < options.Messages; i++)
            {
                var sent = Stopwatch.GetTimestamp();
                try
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    limit.CancelAfter(options.LoginLimit);
                    await connection.PublishAsync(options.Topic, Telemetry(i), limit.Token).ConfigureAwait(false);
                }
                catch (Exception e) when (RawConnection.IsBroken(e))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return;
                }

                _acknowledgements.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                Interlocked.Increment(ref _acknowledged);
                if (i + 1 < options.Messages && pause - Stopwatch.GetElapsedTime(sent) is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    // As a device's: who looks at the service sees values that change. Always of one size.
    private static byte[] Telemetry(int number) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"temperature":{{21 + Math.Sin(number)}},"counter":{{number}}}""").PadRight(PayloadSize));

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await _leaving.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_online.Select(connection => connection.DisconnectAsync(cancellationToken))).ConfigureAwait(false);
        foreach (var connection in _online)
        {
            connection.Dispose();
        }

        await Task.WhenAll(_readers).ConfigureAwait(false);
    }
}
