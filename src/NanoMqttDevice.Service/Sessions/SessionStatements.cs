using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>The statements of the session store, each prepared once. For the store's own thread.</summary>
internal sealed class SessionStatements(SqliteConnection connection) : IDisposable
{
    private static readonly string[] _names = ["@1", "@2", "@3", "@4", "@5"];

    private readonly SqliteCommands _commands = new(connection);
    private SqliteTransaction? _transaction;

    public void Use(SqliteTransaction transaction) => _transaction = transaction;

    public List<StoredSession> LoadSessions()
    {
        var sessions = new Dictionary<long, StoredSession>();

        using (var reader = Command(
            """
            SELECT Id, InstanceId, ClientId, (SELECT coalesce(max(MessageId), 0) FROM Delivery WHERE SessionId = Session.Id)
            FROM Session;
            """).ExecuteReader())
        {
            while (reader.Read())
            {
                var key = new ClientKey(reader.GetString(1), reader.GetString(2));
                sessions.Add(reader.GetInt64(0), new StoredSession(reader.GetInt64(0), key, reader.GetInt64(3)));
            }
        }

        using (var reader = Command("SELECT SessionId, Filter, QoS FROM Subscription;").ExecuteReader())
        {
            while (reader.Read())
            {
                sessions[reader.GetInt64(0)].Subscriptions.Add((reader.GetString(1), reader.GetInt32(2)));
            }
        }

        return [.. sessions.Values];
    }

    public void AddSession(long id, ClientKey key)
    {
        Execute("INSERT INTO Session (Id, InstanceId, ClientId) VALUES (@1, @2, @3);", id, key.InstanceId, key.ClientId);
    }

    public void RemoveSession(long id)
    {
        Execute(
            """
            DELETE FROM Message WHERE Id IN (SELECT MessageId FROM Delivery WHERE SessionId = @1)
                AND NOT EXISTS (SELECT 1 FROM Delivery WHERE MessageId = Message.Id AND SessionId <> @1);
            """,
            id);
        Execute("DELETE FROM Delivery WHERE SessionId = @1;", id);
        Execute("DELETE FROM Subscription WHERE SessionId = @1;", id);
        Execute("DELETE FROM Session WHERE Id = @1;", id);
    }

    public void AddSubscription(long sessionId, string filter, int qos)
    {
        Execute("INSERT OR REPLACE INTO Subscription (SessionId, Filter, QoS) VALUES (@1, @2, @3);", sessionId, filter, qos);
    }

    public void RemoveSubscription(long sessionId, string filter)
    {
        Execute("DELETE FROM Subscription WHERE SessionId = @1 AND Filter = @2;", sessionId, filter);
    }

    public void AddMessage(OutgoingMessage message, long createTime, long[] sessionIds)
    {
        Execute(
            "INSERT INTO Message (Id, Topic, Payload, CreateTime) VALUES (@1, @2, @3, @4);",
            message.StoreId,
            message.Topic,
            message.Payload.ToArray(),
            createTime);

        // A session may have been given up since it was looked up.
        foreach (var session in sessionIds)
        {
            Execute("INSERT INTO Delivery (SessionId, MessageId) SELECT Id, @2 FROM Session WHERE Id = @1;", session, message.StoreId);
        }
    }

    public void RemoveDelivery(long sessionId, long messageId)
    {
        Execute("DELETE FROM Delivery WHERE SessionId = @1 AND MessageId = @2;", sessionId, messageId);
        Execute("DELETE FROM Message WHERE Id = @1 AND NOT EXISTS (SELECT 1 FROM Delivery WHERE MessageId = @1);", messageId);
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

    public void ForgetBefore(long createTime)
    {
        Execute("DELETE FROM Delivery WHERE MessageId IN (SELECT Id FROM Message WHERE CreateTime <= @1);", createTime);
        Execute("DELETE FROM Message WHERE CreateTime <= @1;", createTime);
    }

    public void Dispose() => _commands.Dispose();

    private void Execute(string sql, params ReadOnlySpan<object> values) => Command(sql, values).ExecuteNonQuery();

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
