using System.Data.Common;
using Npgsql;

namespace NanoMqttDevice.Service;

/// <summary>The database in PostgreSQL, which several services may share.</summary>
internal sealed class PostgresDatabase : ServiceDatabase
{
    // Any number that no other program on the same database uses: it keeps two services from making the schema at once.
    private const long SchemaLock = 0x4E616E6F4D717474;
    private const int AutoPrepare = 32;
    private const int CommandTimeoutSeconds = 5;

    private const int ConnectTimeoutSeconds = 5;

    // A busy server is late, and one that has just been started says so. One that is not there is told at once.
    private const int StartTries = 4;

    // Threads that may wait for the server while others serve who is online: the pool adds more only slowly.
    private const int Threads = 64;

    private static readonly TimeSpan _pauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly TimeProvider _time;
    private long _failedAt;

    private PostgresDatabase(NpgsqlDataSource source, TimeProvider time)
    {
        _source = source;
        _time = time;
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), ports);
    }

    /// <exception cref="ServiceStartException">The server does not let us in, or the schema is newer.</exception>
    public static PostgresDatabase Connect(string connectionString, TimeProvider time)
    {
        NpgsqlDataSource? source = null;

        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);

            // What the operator has not set himself.
            if (!connectionString.Contains("Prepare", StringComparison.OrdinalIgnoreCase))
            {
                settings.MaxAutoPrepare = AutoPrepare;
            }

            if (!connectionString.Contains("Command", StringComparison.OrdinalIgnoreCase))
            {
                settings.CommandTimeout = CommandTimeoutSeconds;
            }

            if (!connectionString.Contains("Timeout", StringComparison.OrdinalIgnoreCase))
            {
                settings.Timeout = ConnectTimeoutSeconds;
            }

            source = NpgsqlDataSource.Create(settings);
            PrepareWhenReady(source);
            return new PostgresDatabase(source, time);
        }
        catch (Exception exception)
        {
            source?.Dispose();

            // The parser's own message quotes the text, and with it perhaps the password.
            throw exception switch
            {
                ArgumentException => new ServiceStartException("The PostgreSQL connection string is malformed; it looks like "
                    + "Host=db.example.com;Username=mqtt;Database=mqtt;Password=…"),
                DbException => new ServiceStartException($"Cannot open the PostgreSQL database: {exception.Message}", exception),
                _ => exception,
            };
        }
    }

    public override List<T> Read<T>(
        string sql,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        try
        {
            return Ask(sql, map, parameters);
        }
        catch (NpgsqlException exception) when (exception.IsTransient && !IsDown)
        {
            // A server that was started again has cut the connections that are kept open: a new one may do.
            _source.Clear();
            return AskOrNote(sql, map, parameters);
        }
    }

    // Not asked twice: a change whose answer was lost may have been made.
    public override List<T> Write<T>(
        string sql,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters) => AskOrNote(sql, map, parameters);

    protected override void Dispose(bool disposing) => _source.Dispose();

    // A server that did not answer a moment ago is not asked by each of a thousand clients that log in.
    private bool IsDown
    {
        get
        {
            var failedAt = Interlocked.Read(ref _failedAt);
            return failedAt != 0 && _time.GetElapsedTime(failedAt) < _pauseAfterFault;
        }
    }

    private List<T> AskOrNote<T>(
        string sql,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        try
        {
            return Ask(sql, map, parameters);
        }
        catch (NpgsqlException exception) when (exception.IsTransient && !IsDown)
        {
            _source.Clear();
            Interlocked.Exchange(ref _failedAt, _time.GetTimestamp());
            throw;
        }
    }

    private List<T> Ask<T>(
        string sql,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (IsDown)
        {
            throw new NpgsqlException("The server did not answer a moment ago.");
        }

        using var command = _source.CreateCommand(sql);
        return Run(command, map, parameters);
    }

    private static void PrepareWhenReady(NpgsqlDataSource source)
    {
        for (var left = StartTries; ; left--)
        {
            try
            {
                Prepare(source);
                return;
            }
            catch (NpgsqlException exception) when (left > 1 && IsLate(exception))
            {
                source.Clear();
                Thread.Sleep(_pauseAfterFault);
            }
        }
    }

    private static bool IsLate(NpgsqlException exception)
    {
        return exception.InnerException is TimeoutException || exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow };
    }

    private static void Prepare(NpgsqlDataSource source)
    {
        var newest = SchemaStep.All.Count;
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Execute(connection, string.Create(null, $"SELECT pg_advisory_xact_lock({SchemaLock});"));
        Execute(connection, "CREATE TABLE IF NOT EXISTS SchemaVersion (Version bigint NOT NULL);");
        var version = Version(connection);

        if (version > newest)
        {
            throw new ServiceStartException(
                $"The PostgreSQL database has schema version {version}; this program knows versions up to {newest}. "
                + "Run the newer program that wrote it, or name another database.");
        }

        foreach (var step in SchemaStep.All.Skip((int)version))
        {
            Execute(connection, step.Postgres);
        }

        if (version < newest)
        {
            Execute(connection, string.Create(null, $"DELETE FROM SchemaVersion; INSERT INTO SchemaVersion VALUES ({newest});"));
        }

        transaction.Commit();
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static long Version(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT coalesce(max(Version), 0) FROM SchemaVersion;", connection);
        return (long)command.ExecuteScalar()!;
    }
}
