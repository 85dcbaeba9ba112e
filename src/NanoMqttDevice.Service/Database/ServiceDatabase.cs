using System.Data.Common;

namespace NanoMqttDevice.Service;

/// <summary>
/// Where the service keeps what must survive: SQLite (a file, or memory) or PostgreSQL. The statements are written once, in the
/// part of SQL that both speak; parameters are <c>@name</c>. Safe to use from several threads.
/// </summary>
internal abstract class ServiceDatabase : IDisposable
{
    /// <summary>Opens the database that the options name and brings its schema up to date.</summary>
    /// <exception cref="ServiceStartException">It cannot be opened, is something else, or is newer.</exception>
    public static ServiceDatabase Open(ServiceOptions options, TimeProvider time)
    {
        return options.PostgresConnectionString is { } connection
            ? PostgresDatabase.Connect(connection, time)
            : SqliteDatabase.Open(options.DatabasePath);
    }

    /// <summary>Runs a statement that changes nothing.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public abstract List<T> Read<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object Value)> parameters);

    /// <summary>Runs a statement that changes something: all of it is on the disk when this returns, or nothing.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public abstract List<T> Write<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object Value)> parameters);

    /// <summary>Runs a statement that changes something and returns no rows.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        Write(sql, static _ => 0, parameters);
    }

    /// <summary>Writes something that changes nothing.</summary>
    /// <exception cref="DbException">The database does not take it.</exception>
    public void Probe() => Execute("UPDATE TokenKey SET Secret = Secret WHERE Id = 1;");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    protected static List<T> Run<T>(
        DbCommand command,
        Func<DbDataReader, T> map,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return ReadRows(command, map);
    }

    protected static List<T> ReadRows<T>(DbCommand command, Func<DbDataReader, T> map)
    {
        var rows = new List<T>();
        using var reader = command.ExecuteReader();

        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }
}
