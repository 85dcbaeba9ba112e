using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>The database in SQLite: file modes, durability and schema version.</summary>
internal sealed class SqliteDatabase : ServiceDatabase
{
    private const int NotADatabase = 26;

    // In a file, reading has a connection of its own: a login does not wait for the disk while another change is written.
    private readonly SqliteConnection _writer;
    private readonly SqliteConnection _reader;

    // A SqliteConnection is for one thread at a time.
    private readonly Lock _writerGate = new();
    private readonly Lock _readerGate;
    private readonly SqliteCommands _writerCommands;
    private readonly SqliteCommands _readerCommands;

    private SqliteDatabase(SqliteConnection writer, SqliteConnection? reader)
    {
        _writer = writer;
        _reader = reader ?? writer;
        _readerGate = reader is null ? _writerGate : new Lock();
        _writerCommands = new SqliteCommands(writer);
        _readerCommands = reader is null ? _writerCommands : new SqliteCommands(reader);
    }

    /// <exception cref="ServiceStartException">The file cannot be opened, is something else, or is newer.</exception>
    public static SqliteDatabase Open(string? path)
    {
        SqliteConnection? writer = null;
        SqliteConnection? reader = null;

        try
        {
            if (path is not null)
            {
                // A full path is never taken for a URI or for :memory:.
                path = Path.GetFullPath(path);
                SqliteFile.MakePrivate(path);
            }

            writer = SqliteFile.Connect(path ?? ":memory:");
            Prepare(writer, path ?? "the database in memory");
            reader = path is null ? null : SqliteFile.Connect(path);
            return new SqliteDatabase(writer, reader);
        }
        catch (Exception exception)
        {
            writer?.Dispose();
            reader?.Dispose();

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

    public override List<T> Read<T>(
        string sql,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_readerGate)
        {
            return Run(_readerCommands, sql, map, parameters);
        }
    }

    public override List<T> Write<T>(
        string sql,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        lock (_writerGate)
        {
            return Run(_writerCommands, sql, map, parameters);
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_readerGate)
        {
            _readerCommands.Dispose();
            _reader.Dispose();
        }

        lock (_writerGate)
        {
            _writerCommands.Dispose();
            _writer.Dispose();
        }
    }

    private static List<T> Run<T>(
        SqliteCommands commands,
        string sql,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = commands.Get(sql);

        foreach (var (name, value) in parameters)
        {
            SqliteCommands.Set(command, name, value);
        }

        return ReadRows(command, map);
    }

    private static void Prepare(SqliteConnection connection, string name)
    {
        var newest = SchemaStep.All.Count;
        var version = SqliteFile.Number(connection, "PRAGMA user_version;");

        if (version > newest)
        {
            throw new ServiceStartException(
                $"{name} has schema version {version}; this program knows versions up to {newest}. "
                + "Run the newer program that wrote it, or name another file.");
        }

        // FULL: a commit that returned survives losing power. secure_delete: a replaced secret does not stay on a free page.
        SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        SqliteFile.Execute(connection, "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;");

        if (version == newest)
        {
            return;
        }

        using var transaction = connection.BeginTransaction(deferred: false);

        // Asked again under the write lock: another process may have made the schema meanwhile.
        version = SqliteFile.Number(connection, "PRAGMA user_version;");

        if (version == 0 && SqliteFile.Number(connection, "SELECT count(*) FROM sqlite_master;") != 0)
        {
            throw new ServiceStartException($"{name} is a database of something else. Name another file.");
        }

        foreach (var step in SchemaStep.All.Skip((int)version))
        {
            SqliteFile.Execute(connection, step.Sqlite);
        }

        SqliteFile.Execute(connection, string.Create(null, $"PRAGMA user_version = {Math.Max(version, newest)};"));
        transaction.Commit();
    }
}
