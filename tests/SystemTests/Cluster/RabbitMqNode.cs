using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>One node of RabbitMQ in folders and on ports of its own.</summary>
internal sealed class RabbitMqNode(string program, string folder, int number, int epmdPort, int distributionPort) : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(folder, $"r{number}");
    private Process? _process;

    public string Name => $"r{number}@localhost";

    public int MqttPort { get; init; }

    /// <summary>Where <c>rabbitmq.conf</c> and <c>enabled_plugins</c> are.</summary>
    public string ConfigurationFolder => Path.Combine(_folder, "configuration");

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The surroundings of the node's programs: nothing of the machine's own RabbitMQ is touched.</summary>
    public IReadOnlyList<(string Name, string Value)> Environment =>
    [
        ("HOME", folder),
        ("RABBITMQ_NODENAME", Name),
        ("RABBITMQ_CONF_ENV_FILE", Path.Combine(_folder, "none")),
        ("RABBITMQ_CONFIG_FILE", Path.Combine(ConfigurationFolder, "rabbitmq.conf")),
        ("RABBITMQ_ADVANCED_CONFIG_FILE", Path.Combine(_folder, "none.config")),
        ("RABBITMQ_GENERATED_CONFIG_DIR", Path.Combine(_folder, "generated")),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(ConfigurationFolder, "enabled_plugins")),
        ("RABBITMQ_MNESIA_BASE", Path.Combine(_folder, "mnesia")),
        ("RABBITMQ_LOG_BASE", Path.Combine(_folder, "log")),
        ("RABBITMQ_PID_FILE", Path.Combine(_folder, "pid")),
        ("RABBITMQ_DIST_PORT", Text(distributionPort)),
        ("ERL_EPMD_PORT", Text(epmdPort)),
        ("ERL_EPMD_ADDRESS", "127.0.0.1"),
        ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"),
    ];

    public void Start()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "log"));
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it serves MQTT: the last thing that it begins to do.</summary>
    public bool IsListening()
    {
        Assert.IsTrue(IsRunning, $"{Name} has ended; its logs: {LogTail()}");

        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, MqttPort);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The end of its log.</summary>
    public string LogTail()
    {
        var log = Path.Combine(_folder, "log", $"{Name}.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(30)) : "none";
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (IsRunning)
        {
            _process!.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
