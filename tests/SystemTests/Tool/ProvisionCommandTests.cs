using System.Diagnostics;
using System.Text.Json;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Service;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class ProvisionCommandTests
{
    [TestMethod]
    public async Task A_device_on_a_serial_port_is_provisioned_as_a_user_does_it_and_a_second_run_writes_nothing()
    {
        using var terminal = SerialPortOrSkip();
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(serial: new PacedLine(terminal, 115200, new SystemClock()));
        device.Device.Start();
        using var folder = new TestFolder();
        var settings = folder.WritePrivate("settings.json", SettingsOf(service.Register("0001"), service.Service.Port));
        var run = await ToolRun.StartAsync("", "provision", "--port", terminal.PortName, "--settings", settings, "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var summary = JsonDocument.Parse(run.Output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.AreEqual("ok", summary.GetProperty("settings").GetString());
        Assert.AreEqual("020000000001", summary.GetProperty("mac").GetString());
        Assert.IsTrue(summary.GetProperty("online").GetBoolean());
        Assert.IsTrue(service.Service.IsOnline("GID_Test@@@0001"));
        Assert.DoesNotContain("DC.", run.Output + run.Error);

        run = await ToolRun.StartAsync("", "provision", "--port", terminal.PortName, "--settings", settings);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("2/3 settings ok it has these settings already, nothing was written", run.Output);
        Assert.Contains("3/3 online   ok GID_Test@@@0001 is online", run.Output);
        Assert.AreEqual(1u, device.Device.Mind!.Settings.Sequence);
    }

    [TestMethod]
    public async Task Settings_from_options_and_secrets_from_standard_input_bring_a_device_onto_its_network_and_online()
    {
        using var terminal = SerialPortOrSkip();
        await using var service = await TestService.StartAsync();
        var wifi = new SimulatedWifi("Plant 7", "correct horse");
        wifi.Forget();
        await using var device = new TestDevice(serial: terminal, wifi: wifi);
        device.Device.Start();
        var credential = service.Register("0001");
        string[] options =
        [
            "--mode", "DeviceCredential", "--endpoint", "127.0.0.1", "--mqtt-port", $"{service.Service.Port}", "--tls", "off", "--instance", credential.InstanceId,
            "--client-id", credential.ClientId, "--access-key-id", credential.DeviceAccessKeyId, "--parent-topic", TestService.Parent,
            "--wifi-ssid", "Plant 7",
        ];
        var input = $"correct horse\n{credential.DeviceAccessKeySecret}\n";
        var run = await ToolRun.StartAsync(input, ["provision", "--port", terminal.PortName, .. options]);
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("2/4 wifi     ok joined", run.Output);
        Assert.Contains("4/4 online   ok GID_Test@@@0001 is online", run.Output);
        Assert.DoesNotContain("horse", run.Output + run.Error);
    }

    [TestMethod]
    public async Task A_port_that_another_program_has_is_told_with_that_program()
    {
        using var terminal = SerialPortOrSkip();
        var start = new ProcessStartInfo("bash", ["-c", $"exec 3<>{terminal.PortName}; echo open; exec sleep 60"]) { RedirectStandardOutput = true };
        using var other = Process.Start(start)!;
        try
        {
            Assert.AreEqual("open", await other.StandardOutput.ReadLineAsync());
            var run = await ToolRun.StartAsync("", "provision", "--port", terminal.PortName, "--no-wait");
            run.AssertRefused(3, $"{terminal.PortName} is in use by ");
            Assert.Contains($"(process {other.Id}); end it, then run this again", run.Error);
        }
        finally
        {
            other.Kill();
        }
    }

    [TestMethod]
    public async Task A_device_that_is_unplugged_in_the_middle_is_told_with_the_step()
    {
        using var terminal = SerialPortOrSkip();
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(serial: terminal);
        using var folder = new TestFolder();

        // Without its mind it takes what is said and does not answer.
        var settings = folder.WritePrivate("settings.json", SettingsOf(service.Register("0001"), service.Service.Port));
        var running = ToolRun.StartAsync("", "provision", "--port", terminal.PortName, "--settings", settings);
        var buffer = new byte[64];
        await Eventually.HoldsAsync(() => terminal.Read(buffer) > 0, "the tool speaks");
        terminal.Dispose();
        var run = await running;
        Assert.AreEqual(9, run.ExitCode, run.Error);
        Assert.Contains("provision failed at step 1 (device): ", run.Error);
        Assert.Contains("has vanished: was the device unplugged?", run.Error);
    }

    [TestMethod]
    [DataRow("--wait and --no-wait: give one of them", new[] { "--wait", "5", "--no-wait" })]
    [DataRow("--wait: must be a whole number from 1 to 3600", new[] { "--wait", "0" })]
    [DataRow("--client-id: has no separator @@@", new[] { "--client-id", "0001" })]
    [DataRow("--mqtt-port: must be a whole number from 1 to 65535", new[] { "--mqtt-port", "x" })]
    [DataRow("Unrecognized command or argument '--secret'", new[] { "--secret", "TopSecret" })]
    [DataRow("--secret-file: Could not find", new[] { "--secret-file", "/nowhere/secret" })]
    [DataRow("--wifi-password-file: give --wifi-ssid too", new[] { "--wifi-password-file", "x" })]
    [DataRow("--wifi-ssid: has 1 to 32 bytes", new[] { "--wifi-ssid", "" })]
    [DataRow("--port: /dev/nowhere is not there", new[] { "--port", "/dev/nowhere" })]
    public async Task A_wrong_command_line_is_refused_with_one_line(string says, string[] options)
    {
        (await ToolRun.StartAsync("", ["provision", .. options])).AssertRefused(2, says);
    }

    [TestMethod]
    public async Task A_file_that_is_no_serial_port_is_refused()
    {
        using var folder = new TestFolder();
        (await ToolRun.StartAsync("", "provision", "--port", folder.Write("port", ""))).AssertRefused(3, "it is no serial port");
    }

    private static PseudoTerminal SerialPortOrSkip() =>
        PseudoTerminal.IsSupported ? new PseudoTerminal() : throw new AssertInconclusiveException("a simulated serial port needs Linux");

    private static string SettingsOf(DeviceCredential credential, int port) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["mode"] = "DeviceCredential",
        ["endpoint"] = "127.0.0.1",
        ["tls"] = "off",
        ["port"] = port,
        ["instance"] = credential.InstanceId,
        ["clientId"] = credential.ClientId,
        ["accessKeyId"] = credential.DeviceAccessKeyId,
        ["secret"] = credential.DeviceAccessKeySecret,
        ["parentTopic"] = TestService.Parent,
    });
}
