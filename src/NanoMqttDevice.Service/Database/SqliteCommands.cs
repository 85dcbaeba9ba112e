using Microsoft.Data.Sqlite;

namespace NanoMqttDevice.Service;

/// <summary>
/// The commands of one connection, each prepared once: parsing a statement costs more than running it. As the connection, for one
/// thread at a time.
/// </summary>
internal sealed class SqliteCommands(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The command of a statement. The texts are the program's own: there are few.</summary>
    public SqliteCommand Get(string sql, SqliteTransaction? transaction = null)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // No text of a client's is among them.
            command.CommandText = sql;
#pragma warning restore CA2100
            _commands.Add(sql, command);
        }

        command.Transaction = transaction;
        return command;
    }

    /// <summary>Gives a parameter its value for the next run.</summary>
    public static void Set(SqliteCommand command, string name, object value)
    {
        var index = command.Parameters.IndexOf(name);

        if (index < 0)
        {
            command.Parameters.AddWithValue(name, value);
        }
        else
        {
            command.Parameters[index].Value = value;
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }
}
