using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>
/// Keeps what outlives a connection with cleanSession=false: the sessions, their subscriptions, and their QoS 1 messages until
/// they are acknowledged. All work is done in order by one thread, and what has gathered meanwhile becomes one commit: many senders
/// share one wait for the disk. What can wait, as the messages of a session that was given up, is removed a little at a time between
/// the commits.
/// </summary>
internal sealed class SessionStore : IDisposable
{
    private const int LargestBatch = 1000;
    private const int Slice = 200;
    private const int Busy = 5;
    private const long ManyFreePages = 256;

    // Who publishes more than the disk takes is read no further.
    private const long MostWaitingBytes = 32 * 1024 * 1024;
    private const int MostWaiting = 50_000;

    private static readonly TimeSpan _idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromMilliseconds(100);

    private readonly SqliteConnection _connection;
    private readonly SessionStatements _statements;
    private readonly ServiceCounters _counters;
    private readonly BlockingCollection<StoreWork> _work = [];
    private readonly ConcurrentDictionary<long, StoredTally> _tallies = new();
    private readonly Queue<long> _remains;
    private readonly Thread _thread;

    // A message with a smaller id is always written first.
    private readonly Lock _order = new();
    private long _lastMessage;
    private long _lastSession;
    private long _waitingBytes;
    private long _forgetBefore;
    private TaskCompletionSource? _forgotten;
    private bool _mayShrink = true;
    private bool _isShrinking;

    private SessionStore(SqliteConnection connection, string? path, ServiceCounters counters)
    {
        _connection = connection;
        _counters = counters;
        Path = path;
        _statements = new SessionStatements(connection);
        _lastMessage = _statements.LastMessage();
        _lastSession = _statements.LastSession();
        _remains = new Queue<long>(_statements.Remains());
        _thread = new Thread(Run) { IsBackground = true, Name = "session store" };
        _thread.Start();
    }

    /// <summary>The file; null in memory.</summary>
    public string? Path { get; }

    /// <summary>Whether the last commit succeeded.</summary>
    public bool IsWriting { get; private set; } = true;

    /// <summary>Pieces of work that wait.</summary>
    public int Waiting => _work.Count;

    /// <summary>More waits than should.</summary>
    public bool IsBehind => Interlocked.Read(ref _waitingBytes) > MostWaitingBytes || Waiting > MostWaiting;

    /// <summary>Opens the store.</summary>
    /// <param name="path">The SQLite file; null keeps everything in memory.</param>
    /// <param name="counters">Counts what is given up.</param>
    /// <exception cref="ServiceStartException">The file cannot be opened, is something else, or is newer.</exception>
    public static SessionStore Open(string? path, ServiceCounters counters)
    {
        SqliteConnection? connection = null;

        try
        {
            if (path is not null)
            {
                path = System.IO.Path.GetFullPath(path);
                SqliteFile.MakePrivate(path);
            }

            connection = SqliteFile.Connect(path ?? ":memory:");
            SessionSchema.Prepare(connection, path ?? "the session database in memory");
            return new SessionStore(connection, path, counters);
        }
        catch (Exception exception)
        {
            connection?.Dispose();

            throw exception switch
            {
                SqliteException { SqliteErrorCode: Busy } => new ServiceStartException(
                    $"The session database {path} is in use by another service. Stop that one, or name another file.", exception),
                SqliteException or IOException or UnauthorizedAccessException =>
                    new ServiceStartException($"Cannot open the session database {path}: {exception.Message}", exception),
                _ => exception,
            };
        }
    }

    /// <summary>Every session with its subscriptions and its newest undelivered message.</summary>
    public async Task<List<StoredSession>> LoadAsync()
    {
        var sessions = await Enqueue(statements => statements.LoadSessions());

        foreach (var session in sessions)
        {
            _tallies[session.Id] = session.Tally;
        }

        return sessions;
    }

    /// <summary>Keeps a new session.</summary>
    /// <returns>Its id, when it is on the disk.</returns>
    public async Task<(long Id, StoredTally Tally)> AddSessionAsync(ClientKey key, SessionOwner owner)
    {
        var id = Interlocked.Increment(ref _lastSession);
        await Enqueue(statements => statements.AddSession(id, key, owner));
        return (id, _tallies.GetOrAdd(id, static _ => new StoredTally()));
    }

    public Task ChangeOwnerAsync(long sessionId, SessionOwner owner) => Enqueue(statements => statements.ChangeOwner(sessionId, owner));

    public Task RemoveSessionAsync(long sessionId) => Enqueue(
        statements =>
        {
            statements.RemoveSession(sessionId);
            return true;
        },
        committed: _ =>
        {
            _tallies.TryRemove(sessionId, out var _);
            _remains.Enqueue(sessionId);
        });

    public Task SubscribeAsync(long sessionId, IReadOnlyList<(string Filter, int QoS)> subscriptions) => Enqueue(statements =>
    {
        foreach (var (filter, qos) in subscriptions)
        {
            statements.AddSubscription(sessionId, filter, qos);
        }
    });

    public Task UnsubscribeAsync(long sessionId, IReadOnlyList<string> filters) => Enqueue(statements =>
    {
        foreach (var filter in filters)
        {
            statements.RemoveSubscription(sessionId, filter);
        }
    });

    /// <summary>Keeps a message for sessions.</summary>
    /// <param name="message">The message; its StoreId is not looked at.</param>
    /// <param name="createTime">Unix milliseconds.</param>
    /// <param name="sessions">Who gets it.</param>
    /// <param name="committed">Done when it is on the disk.</param>
    /// <returns>The message with its StoreId; later ones have larger ids and are written later.</returns>
    public OutgoingMessage AddMessage(OutgoingMessage message, long createTime, ClientSession[] sessions, out Task committed)
    {
        Count(1);

        lock (_order)
        {
            var stored = message with { StoreId = ++_lastMessage };
            committed = Enqueue(
                statements =>
                {
                    statements.AddMessage(stored, createTime, sessions);
                    return true;
                },
                message.Size,
                failed: () => Count(-1));
            return stored;
        }

        void Count(int sign)
        {
            foreach (var session in sessions)
            {
                session.Tally!.Add(sign, sign * message.Size);
            }
        }
    }

    /// <summary>Forgets a message for one session. If this is lost, the message comes once more: at least once is promised.</summary>
    public void Acknowledge(long sessionId, StoredTally tally, OutgoingMessage message)
    {
        _ = Enqueue(
            statements => statements.RemoveDelivery(sessionId, message.StoreId),
            committed: removed =>
            {
                if (removed)
                {
                    tally.Add(-1, -message.Size);
                }

                _mayShrink = true;
            });
    }

    /// <summary>The next messages of a session, in order, of those with ids above one and up to another.</summary>
    public Task<List<OutgoingMessage>> ReadAsync(long sessionId, long above, long upTo, int limit, long createdSince)
    {
        return Enqueue(statements => statements.Read(sessionId, above, upTo, limit, createdSince));
    }

    /// <summary>Done when something was written.</summary>
    public Task ProbeAsync() => Enqueue(statements => statements.Probe());

    /// <summary>Forgets messages that are older.</summary>
    public Task ForgetBeforeAsync(long createTime)
    {
        var forgotten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(
            _ => true,
            committed: _ =>
            {
                _forgetBefore = createTime;
                _forgotten?.TrySetResult();
                _forgotten = forgotten;
            },
            failed: () => forgotten.TrySetResult()).Forget(_counters);
        return forgotten.Task;
    }

    /// <summary>Writes what is left and closes the database.</summary>
    public void Dispose()
    {
        if (!_work.IsAddingCompleted)
        {
            _work.CompleteAdding();
            _thread.Join();
            _forgotten?.TrySetResult();
            _statements.Dispose();
            _connection.Dispose();
            _work.Dispose();
        }
    }

    private Task<bool> Enqueue(Action<SessionStatements> action) => Enqueue(statements =>
    {
        action(statements);
        return true;
    });

    private Task<T> Enqueue<T>(Func<SessionStatements, T> action, int size = 0, Action<T>? committed = null, Action? failed = null)
    {
        var work = new StoreWork<T>(action, size, committed, failed);

        try
        {
            Interlocked.Add(ref _waitingBytes, size);
            _work.Add(work);
            return work.Done;
        }
        catch (Exception exception) when (exception is InvalidOperationException)
        {
            Interlocked.Add(ref _waitingBytes, -size);
            failed?.Invoke();
            return Task.FromException<T>(new IOException("The session database is closed.", exception));
        }
    }

    private void Run()
    {
        var batch = new List<StoreWork>();

        while (!_work.IsCompleted)
        {
            var patience = HasLeisureWork || _isShrinking ? TimeSpan.Zero : _mayShrink ? _idle : Timeout.InfiniteTimeSpan;

            if (Take(patience) is { } first)
            {
                batch.Clear();
                batch.Add(first);

                while (batch.Count < LargestBatch && _work.TryTake(out var next))
                {
                    batch.Add(next);
                }

                Commit(batch);
            }

            UseLeisure();
        }
    }

    private StoreWork? Take(TimeSpan patience)
    {
        try
        {
            return _work.TryTake(out var work, patience) ? work : null;
        }
        catch (InvalidOperationException)
        {
            // No more will come.
            return null;
        }
    }

    private void Commit(List<StoreWork> batch)
    {
        Exception? fault = null;

        try
        {
            using var transaction = _connection.BeginTransaction();
            _statements.Use(transaction);
            batch.ForEach(work => work.Execute(_statements));
            transaction.Commit();
            IsWriting = true;
        }
        catch (Exception exception)
        {
            // A full disk, say: none of the batch is acknowledged, and its senders try again.
            fault = exception;
            IsWriting = false;
            _counters.CountDatabaseFault();
        }

        foreach (var work in batch)
        {
            Interlocked.Add(ref _waitingBytes, -work.Size);

            SafeCallback.Run(_counters, fault is null ? work.Complete : () => work.Fail(fault));
        }
    }

    private bool HasLeisureWork => _remains.Count > 0 || _forgetBefore > 0;

    // A little at a time: whoever waits for a PUBACK does not wait for this.
    private void UseLeisure()
    {
        if (!HasLeisureWork && !(_mayShrink && _work.Count == 0))
        {
            return;
        }

        try
        {
            using (var transaction = _connection.BeginTransaction())
            {
                _statements.Use(transaction);
                RemoveSome();
                transaction.Commit();
            }

            if (!HasLeisureWork && _work.Count == 0)
            {
                _statements.Use(null);
                ShrinkSome();
            }
        }
        catch (Exception)
        {
            // Tried again, but not at full speed: a disk that is full stays so for a while.
            _isShrinking = false;
            _counters.CountDatabaseFault();
            Thread.Sleep(_pauseAfterFault);
        }
    }

    private void ShrinkSome()
    {
        var wasShrinking = _isShrinking;
        _isShrinking = _statements.FreePages() > ManyFreePages;
        _mayShrink = _isShrinking;

        if (_isShrinking)
        {
            _statements.Shrink();
        }
        else if (wasShrinking)
        {
            // Only now does the file become smaller.
            _statements.Checkpoint();
        }
    }

    private void RemoveSome()
    {
        if (_remains.TryPeek(out var sessionId))
        {
            if (_statements.RemoveRemains(sessionId, Slice))
            {
                _remains.Dequeue();
            }

            _mayShrink = true;
        }
        else if (_forgetBefore > 0)
        {
            var (forgotten, isDone) = _statements.ForgetBefore(_forgetBefore, Slice);

            foreach (var (session, size) in forgotten)
            {
                _tallies.GetValueOrDefault(session)?.Add(-1, -size);
                _counters.CountDropped(DropReasons.TooOld);
            }

            _mayShrink = true;

            if (isDone)
            {
                _forgetBefore = 0;
                _forgotten?.TrySetResult();
                _forgotten = null;
            }
        }
    }
}
