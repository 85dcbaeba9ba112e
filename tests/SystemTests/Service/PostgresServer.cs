using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>A real PostgreSQL server in a folder of its own, on a free loopback port, with a password.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Password = "pg-secret-0123";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("nanomqtt-postgres-").FullName;
    private readonly string _initdb;
    private readonly string _control;
    private readonly string[] _runAs;
    private int _databases;

    private PostgresServer()
    {
        _initdb = Find("initdb");
        _control = Find("pg_ctl");

        // The server refuses to run as root.
        _runAs = Environment.UserName == "root"
            ? [InstalledProgram.Require("runuser", "Debian: apt-get install util-linux"), "-u", "nobody", "--"]
            : [];
    }

    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Starts one, or ends the test as skipped where PostgreSQL is not installed; on a build server that is a failure.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();

        try
        {
            await server.InitAsync();
            await server.BeginAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";

        // An order of its own for text: what is listed by bytes must not follow it.
        await ExecuteAsync("postgres", $"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        return ConnectionString(name);
    }

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
#pragma warning disable CA2100 // The texts are the tests' own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Kills the server, as a crash would.</summary>
    public Task KillAsync() => RunAsync(_control, "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>Starts it on the same port.</summary>
    public async Task BeginAsync()
    {
        Port = Port == 0 ? FreePort.Take() : Port;
        var options = string.Create(
            CultureInfo.InvariantCulture, $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder}");
        await RunAsync(_control, "-D", Data, "-l", Path.Combine(_folder, "log"), "-o", options, "-w", "start");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();

        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    // Debian keeps the server's programs out of the PATH.
    private static string Find(string program)
    {
        const string Versions = "/usr/lib/postgresql";
        var folders = Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [];
        string[] candidates = [program, .. folders.Select(folder => Path.Combine(folder, "bin", program))];
        return InstalledProgram.RequireWith(candidates, ["--version"], "PostgreSQL", "Debian: apt-get install postgresql");
    }

    private string ConnectionString(string database)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={Port};Username=owner;Password={Password};Database={database};Pooling=false");
    }

    private async Task InitAsync()
    {
        var passwordFile = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);

        if (_runAs.Length > 0)
        {
            await RunAsRootAsync("chown", "-R", "nobody", _folder);
        }

        await RunAsync(
            _initdb, "-D", Data, "-U", "owner", "-A", "scram-sha-256", "--pwfile", passwordFile, "-N", "-E", "UTF8", "--locale=C.UTF-8");
    }

    private Task RunAsync(string program, params string[] arguments) => RunAsRootAsync([.. _runAs, program, .. arguments]);

    private static async Task RunAsRootAsync(params string[] command)
    {
        // The server keeps what it inherits open: its output is not waited for.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" >/dev/null 2>&1 </dev/null", "sh", .. command])
        {
            WorkingDirectory = "/",
        })!;
        using var limit = new CancellationTokenSource(_limit);
        await process.WaitForExitAsync(limit.Token);
        Assert.AreEqual(0, process.ExitCode, command.First(word => word.StartsWith('/') && !word.EndsWith("runuser", StringComparison.Ordinal)));
    }
}
