using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>The tables of the session database and their version.</summary>
internal static class SessionSchema
{
    private const int Version = 2;
    private const int Incremental = 2;
    private const int DiskFull = 13;

    // "NMQS": tells this database from the one of the credentials.
    private const int ApplicationId = 0x4E4D5153;

    /// <summary>Writes the version that stands there already.</summary>
    public static readonly string SetVersion = string.Create(null, $"PRAGMA user_version = {Version};");

    private static readonly string _tables = string.Create(
        null,
        $"""
        CREATE TABLE Session (
            Id INTEGER NOT NULL PRIMARY KEY,
            InstanceId TEXT NOT NULL,
            ClientId TEXT NOT NULL,
            Mode TEXT NOT NULL,
            AccessKeyId TEXT NOT NULL
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

    // Version 1 knew no owners: its sessions have none.
    private static readonly string _fromVersion1 = string.Create(
        null,
        $"""
        CREATE TABLE OwnedSession (
            Id INTEGER NOT NULL PRIMARY KEY,
            InstanceId TEXT NOT NULL,
            ClientId TEXT NOT NULL,
            Mode TEXT NOT NULL,
            AccessKeyId TEXT NOT NULL
        ) STRICT;
        INSERT INTO OwnedSession SELECT Id, InstanceId, ClientId, '', '' FROM Session;
        DROP TABLE Session;
        ALTER TABLE OwnedSession RENAME TO Session;
        PRAGMA user_version = {Version};
        """);

    /// <exception cref="ServiceStartException">It is something else, or newer.</exception>
    public static void Prepare(SqliteConnection connection, string name)
    {
        // One service at a time: two would give the same ids to different messages. Said first, it needs no memory shared through a file.
        SqliteFile.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE;");

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

        // What was delivered leaves the file, which shrinks: to be said before there is a table, or before the file is rebuilt.
        var isRigid = SqliteFile.Number(connection, "PRAGMA auto_vacuum;") != Incremental;

        if (isRigid)
        {
            SqliteFile.Execute(connection, "PRAGMA auto_vacuum = INCREMENTAL;");
        }

        // FULL: a commit that returned survives losing power.
        SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;");
        SqliteFile.Execute(connection, "PRAGMA journal_size_limit = 67108864;");

        if (isRigid && !isEmpty)
        {
            Rebuild(connection);
        }

        using var transaction = connection.BeginTransaction(deferred: false);

        if (isEmpty)
        {
            SqliteFile.Execute(connection, _tables);
        }
        else if (version == 1)
        {
            SqliteFile.Execute(connection, _fromVersion1);
        }

        transaction.Commit();
    }

    private static void Rebuild(SqliteConnection connection)
    {
        try
        {
            SqliteFile.Execute(connection, "VACUUM;");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == DiskFull)
        {
            // Not worth refusing to start: the file keeps its size until a start with more room.
            return;
        }
    }
}
