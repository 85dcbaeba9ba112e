using System.Diagnostics;
using System.Text.Json;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Serial;

/// <summary><c>nanomqtt device</c> in a process of its own, ended with the test if it has not ended before.</summary>
internal sealed class RunningDevice : IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private RunningDevice(Process process, JsonElement serial)
    {
        _process = process;
        Serial = serial;
    }

    /// <summary>What it said about its serial port.</summary>
    public JsonElement Serial { get; private set; }

    public string PortName => Serial.GetProperty("port").GetString()!;

    /// <summary>Starts one and waits until it has a serial port.</summary>
    /// <param name="flash">Its flash.</param>
    /// <param name="arguments">Further options.</param>
    /// <returns>It runs.</returns>
    public static async Task<RunningDevice> StartAsync(string flash, params string[] arguments)
    {
        var process = ToolRun.Start(["device", "--flash", flash, "--json", .. arguments]);
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new RunningDevice(process, await ReadAsync(process, "serial"));
    }

    /// <summary>Reads what it says up to the next thing of a kind.</summary>
    /// <param name="action">The kind.</param>
    /// <returns>The thing.</returns>
    public Task<JsonElement> ReadAsync(string action) => ReadAsync(_process, action);

    /// <summary>Ends it as Ctrl-C does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(_limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(Process process, string action)
    {
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(_limit) is { } line)
        {
            var said = JsonDocument.Parse(line).RootElement;
            if (said.GetProperty("action").GetString() == action)
            {
                return said;
            }
        }

        throw new AssertFailedException($"The device has ended and said nothing of '{action}'.");
    }
}
