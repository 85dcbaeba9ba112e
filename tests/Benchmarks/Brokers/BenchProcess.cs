using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NanoMqttDevice.Benchmarks.Brokers;

/// <summary>A broker in a process of its own.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private BenchProcess(string name, Process process, int port, int tlsPort)
    {
        (Name, _process, Port, TlsPort) = (name, process, port, tlsPort);
    }

    public string Name { get; }

    public int Port { get; }

    public int TlsPort { get; }

    /// <summary>Resident bytes of the process.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    // It takes free ports and says which: one that was free a moment ago may be another program's on a busy machine.
    public static async Task<BenchProcess> StartServiceAsync(BenchFolder folder)
    {
        var listening = new TaskCompletionSource<(int Port, int TlsPort)>();
        var process = Start(
            line => Notice(line, listening),
            "dotnet",
            Tool, "service", "--json", "--port", "0", "--tls-port", "0", "--tls-certificate", folder.Certificate, "--tls-key", folder.Key,
            "--database", folder.Database, "--session-database", folder.PathOf($"sessions-{Guid.NewGuid():N}.db"), "--instance", BenchFolder.Instance, "--group", BenchFolder.Group, "--parent-topic", BenchFolder.Parent);
        var (port, tlsPort) = await listening.Task.WaitAsync(_patience);
        return new BenchProcess("service", process, port, tlsPort);
    }

    public static async Task<BenchProcess> StartMosquittoAsync(BenchFolder folder)
    {
        var (port, tlsPort) = (FreePort(), FreePort());
        var configuration = folder.PathOf("mosquitto.conf");
        File.WriteAllLines(
            configuration,
            [
                $"user {Environment.UserName}", $"listener {Text(port)} 127.0.0.1", $"listener {Text(tlsPort)} 127.0.0.1", $"certfile {folder.Certificate}",
                $"keyfile {folder.Key}", "allow_anonymous false", $"password_file {folder.Passwords}", "log_type error", "max_connections -1",
            ]);
        var program = new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto" }.FirstOrDefault(File.Exists) ?? "mosquitto";
        var process = Start(static _ => { }, program, "-c", configuration);
        var watch = Stopwatch.StartNew();

        while (!IsListening(port) || !IsListening(tlsPort))
        {
            await Task.Delay(50);
            ThrowIfEnded(process, "mosquitto", watch.Elapsed);
        }

        // Another program's listener may have the port that was free a moment ago.
        ThrowIfEnded(process, "mosquitto", watch.Elapsed);
        return new BenchProcess("mosquitto", process, port, tlsPort);
    }

    /// <summary>Runs the tool to its end.</summary>
    /// <returns>Its output.</returns>
    public static string RunTool(params string[] arguments) => RunToEnd("dotnet", [Tool, .. arguments]);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its output.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string RunToEnd(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments[0]}: exit code {process.ExitCode}: {error.Result}{output}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Tool => Path.Combine(AppContext.BaseDirectory, "nanomqtt.dll");

    private static Process Start(Action<string?> heard, string program, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, said) => heard(said.Data);
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Notice(string? line, TaskCompletionSource<(int Port, int TlsPort)> listening)
    {
        if (listening.Task.IsCompleted)
        {
            return;
        }

        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException("The service has ended."));
            return;
        }

        using var json = JsonDocument.Parse(line);

        if (json.RootElement.GetProperty("type").GetString() == "listening")
        {
            listening.TrySetResult((json.RootElement.GetProperty("port").GetInt32(), json.RootElement.GetProperty("tlsPort").GetInt32()));
        }
    }

    private static void ThrowIfEnded(Process process, string name, TimeSpan waited)
    {
        if (process.HasExited || waited > _patience)
        {
            throw new InvalidOperationException($"{name} does not listen.");
        }
    }

    private static bool IsListening(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
