using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>The statements of the session store, each prepared once. For the store's own thread.</summary>
internal sealed class SessionStatements(SqliteConnection connection) : IDisposable
{
    private static readonly string[] _names = ["@1", "@2", "@3", "@4", "@5"];

    private readonly SqliteCommands _commands = new(connection);
    private SqliteTransaction? _transaction;

    public void Use(SqliteTransaction? transaction) => _transaction = transaction;

    public List<StoredSession> LoadSessions()
    {
        var sessions = new Dictionary<long, StoredSession>();

        using (var reader = Command(
            """
            SELECT Id, InstanceId, ClientId, Mode, AccessKeyId, coalesce(Newest, 0), coalesce(Messages, 0), coalesce(Bytes, 0)
            FROM Session LEFT JOIN (
                SELECT SessionId, max(MessageId) AS Newest, count(*) AS Messages, sum(length(Payload) + length(Topic) + 100) AS Bytes
                FROM Delivery JOIN Message ON Message.Id = MessageId GROUP BY SessionId) ON SessionId = Session.Id;
            """).ExecuteReader())
        {
            while (reader.Read())
            {
                var id = reader.GetInt64(0);
                var key = new ClientKey(reader.GetString(1), reader.GetString(2));
                var owner = new SessionOwner(reader.GetString(3), reader.GetString(4));
                var tally = new StoredTally(reader.GetInt64(6), reader.GetInt64(7));
                sessions.Add(id, new StoredSession(id, key, owner, reader.GetInt64(5), tally));
            }
        }

        using (var reader = Command("SELECT SessionId, Filter, QoS FROM Subscription;").ExecuteReader())
        {
            while (reader.Read())
            {
                // A disk that once took the one row and not the other must not keep the service from starting.
                if (sessions.TryGetValue(reader.GetInt64(0), out var session))
                {
                    session.Subscriptions.Add((reader.GetString(1), reader.GetInt32(2)));
                }
            }
        }

        return [.. sessions.Values];
    }

    /// <summary>The largest id that a session has had of which anything is left.</summary>
    public long LastSession() => Number(
        """
        SELECT max(coalesce((SELECT max(Id) FROM Session), 0), coalesce((SELECT max(SessionId) FROM Subscription), 0),
            coalesce((SELECT max(SessionId) FROM Delivery), 0));
        """);

    public long LastMessage() => Number(
        "SELECT max(coalesce((SELECT max(Id) FROM Message), 0), coalesce((SELECT max(MessageId) FROM Delivery), 0));");

    /// <summary>Sessions that are gone and have messages or subscriptions still.</summary>
    public List<long> Remains()
    {
        var ids = new List<long>();
        using var reader = Command(
            """
            SELECT DISTINCT SessionId FROM Delivery WHERE SessionId NOT IN (SELECT Id FROM Session)
            UNION SELECT DISTINCT SessionId FROM Subscription WHERE SessionId NOT IN (SELECT Id FROM Session);
            """).ExecuteReader();

        while (reader.Read())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    public void AddSession(long id, ClientKey key, SessionOwner owner)
    {
        Execute(
            "INSERT INTO Session (Id, InstanceId, ClientId, Mode, AccessKeyId) VALUES (@1, @2, @3, @4, @5);",
            id,
            key.InstanceId,
            key.ClientId,
            owner.Mode,
            owner.AccessKeyId);
    }

    public void ChangeOwner(long id, SessionOwner owner)
    {
        Execute("UPDATE Session SET Mode = @2, AccessKeyId = @3 WHERE Id = @1;", id, owner.Mode, owner.AccessKeyId);
    }

    /// <summary>Removes a session and leaves its messages, of which there may be many, to <see cref="RemoveRemains"/>.</summary>
    public void RemoveSession(long id)
    {
        Execute("DELETE FROM Subscription WHERE SessionId = @1;", id);
        Execute("DELETE FROM Session WHERE Id = @1;", id);
    }

    /// <summary>Removes some messages of a session that is gone. True when there are no more.</summary>
    public bool RemoveRemains(long sessionId, int limit)
    {
        Execute("DELETE FROM Subscription WHERE SessionId = @1;", sessionId);
        var messages = new List<long>();

        using (var reader = Command("SELECT MessageId FROM Delivery WHERE SessionId = @1 LIMIT @2;", sessionId, (long)limit).ExecuteReader())
        {
            while (reader.Read())
            {
                messages.Add(reader.GetInt64(0));
            }
        }

        messages.ForEach(message => RemoveDelivery(sessionId, message));
        return messages.Count < limit;
    }

    public void AddSubscription(long sessionId, string filter, int qos)
    {
        Execute("INSERT OR REPLACE INTO Subscription (SessionId, Filter, QoS) VALUES (@1, @2, @3);", sessionId, filter, qos);
    }

    public void RemoveSubscription(long sessionId, string filter)
    {
        Execute("DELETE FROM Subscription WHERE SessionId = @1 AND Filter = @2;", sessionId, filter);
    }

    public void AddMessage(OutgoingMessage message, long createTime, IReadOnlyList<ClientSession> sessions)
    {
        Execute(
            "INSERT INTO Message (Id, Topic, Payload, CreateTime) VALUES (@1, @2, @3, @4);",
            message.StoreId,
            message.Topic,
            message.Payload.ToArray(),
            createTime);

        // A session may have been given up since it was looked up.
        foreach (var session in sessions)
        {
            Execute("INSERT INTO Delivery (SessionId, MessageId) SELECT Id, @2 FROM Session WHERE Id = @1;", session.StoreId, message.StoreId);
        }
    }

    /// <summary>Whether it was there.</summary>
    public bool RemoveDelivery(long sessionId, long messageId)
    {
        var removed = Execute("DELETE FROM Delivery WHERE SessionId = @1 AND MessageId = @2;", sessionId, messageId) > 0;
        Execute("DELETE FROM Message WHERE Id = @1 AND NOT EXISTS (SELECT 1 FROM Delivery WHERE MessageId = @1);", messageId);
        return removed;
    }

    public List<OutgoingMessage> Read(long sessionId, long above, long upTo, int limit, long createdSince)
    {
        var messages = new List<OutgoingMessage>();
        using var reader = Command(
            """
            SELECT Id, Topic, Payload FROM Delivery JOIN Message ON Message.Id = MessageId
            WHERE SessionId = @1 AND MessageId > @2 AND MessageId <= @3 AND CreateTime > @5
            ORDER BY MessageId LIMIT @4;
            """,
            sessionId,
            above,
            upTo,
            limit,
            createdSince).ExecuteReader();

        while (reader.Read())
        {
            messages.Add(new OutgoingMessage(reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetInt64(0)));
        }

        return messages;
    }

    /// <summary>Removes some of the messages that are older: ids and times rise together. Tells whose they were.</summary>
    public (List<(long SessionId, int Size)> Forgotten, bool IsDone) ForgetBefore(long createTime, int limit)
    {
        var old = new List<long>();

        using (var reader = Command("SELECT Id, CreateTime FROM Message ORDER BY Id LIMIT @1;", (long)limit).ExecuteReader())
        {
            while (reader.Read() && reader.GetInt64(1) <= createTime)
            {
                old.Add(reader.GetInt64(0));
            }
        }

        var forgotten = new List<(long, int)>();

        foreach (var id in old)
        {
            using (var reader = Command(
                """
                SELECT SessionId, length(Payload) + length(Topic) + 100 FROM Delivery JOIN Message ON Message.Id = MessageId
                WHERE MessageId = @1;
                """,
                id).ExecuteReader())
            {
                while (reader.Read())
                {
                    forgotten.Add((reader.GetInt64(0), reader.GetInt32(1)));
                }
            }

            Execute("DELETE FROM Delivery WHERE MessageId = @1;", id);
            Execute("DELETE FROM Message WHERE Id = @1;", id);
        }

        return (forgotten, old.Count < limit);
    }

    /// <summary>Writes something that changes nothing.</summary>
    public void Probe() => Execute(SessionSchema.SetVersion);

    /// <summary>Pages of the file that hold nothing.</summary>
    public long FreePages() => Number("PRAGMA freelist_count;");

    /// <summary>Gives some of them back to the disk.</summary>
    public void Shrink()
    {
        // A page is given back at each step.
        using var reader = Command("PRAGMA incremental_vacuum(256);").ExecuteReader();

        while (reader.Read())
        {
        }
    }

    /// <summary>Brings the write-ahead log into the file.</summary>
    public void Checkpoint() => Execute("PRAGMA wal_checkpoint(TRUNCATE);");

    public void Dispose() => _commands.Dispose();

    private long Number(string sql) => (long)Command(sql).ExecuteScalar()!;

    private int Execute(string sql, params ReadOnlySpan<object> values) => Command(sql, values).ExecuteNonQuery();

    private SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = _commands.Get(sql, _transaction);

        for (var i = 0; i < values.Length; i++)
        {
            SqliteCommands.Set(command, _names[i], values[i]);
        }

        return command;
    }
}
