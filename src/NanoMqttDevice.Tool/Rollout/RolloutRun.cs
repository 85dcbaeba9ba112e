using System.Collections.Concurrent;
using System.Text;
using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.Rollout;

/// <summary>
/// Rolls a package out: offers it to devices wave after wave, serves the blocks that all of them ask for, and hears what becomes of it. It writes to no
/// console. All decisions are made by one thread; only the sending is several at once.
/// </summary>
/// <param name="server">The MQTT side, connected.</param>
/// <param name="seal">Writes the commands.</param>
/// <param name="package">The package.</param>
/// <param name="options">How.</param>
/// <param name="watcher">Told what happens.</param>
/// <param name="time">The clock.</param>
internal sealed class RolloutRun(
    IRolloutServer server, CommandSeal seal, RolloutPackage package, RolloutOptions options, IRolloutWatcher watcher, TimeProvider time)
    : IDisposable
{
    private const int MaxSending = 64;

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<string, RolloutEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Course> _courses = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _sending = new(MaxSending);
    private readonly ConcurrentQueue<Exception> _faults = new();
    private int _underWay;

    /// <summary>How many blocks were served.</summary>
    public int Blocks { get; private set; }

    /// <summary>The devices, as they stand; may be asked for by any thread at any time.</summary>
    public IReadOnlyCollection<RolloutEntry> Entries => [.. _entries.Values];

    /// <summary>Runs until every device has ended, too many have failed, or it is to pause.</summary>
    /// <param name="clientIds">The devices in their order; the first ones are the first wave.</param>
    /// <param name="known">What an earlier run has left: who has the release, or failed with it, is left alone.</param>
    /// <param name="isPaused">Asked whether to pause: no device is begun any more, and those that are under way come to their end.</param>
    /// <param name="cancellationToken">Ends it at once; devices that are under way finish by themselves or go on with the next run.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ToolException">The connection has ended.</exception>
    public async Task<RolloutSummary> RunAsync(
        IReadOnlyList<string> clientIds, IReadOnlyDictionary<string, RolloutEntry> known, Func<bool> isPaused, CancellationToken cancellationToken)
    {
        foreach (var clientId in clientIds)
        {
            var isKept = known.TryGetValue(clientId, out var entry) && entry.State is RolloutState.Updated or RolloutState.Failed;
            _entries[clientId] = isKept ? entry! : new RolloutEntry { ClientId = clientId };
        }

        var ends = RolloutWaves.EndsOf(options.Waves, clientIds.Count);
        var next = server.NextAsync(cancellationToken);
        var begun = 0;
        for (var wave = 1; wave <= ends.Count; wave++)
        {
            watcher.Begin(wave, ends[wave - 1]);
            var isStopping = false;
            while (true)
            {
                var failed = _entries.Values.Count(e => e.State == RolloutState.Failed);
                isStopping |= failed > options.MaxFailed * ends[wave - 1];
                var pauses = isPaused();
                while (!isStopping && !pauses && begun < ends[wave - 1] && _underWay < options.Parallel)
                {
                    var clientId = clientIds[begun++];
                    if (_entries[clientId].State == RolloutState.Open)
                    {
                        _courses[clientId] = new Course();
                        Change(_entries[clientId] with { State = RolloutState.Offered, Wave = wave });
                        Offer(clientId, cancellationToken);
                    }
                }

                if (_underWay == 0 && (isStopping || pauses))
                {
                    return Summarise(isStopping ? "stopped" : "paused");
                }

                if (_underWay == 0 && begun == ends[wave - 1])
                {
                    break;
                }

                next = await HearAsync(next, cancellationToken).ConfigureAwait(false);
                LookAtClock(cancellationToken);
                if (_faults.TryDequeue(out var fault))
                {
                    throw fault;
                }
            }
        }

        return Summarise("done");
    }

    /// <inheritdoc/>
    public void Dispose() => _sending.Dispose();

    private RolloutSummary Summarise(string end) => RolloutSummary.Of(Entries, end);

    private async Task<Task<ReceivedMessage>> HearAsync(Task<ReceivedMessage> next, CancellationToken cancellationToken)
    {
        await Task.WhenAny(next, Task.Delay(_look, time, cancellationToken)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        while (next.IsCompleted)
        {
            var received = await next.ConfigureAwait(false);
            next = server.NextAsync(cancellationToken);
            if (RolloutMessage.Parse(received.Payload) is { } message && _courses.TryGetValue(message.ClientId!, out var course))
            {
                var reply = new DeviceReply(message.ClientId, message.Id, message.Result, null, null, null, null, message.Nonce);
                var isSealedAnew = seal.MustSealAgain(reply);
                if (_entries[message.ClientId!].IsUnderWay)
                {
                    Take(message, course, isSealedAnew, cancellationToken);
                }
            }
        }

        return next;
    }

    private void Take(RolloutMessage message, Course course, bool isSealedAnew, CancellationToken cancellationToken)
    {
        if (message.Request == "block")
        {
            Serve(message, course, cancellationToken);
        }
        else if (message.Event == "online")
        {
            TakeAnnouncement(message, cancellationToken);
        }
        else if (message.Event == "update" && message.Release == package.Header.Release)
        {
            TakeEvent(message, cancellationToken);
        }
        else if (message.Id is not null && message.Id == course.Id)
        {
            TakeAnswer(message, course, isSealedAnew, cancellationToken);
        }
    }

    private void Serve(RolloutMessage message, Course course, CancellationToken cancellationToken)
    {
        if (package.FindBlock(message.Tag, message.Offset, message.Size) is not { } block)
        {
            return;
        }

        Blocks++;
        course.Since = time.GetTimestamp();
        Move(message.ClientId!, RolloutState.Receiving);
        Send(message.ClientId!, _ => Task.FromResult(block), cancellationToken);
    }

    // After a start the device says which product runs and how the last update has ended.
    private void TakeAnnouncement(RolloutMessage message, CancellationToken cancellationToken)
    {
        var release = package.Header.Release;
        if (message.Release == release && message.Update == "current")
        {
            End(message.ClientId!, RolloutState.Updated, "");
        }
        else if (message.Release == release)
        {
            Move(message.ClientId!, RolloutState.Trying);
        }
        else if (message.UpdateRelease == release && message.Update is not (null or "current" or "receiving" or "checking" or "restarting" or "trial"))
        {
            End(message.ClientId!, RolloutState.Failed, message.Update);
        }
        else if (message.Update is not ("receiving" or "checking" or "restarting"))
        {
            // It has lost what it was about, power perhaps: what is in its flash it still has.
            OfferAgain(message.ClientId!, TimeSpan.Zero, cancellationToken);
        }
    }

    private void TakeEvent(RolloutMessage message, CancellationToken cancellationToken)
    {
        switch (message.Result)
        {
            case "checked":
                Move(message.ClientId!, RolloutState.Trying);
                break;
            case "current":
                End(message.ClientId!, RolloutState.Updated, "");
                break;
            case "refused" when message.Cause is "digest" or "flash-failed":
                // What came is not what was sent, or could not be kept: once more.
                OfferAgain(message.ClientId!, options.BusyPause, cancellationToken, message.Cause);
                break;
            case "refused":
                End(message.ClientId!, RolloutState.Failed, message.Cause ?? "refused");
                break;
            case "ended":
                OfferAgain(message.ClientId!, TimeSpan.Zero, cancellationToken);
                break;
        }
    }

    private void TakeAnswer(RolloutMessage message, Course course, bool isSealedAnew, CancellationToken cancellationToken)
    {
        course.Id = "";
        if (isSealedAnew)
        {
            Offer(message.ClientId!, cancellationToken);
        }
        else if (message.Result == "ok")
        {
            Move(message.ClientId!, RolloutState.Receiving);
        }
        else if (message.Cause == "not-newer" && message.Release == package.Header.Release)
        {
            End(message.ClientId!, RolloutState.Updated, "");
        }
        else if (message.Result is "busy" or "stale" || message.Cause == "flash-failed")
        {
            OfferAgain(message.ClientId!, options.BusyPause, cancellationToken, message.Cause ?? message.Result ?? "");
        }
        else
        {
            End(message.ClientId!, RolloutState.Failed, message.Cause ?? message.Result ?? "failed");
        }
    }

    private void LookAtClock(CancellationToken cancellationToken)
    {
        foreach (var entry in _entries.Values.Where(e => e.IsUnderWay).ToList())
        {
            var course = _courses[entry.ClientId];
            if (course.OfferAt is { } at && time.GetElapsedTime(at) >= course.Pause)
            {
                Offer(entry.ClientId, cancellationToken);
            }
            else if (course.OfferAt is null
                && time.GetElapsedTime(course.Since) >= (entry.State == RolloutState.Trying ? options.TrialLimit : options.AnswerLimit))
            {
                OfferAgain(entry.ClientId, TimeSpan.Zero, cancellationToken);
            }
        }
    }

    private void OfferAgain(string clientId, TimeSpan pause, CancellationToken cancellationToken, string? cause = null)
    {
        var course = _courses[clientId];
        if (++course.Offers >= options.MaxOffers)
        {
            End(clientId, cause is null ? RolloutState.Silent : RolloutState.Failed, cause ?? "");
        }
        else if (pause == TimeSpan.Zero)
        {
            Offer(clientId, cancellationToken);
        }
        else
        {
            (course.OfferAt, course.Pause) = (time.GetTimestamp(), pause);
        }
    }

    private void Offer(string clientId, CancellationToken cancellationToken)
    {
        var course = _courses[clientId];
        course.OfferAt = null;
        course.Since = time.GetTimestamp();
        course.Id = seal.NextId();
        var id = course.Id;
        Send(clientId, async token => Encoding.ASCII.GetBytes(await seal.SealAsync(clientId, id, package.Offer, token).ConfigureAwait(false)), cancellationToken);
    }

    private void Send(string clientId, Func<CancellationToken, Task<byte[]>> make, CancellationToken cancellationToken) =>
        _ = SendAsync(clientId, make, cancellationToken);

    private async Task SendAsync(string clientId, Func<CancellationToken, Task<byte[]>> make, CancellationToken cancellationToken)
    {
        try
        {
            await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await server.SendAsync(clientId, await make(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Thrown where the run is awaited.
            _faults.Enqueue(e);
        }
        catch (OperationCanceledException)
        {
            // The run has ended, and says so itself.
            return;
        }
    }

    private void Move(string clientId, RolloutState state)
    {
        var entry = _entries[clientId];
        if (entry.State != state)
        {
            _courses[clientId].Since = time.GetTimestamp();
            Change(entry with { State = state });
        }
    }

    private void End(string clientId, RolloutState state, string cause) => Change(_entries[clientId] with { State = state, Cause = cause });

    private void Change(RolloutEntry entry)
    {
        _underWay += (entry.IsUnderWay ? 1 : 0) - (_entries[entry.ClientId].IsUnderWay ? 1 : 0);
        _entries[entry.ClientId] = entry;
        watcher.Change(entry);
    }

    private sealed class Course
    {
        public string Id { get; set; } = "";

        public int Offers { get; set; }

        public long Since { get; set; }

        public long? OfferAt { get; set; }

        public TimeSpan Pause { get; set; }
    }
}
