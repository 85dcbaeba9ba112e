using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>
/// Three nodes of RabbitMQ behind HAProxy, PostgreSQL and two processes of <c>nanomqtt auth</c>, configured by
/// <c>nanomqtt broker-config rabbitmq</c>; all on loopback, in folders and on ports of their own, and ended with it.
/// </summary>
internal sealed class BrokerCluster : IAsyncDisposable
{
    private const int Nodes = 3;
    private const int AuthProcesses = 2;
    private const string HowToInstall = "Debian: apt-get install rabbitmq-server haproxy, and stop the services that this starts";
    private const string Secret = "cluster-secret-0123";
    private const string ServerHome = "/usr/lib/rabbitmq/bin";

    private readonly TestFolder _folder = new();
    private readonly List<RabbitMqNode> _nodes = [];
    private readonly List<Process?> _auths = [];
    private readonly List<int> _authPorts = [];
    private readonly string _server;
    private readonly string _haproxyProgram;
    private readonly int _epmdPort = FreePort.Take();
    private Process? _epmd;
    private Process? _haproxy;
    private PostgresServer? _postgres;

    private BrokerCluster()
    {
        // Debian's own wrapper runs it as another user in that user's folders.
        _server = InstalledProgram.Require(Path.Combine(ServerHome, "rabbitmq-server"), HowToInstall);
        _haproxyProgram = InstalledProgram.Require("haproxy", HowToInstall);
    }

    public IReadOnlyList<RabbitMqNode> RabbitMq => _nodes;

    /// <summary>HAProxy's port for MQTT.</summary>
    public int Port { get; private set; }

    /// <summary>The file of instances and grants that both processes of <c>nanomqtt auth</c> watch.</summary>
    public string InstancesFile => _folder.PathOf("instances.json");

    public static async Task<BrokerCluster> StartAsync()
    {
        var cluster = new BrokerCluster();

        try
        {
            await cluster.BeginAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server API at one of the processes of <c>nanomqtt auth</c>.</summary>
    public ApiClient OpenApi(int auth = 0) => new(_authPorts[auth], TimeProvider.System);

    public async Task KillAuthAsync(int auth)
    {
        var process = _auths[auth]!;
        _auths[auth] = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async Task StartAuthAsync(int auth)
    {
        var process = ToolRun.Start(
            "auth", "--http-port", Text(_authPorts[auth]), "--postgres", _folder.PathOf("postgres"), "--accounts", _folder.PathOf("accounts.json"),
            "--authenticate-secret", _folder.PathOf("secret"), "--instances-file", InstancesFile);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _auths[auth] = process;
        await Patiently.HoldsAsync(() => IsListening(_authPorts[auth]), $"nanomqtt auth {auth} listens");
    }

    /// <summary>Starts a node that was killed.</summary>
    public async Task RestartNodeAsync(int node)
    {
        _nodes[node].Start();
        await Patiently.HoldsAsync(_nodes[node].IsListening, $"{_nodes[node].Name} listens again");
    }

    /// <summary>Runs <c>rabbitmqctl</c> at the first node that runs.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var node = _nodes.First(n => n.IsRunning);
        var control = Path.Combine(Path.GetDirectoryName(_server)!, "rabbitmqctl");
        var (exitCode, output) = await InstalledProgram.RunAsync(control, ["-n", node.Name, "-q", .. arguments], environment: [.. node.Environment]);
        Assert.AreEqual(0, exitCode, output);
        return output;
    }

    /// <summary>The names of the nodes that form one cluster and run.</summary>
    public async Task<string[]> RunningNodesAsync()
    {
        var status = await ControlAsync("cluster_status", "--formatter", "json");
        using var json = JsonDocument.Parse(status[status.IndexOf('{', StringComparison.Ordinal)..]);
        return [.. json.RootElement.GetProperty("running_nodes").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal)];
    }

    public void WriteInstances(string grants)
    {
        // Beside it and moved: a reader sees the old file or the new one.
        var fresh = InstancesFile + ".new";
        File.WriteAllText(fresh, $$"""
            {"instances":[{"instanceId":"{{TestService.Instance}}","groupIds":["{{TestService.Group}}"],"parentTopics":["sensors"],"grants":[{{grants}}]}]}
            """);
        File.Move(fresh, InstancesFile, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var process in _auths.Append(_haproxy).Append(_epmd).OfType<Process>())
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task BeginAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        var connection = await _postgres.CreateDatabaseAsync();
        _folder.WritePrivate("postgres", connection.Replace("Pooling=false", "Maximum Pool Size=40", StringComparison.Ordinal));
        _folder.WritePrivate("accounts.json", $$"""[{"accessKeyId":"{{ApiClient.AccessKeyId}}","accessKeySecret":"{{TestService.AccountSecret}}"}]""");
        _folder.WritePrivate("secret", Secret);
        _folder.WritePrivate(".erlang.cookie", Guid.NewGuid().ToString("N"));
        TestFolder.SetMode(_folder.PathOf(".erlang.cookie"), UnixFileMode.UserRead);
        WriteInstances(ClusterGrants.Standard);
        await StartAuthsAsync();
        await ConfigureAsync();

        var epmd = InstalledProgram.Require("epmd", HowToInstall);
        _epmd = Process.Start(epmd, ["-port", Text(_epmdPort), "-address", "127.0.0.1"]);
        await Patiently.HoldsAsync(() => IsListening(_epmdPort), "epmd listens");

        // The first one forms the cluster that the others find.
        foreach (var node in _nodes)
        {
            node.Start();
            await Patiently.HoldsAsync(node.IsListening, $"{node.Name} listens");
        }

        _haproxy = Process.Start(_haproxyProgram, ["-db", "-q", "-f", Path.Combine(_nodes[0].ConfigurationFolder, "haproxy.cfg")]);
        await Patiently.HoldsAsync(
            () =>
            {
                Assert.IsFalse(_haproxy.HasExited, "haproxy has ended");
                return IsListening(Port);
            },
            "haproxy listens");
    }

    private async Task StartAuthsAsync()
    {
        for (var i = 0; i < AuthProcesses; i++)
        {
            _authPorts.Add(FreePort.Take());
            _auths.Add(null);
            await StartAuthAsync(i);
        }
    }

    private async Task ConfigureAsync()
    {
        Port = FreePort.Take();

        for (var i = 0; i < Nodes; i++)
        {
            _nodes.Add(new RabbitMqNode(_server, Path.GetDirectoryName(InstancesFile)!, i + 1, _epmdPort, FreePort.Take()) { MqttPort = FreePort.Take() });
        }

        var balancer = $"127.0.0.1:{FreePort.Take()}";

        foreach (var node in _nodes)
        {
            var run = await ToolRun.StartAsync(
                "",
                [
                    "broker-config", "rabbitmq", "--out", node.ConfigurationFolder, "--mqtt-listen", $"127.0.0.1:{node.MqttPort}",
                    "--authenticate-secret", _folder.PathOf("secret"), "--auth-balancer", balancer, "--balancer-listen", $"127.0.0.1:{Port}",
                    "--instances-file", InstancesFile,
                    .. _authPorts.SelectMany(port => (string[])["--auth", $"http://127.0.0.1:{port}"]),
                    .. _nodes.SelectMany(other => (string[])["--node", other.Name, "--server", $"127.0.0.1:{other.MqttPort}"]),
                ]);
            Assert.AreEqual(0, run.ExitCode, run.Error);
        }
    }

    private static bool IsListening(int port)
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
