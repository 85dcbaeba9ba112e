using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>Opens the SQLite database of the credentials: file modes, durability and schema version.</summary>
internal static class CredentialDatabase
{
    private const int SchemaVersion = 1;
    private const int NotADatabase = 26;

    private const string Schema =
        """
        CREATE TABLE DeviceCredential (
            InstanceId TEXT NOT NULL,
            ClientId TEXT NOT NULL,
            DeviceAccessKeyId TEXT NOT NULL UNIQUE,
            DeviceAccessKeySecret TEXT NOT NULL,
            CreateTime INTEGER NOT NULL,
            UpdateTime INTEGER NOT NULL,
            PRIMARY KEY (InstanceId, ClientId)
        ) STRICT, WITHOUT ROWID;
        PRAGMA user_version = 1;
        """;

    /// <exception cref="ServiceStartException">The file cannot be opened, is something else, or is newer.</exception>
    public static SqliteConnection Open(string? path)
    {
        SqliteConnection? connection = null;

        try
        {
            if (path is not null)
            {
                // A full path is never taken for a URI or for :memory:.
                path = Path.GetFullPath(path);
                MakePrivate(path);
            }

            connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path ?? ":memory:",
                Pooling = false,
                DefaultTimeout = 5,
            }.ToString());

            connection.Open();
            Prepare(connection, path ?? "the database in memory");
            return connection;
        }
        catch (Exception exception)
        {
            connection?.Dispose();

            throw exception switch
            {
                SqliteException { SqliteErrorCode: NotADatabase } =>
                    new ServiceStartException($"{path} is not a credential database. Name another file.", exception),
                SqliteException or IOException or UnauthorizedAccessException =>
                    new ServiceStartException($"Cannot open the credential database {path}: {exception.Message}", exception),
                _ => exception,
            };
        }
    }

    // Before SQLite writes anything: it gives -wal and -shm the mode of the database file.
    private static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using (new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerOnly,
        }))
        {
        }

        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
        {
            if (File.Exists(file) && File.GetUnixFileMode(file) != OwnerOnly)
            {
                File.SetUnixFileMode(file, OwnerOnly);
            }
        }
    }

    private static void Prepare(SqliteConnection connection, string name)
    {
        var version = Number(connection, "PRAGMA user_version;");

        if (version > SchemaVersion)
        {
            throw new ServiceStartException(
                $"{name} has schema version {version}; this program knows versions up to {SchemaVersion}. "
                + "Run the newer program that wrote it, or name another file.");
        }

        // FULL: a commit that returned survives losing power. secure_delete: a replaced secret does not stay on a free page.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        Execute(connection, "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;");

        if (version == SchemaVersion)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);

        // Asked again under the write lock: another process may have made the schema meanwhile.
        if (Number(connection, "PRAGMA user_version;") == 0)
        {
            if (Number(connection, "SELECT count(*) FROM sqlite_master;") != 0)
            {
                throw new ServiceStartException($"{name} is a database of something else. Name another file.");
            }

            Execute(connection, Schema);
        }

        transaction.Commit();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
