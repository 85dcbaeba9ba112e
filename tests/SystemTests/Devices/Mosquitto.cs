using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

/// <summary>A real mosquitto on a free port, with a password file. It knows nothing of the service: what it lets in is what stands in that file.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nanomqtt-mosquitto-").FullName;
    private readonly Process _process;

    private Mosquitto(string program, IReadOnlyDictionary<string, string> logins)
    {
        Port = FreePort.Take();
        var passwords = Path.Combine(_folder, "passwords");
        File.WriteAllLines(passwords, logins.Select(l => $"{l.Key}:{l.Value}"));
        Run("mosquitto_passwd", ["-U", passwords]);
        var configuration = Path.Combine(_folder, "mosquitto.conf");
        File.WriteAllLines(
            configuration,
            [
                string.Create(CultureInfo.InvariantCulture, $"listener {Port} 127.0.0.1"),
                "allow_anonymous false",
                $"password_file {passwords}",
                $"user {Environment.UserName}",
            ]);
        _process = Process.Start(new ProcessStartInfo(program, ["-c", configuration])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <summary>Starts one, or ends the test as skipped where mosquitto is not installed; on a build server that is a failure.</summary>
    /// <param name="logins">User names and passwords.</param>
    /// <returns>It listens.</returns>
    public static async Task<Mosquitto> StartAsync(IReadOnlyDictionary<string, string> logins)
    {
        var program = InstalledProgram.Require("mosquitto", "Debian: apt-get install mosquitto");
        var mosquitto = new Mosquitto(program, logins);
        await Eventually.HoldsAsync(mosquitto.IsListening, "mosquitto listens");
        return mosquitto;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        Assert.IsTrue(process.WaitForExit(10000), program);
        Assert.AreEqual(0, process.ExitCode, program);
    }

    private bool IsListening()
    {
        Assert.IsFalse(_process.HasExited, "mosquitto has ended");
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
