using System.Diagnostics;
using System.Text.Json;

namespace NanoMqttDevice.SystemTests.Serial;

/// <summary>
/// ESPHome's client of Improv, npm's <c>improv-wifi-serial-sdk</c>, unmodified, in a process of Node.js. What a browser gives it, a SerialPort of Web
/// Serial, is made of a terminal by the files in <c>improv/</c>.
/// </summary>
internal sealed class ImprovClient : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static readonly SemaphoreSlim _installing = new(1);
    private static string? _folder;

    private readonly Process _process;

    private ImprovClient(Process process)
    {
        _process = process;
    }

    /// <summary>Starts one, or ends the test as skipped where Node.js, npm or the SDK are not to be had; on a build server that is a failure.</summary>
    /// <param name="portName">The serial port.</param>
    /// <returns>It has the port open.</returns>
    public static async Task<ImprovClient> StartAsync(string portName)
    {
        var folder = await InstallAsync();
        var start = new ProcessStartInfo("node", ["client.mjs", portName])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new ImprovClient(Process.Start(start)!);
    }

    /// <summary>Calls a method of the SDK.</summary>
    /// <param name="method">Its name, and its arguments.</param>
    /// <returns>Its <c>result</c> or <c>failure</c>, and the SDK's <c>state</c>.</returns>
    public async Task<JsonElement> CallAsync(params string[] method)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(method));
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(_limit);
        Assert.IsNotNull(line, "the client has ended");
        return JsonDocument.Parse(line).RootElement;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    // Once for all tests, beside their program, from the lock file: always the same versions.
    private static async Task<string> InstallAsync()
    {
        await _installing.WaitAsync();
        try
        {
            if (_folder is null)
            {
                var folder = Path.Combine(AppContext.BaseDirectory, "improv");
                var output = await RunAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
                Need(output is null, $"the Improv client cannot be installed ({output})");
                _folder = folder;
            }

            return _folder;
        }
        finally
        {
            _installing.Release();
        }
    }

    // What it said when it failed, or null.
    private static async Task<string?> RunAsync(string program, string[] arguments, string folder)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;

            // What it prints beside is nobody's here, and must not fill the pipe.
            var output = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync().WaitAsync(_limit);
            await output.WaitAsync(_limit);
            await process.WaitForExitAsync().WaitAsync(_limit);
            return process.ExitCode == 0 ? null : error;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return $"{program} is not installed; Debian: apt-get install nodejs npm";
        }
    }

    private static void Need(bool isThere, string message)
    {
        if (isThere)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(message);
        }

        Assert.Inconclusive(message);
    }
}
