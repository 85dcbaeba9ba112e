using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>The tables of the session database and their version.</summary>
internal static class SessionSchema
{
    private const int Version = 1;

    // "NMQS": tells this database from the one of the credentials.
    private const int ApplicationId = 0x4E4D5153;

    private static readonly string _tables = string.Create(
        null,
        $"""
        CREATE TABLE Session (
            Id INTEGER NOT NULL PRIMARY KEY,
            InstanceId TEXT NOT NULL,
            ClientId TEXT NOT NULL,
            UNIQUE (InstanceId, ClientId)
        ) STRICT;
        CREATE TABLE Subscription (
            SessionId INTEGER NOT NULL,
            Filter TEXT NOT NULL,
            QoS INTEGER NOT NULL,
            PRIMARY KEY (SessionId, Filter)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE Message (
            Id INTEGER NOT NULL PRIMARY KEY,
            Topic TEXT NOT NULL,
            Payload BLOB NOT NULL,
            CreateTime INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE Delivery (
            SessionId INTEGER NOT NULL,
            MessageId INTEGER NOT NULL,
            PRIMARY KEY (SessionId, MessageId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX DeliveryMessage ON Delivery (MessageId);
        PRAGMA application_id = {ApplicationId};
        PRAGMA user_version = {Version};
        """);

    /// <exception cref="ServiceStartException">It is something else, or newer.</exception>
    public static void Prepare(SqliteConnection connection, string name)
    {
        // FULL: a commit that returned survives losing power.
        var isEmpty = SqliteFile.Number(connection, "SELECT count(*) FROM sqlite_master;") == 0;

        if (!isEmpty && SqliteFile.Number(connection, "PRAGMA application_id;") != ApplicationId)
        {
            throw new ServiceStartException($"{name} is a database of something else. Name another file.");
        }

        var version = SqliteFile.Number(connection, "PRAGMA user_version;");

        if (version > Version)
        {
            throw new ServiceStartException(
                $"{name} has schema version {version}; this program knows versions up to {Version}. "
                + "Run the newer program that wrote it, or name another file.");
        }

        SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;");

        // One service at a time: two would give the same ids to different messages.
        SqliteFile.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE;");

        using var transaction = connection.BeginTransaction(deferred: false);

        if (isEmpty)
        {
            SqliteFile.Execute(connection, _tables);
        }

        transaction.Commit();
    }
}
