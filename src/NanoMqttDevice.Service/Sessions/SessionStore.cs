using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>
/// Keeps what outlives a connection with cleanSession=false: the sessions, their subscriptions, and their QoS 1 messages until
/// they are acknowledged. All work is done in order by one thread, and what has gathered meanwhile becomes one commit: many senders
/// share one wait for the disk.
/// </summary>
internal sealed class SessionStore : IDisposable
{
    private const int LargestBatch = 1000;
    private const int Busy = 5;

    private readonly SqliteConnection _connection;
    private readonly SessionStatements _statements;
    private readonly BlockingCollection<StoreWork> _work = [];
    private readonly Thread _thread;

    // A message with a smaller id is always written first.
    private readonly Lock _order = new();
    private long _lastMessage;
    private long _lastSession;

    private SessionStore(SqliteConnection connection)
    {
        _connection = connection;
        _statements = new SessionStatements(connection);
        _lastMessage = SqliteFile.Number(connection, "SELECT coalesce(max(Id), 0) FROM Message;");
        _lastSession = SqliteFile.Number(connection, "SELECT coalesce(max(Id), 0) FROM Session;");
        _thread = new Thread(Run) { IsBackground = true, Name = "session store" };
        _thread.Start();
    }

    /// <summary>Opens the store.</summary>
    /// <param name="path">The SQLite file; null keeps everything in memory.</param>
    /// <exception cref="ServiceStartException">The file cannot be opened, is something else, or is newer.</exception>
    public static SessionStore Open(string? path)
    {
        SqliteConnection? connection = null;

        try
        {
            if (path is not null)
            {
                path = Path.GetFullPath(path);
                SqliteFile.MakePrivate(path);
            }

            connection = SqliteFile.Connect(path ?? ":memory:");
            SessionSchema.Prepare(connection, path ?? "the session database in memory");
            return new SessionStore(connection);
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
    public Task<List<StoredSession>> LoadAsync() => Enqueue(statements => statements.LoadSessions());

    /// <summary>Keeps a new session, not yet on the disk; whatever is stored for it later is written with it.</summary>
    public long AddSession(ClientKey key)
    {
        var id = Interlocked.Increment(ref _lastSession);
        _ = Enqueue(statements => statements.AddSession(id, key));
        return id;
    }

    public Task RemoveSessionAsync(long sessionId) => Enqueue(statements => statements.RemoveSession(sessionId));

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
    /// <param name="sessionIds">Who gets it.</param>
    /// <param name="committed">Done when it is on the disk.</param>
    /// <returns>The message with its StoreId; later ones have larger ids and are written later.</returns>
    public OutgoingMessage AddMessage(OutgoingMessage message, long createTime, long[] sessionIds, out Task committed)
    {
        lock (_order)
        {
            var stored = message with { StoreId = ++_lastMessage };
            committed = Enqueue(statements => statements.AddMessage(stored, createTime, sessionIds));
            return stored;
        }
    }

    /// <summary>Forgets a message for one session. If this is lost, the message comes once more: at least once is promised.</summary>
    public void Acknowledge(long sessionId, long messageId)
    {
        _ = Enqueue(statements => statements.RemoveDelivery(sessionId, messageId));
    }

    /// <summary>The next messages of a session, in order, of those with ids above one and up to another.</summary>
    public Task<List<OutgoingMessage>> ReadAsync(long sessionId, long above, long upTo, int limit, long createdSince)
    {
        return Enqueue(statements => statements.Read(sessionId, above, upTo, limit, createdSince));
    }

    /// <summary>Forgets messages that are older.</summary>
    public Task ForgetBeforeAsync(long createTime) => Enqueue(statements => statements.ForgetBefore(createTime));

    /// <summary>Writes what is left and closes the database.</summary>
    public void Dispose()
    {
        if (!_work.IsAddingCompleted)
        {
            _work.CompleteAdding();
            _thread.Join();
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

    private Task<T> Enqueue<T>(Func<SessionStatements, T> action)
    {
        var work = new StoreWork<T>(action);

        try
        {
            _work.Add(work);
            return work.Done;
        }
        catch (Exception exception) when (exception is InvalidOperationException)
        {
            return Task.FromException<T>(new IOException("The session database is closed.", exception));
        }
    }

    private void Run()
    {
        var batch = new List<StoreWork>();

        foreach (var first in _work.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);

            while (batch.Count < LargestBatch && _work.TryTake(out var next))
            {
                batch.Add(next);
            }

            Commit(batch);
        }
    }

    private void Commit(List<StoreWork> batch)
    {
        try
        {
            using var transaction = _connection.BeginTransaction();
            _statements.Use(transaction);
            batch.ForEach(work => work.Execute(_statements));
            transaction.Commit();
        }
        catch (Exception exception) when (exception is SqliteException or IOException)
        {
            // A full disk, say: none of the batch is acknowledged, and its senders try again.
            batch.ForEach(work => work.Fail(exception));
            return;
        }

        batch.ForEach(work => work.Complete());
    }
}
