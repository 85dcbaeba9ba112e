using System.Diagnostics;
using System.Globalization;
using System.Net;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Service.Chaos;

/// <summary>The service as a user runs it: a process with few file descriptors, whose output nobody reads.</summary>
internal sealed class ChaosService(string postgresFile, string sessionFile) : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private Process? _process;

    public int Port { get; } = FreePort.Take();

    public int HttpPort { get; } = FreePort.Take();

    /// <summary>Whether it runs. It ends only by <see cref="KillAsync"/>.</summary>
    public bool IsAlive => _process is { HasExited: false };

    /// <summary>Megabytes in memory.</summary>
    public long Memory
    {
        get
        {
            using var process = Process.GetProcessById(_process!.Id);
            return process.WorkingSet64 / 1024 / 1024;
        }
    }

    public async Task StartAsync()
    {
        var tool = ToolRun.StartInfo(
            "service", "--json", "--port", Text(Port), "--http-port", Text(HttpPort), "--postgres", postgresFile, "--session-database", sessionFile,
            "--instance", TestService.Instance, "--group", TestService.Group, "--parent-topic", TestService.Parent, "--min-free-disk", "0");
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "ulimit -n 1024; exec \"$@\"", "sh", tool.FileName, .. tool.ArgumentList])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.IsNotNull(await _process.StandardOutput.ReadLineAsync().WaitAsync(_patience), "the service has ended");
    }

    /// <summary>As kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Waits until every part is up.</summary>
    public async Task ExpectReadyAsync()
    {
        var watch = Stopwatch.StartNew();

        while (await StatusAsync() != HttpStatusCode.OK)
        {
            Assert.IsTrue(IsAlive, "the process has ended");
            Assert.IsLessThan(_patience, watch.Elapsed, "it is ready again");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    public Task<string> MetricsAsync() => _http.GetStringAsync(new Uri($"http://127.0.0.1:{HttpPort}/metrics"));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();

        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private async Task<HttpStatusCode> StatusAsync()
    {
        try
        {
            using var reply = await _http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}/health/ready"));
            return reply.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return HttpStatusCode.ServiceUnavailable;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
