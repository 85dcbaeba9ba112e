using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>What every SQLite database of the service needs: private files, a connection, single statements.</summary>
internal static class SqliteFile
{
    private const int BusySeconds = 5;

    /// <summary>Makes the file, and what SQLite puts beside it, readable for its owner alone.</summary>
    // Before SQLite writes anything: it gives -wal and -shm the mode of the database file.
    public static void MakePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using (PrivateFile.Open(path))
        {
        }

        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
        {
            if (File.Exists(file) && File.GetUnixFileMode(file) != PrivateFile.Mode)
            {
                File.SetUnixFileMode(file, PrivateFile.Mode);
            }
        }
    }

    /// <summary>Opens a connection; <c>:memory:</c> is a database of its own.</summary>
    public static SqliteConnection Connect(string source)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ToString());

        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
