using System.Net;
using System.Net.Sockets;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class DeviceCommandTests
{
    [TestMethod]
    public async Task A_device_with_settings_from_a_file_is_online_and_next_time_from_its_flash()
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var settings = folder.WritePrivate("settings.json", SettingsOf(service.Register("0001"), service.Service.Port));
        var run = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings, "--once");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.EndsWith("online\n", run.Output);
        run = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--once", "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("\"action\":\"boot\",\"settings\":\"ok\",\"clientId\":\"GID_Test@@@0001\"}", run.Output);
        Assert.Contains("\"state\":\"online\"", run.Output);
    }

    [TestMethod]
    public async Task The_product_s_settings_in_the_file_are_the_device_s()
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var text = SettingsOf(service.Register("0001"), service.Service.Port);
        var settings = folder.WritePrivate("settings.json", text[..text.LastIndexOf('}')] + ",\"app.cycle\":10}");
        using var device = ToolRun.Start("device", "--flash", folder.PathOf("flash"), "--settings", settings, "--product", "thermometer");
        try
        {
            var line = await ExpectAsync(device.StandardOutput, "sleep: ");
            var seconds = double.Parse(line.Split("sleep: ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            Assert.IsInRange(0.1, 10, seconds);
        }
        finally
        {
            device.Kill();
            await device.WaitForExitAsync();
        }
    }

    [TestMethod]
    public async Task Pins_are_set_and_told_by_lines_of_its_input()
    {
        using var folder = new TestFolder();
        var settings = folder.WritePrivate("settings.json", SettingsOf(Credential(), UnusedPort()));
        using var device = ToolRun.Start("device", "--flash", folder.PathOf("flash"), "--settings", settings, "--product", "relay");
        try
        {
            await ExpectAsync(device.StandardOutput, "connecting");
            await device.StandardInput.WriteAsync("pin 5 low\n");
            await ExpectAsync(device.StandardOutput, "pin: GPIO 4 high");
            await device.StandardInput.WriteAsync("pin 4\npin 5\n");
            await ExpectAsync(device.StandardOutput, "pin: GPIO 4 high");
            await ExpectAsync(device.StandardOutput, "pin: GPIO 5 low");
            await device.StandardInput.WriteAsync("pin 99 low\npin five\npin 5 up\n");
            await ExpectAsync(device.StandardError, "pin: must be a whole number from 0 to 63");
            await ExpectAsync(device.StandardError, "pin: must be a whole number from 0 to 63");
            await ExpectAsync(device.StandardError, "input: must be 'pin GPIO high'");
        }
        finally
        {
            device.Kill();
            await device.WaitForExitAsync();
        }
    }

    [TestMethod]
    public void The_light_the_button_and_the_serial_line_of_the_board_have_their_pins()
    {
        var pins = NanoMqttDevice.Tool.Commands.DevicePins.Of("esp32-devkitc").CreateController();
        foreach (var pin in new[] { 0, 2, 16, 17 })
        {
            Assert.ThrowsExactly<InvalidOperationException>(() => pins.OpenPin(pin), $"GPIO {pin}");
        }

        pins.OpenPin(4);
    }

    [TestMethod]
    [DataRow("\"app.colour\":1", "app.colour: the product has no such setting; it has app.cycle, app.offset")]
    [DataRow("\"app.cycle\":1", "app.cycle: whole number from 10 to 86400")]
    public async Task Settings_that_the_product_does_not_take_are_refused_by_name_and_nothing_is_stored(string setting, string says)
    {
        using var folder = new TestFolder();
        var text = SettingsOf(Credential(), UnusedPort());
        var settings = folder.WritePrivate("settings.json", $"{text[..text.LastIndexOf('}')]},{setting}}}");
        var run = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings, "--product", "thermometer", "--once");
        run.AssertRefused(2, says);
        Assert.IsFalse(File.Exists(folder.PathOf("flash/settings.0")));
    }

    [TestMethod]
    public async Task Settings_that_were_given_before_do_not_put_a_dead_credential_back()
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var flash = folder.PathOf("flash");
        var settings = folder.WritePrivate("settings.json", SettingsOf(service.Register("0001"), service.Service.Port));
        var run = await ToolRun.StartAsync("", "device", "--flash", flash, "--settings", settings, "--once");
        Assert.AreEqual(0, run.ExitCode, run.Error);

        // As 'rotate' does it: the flash gets another credential, and the file stays what it was.
        var fresh = folder.WritePrivate("fresh.json", SettingsOf(service.Register("0001"), service.Service.Port));
        new NanoMqttDevice.Settings.SettingsStore(new NanoMqttDevice.Simulator.FolderFlash(flash)).Save(NanoMqttDevice.Tool.Settings.SettingsFile.Read(fresh));
        run = await ToolRun.StartAsync("", "device", "--flash", flash, "--settings", settings, "--once");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("was stored before, and the device has got other settings since", run.Error);

        // What is new in the file counts.
        run = await ToolRun.StartAsync("", "device", "--flash", flash, "--settings", fresh, "--once");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual("", run.Error);

        // A flash that has forgotten everything is given it again.
        File.Delete(Path.Combine(flash, "settings.0"));
        File.Delete(Path.Combine(flash, "settings.1"));
        run = await ToolRun.StartAsync("", "device", "--flash", flash, "--settings", fresh, "--once");
        Assert.AreEqual(0, run.ExitCode, run.Error);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Messages_that_a_device_publishes_and_gets_are_shown_on_demand(bool isJson)
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var settings = folder.WritePrivate("settings.json", SettingsOf(service.Register("0001"), service.Service.Port));
        string[] json = isJson ? ["--json"] : [];
        using var device = ToolRun.Start(["device", "--flash", folder.PathOf("flash"), "--settings", settings, "--show-messages", .. json]);
        try
        {
            Assert.MatchesRegex(
                isJson ? "\"direction\":\"sent\",\"kind\":\"telemetry\",\"clientId\":\"GID_Test@@@0001\"" : @"^\d\d:\d\d:\d\d\.\d\d\d  telemetry  GID_Test@@@0001 +\{",
                await ReadToAsync("telemetry"));
            await service.Service.PublishP2PAsync(TestService.Parent, "GID_Test@@@0001", "1 ping"u8.ToArray(), 1);
            Assert.Contains(isJson ? "\"direction\":\"received\",\"kind\":\"command\"" : "  1 ping", await ReadToAsync("command  |\"command\""));
            Assert.Contains(isJson ? "\"direction\":\"sent\",\"kind\":\"answer\"" : "\"result\":\"ok\"", await ReadToAsync("answer"));
        }
        finally
        {
            device.Kill();
            await device.WaitForExitAsync();
        }

        async Task<string> ReadToAsync(string pattern)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (await device.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (isJson)
                {
                    JsonPromise.Check(line);
                }

                if (System.Text.RegularExpressions.Regex.IsMatch(line, pattern))
                {
                    return line;
                }
            }

            throw new AssertFailedException("the device has ended");
        }
    }

    [TestMethod]
    public async Task One_flash_folder_is_one_devices()
    {
        using var folder = new TestFolder();
        var flash = folder.PathOf("flash");
        using var first = ToolRun.Start("device", "--flash", flash);
        try
        {
            await first.StandardOutput.ReadLineAsync();
            await first.StandardOutput.ReadLineAsync();
            (await ToolRun.StartAsync("", "device", "--flash", flash, "--once")).AssertRefused(3, "is the flash of another device that runs");
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync();
        }

        // Killed, it has left no lock behind.
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--once")).AssertRefused(6, "the device is unprovisioned");
    }

    [TestMethod]
    public async Task A_refused_login_has_an_exit_code_of_its_own()
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var credential = service.Register("0001") with { DeviceAccessKeySecret = "DC.0123456789012345678901" };
        var settings = folder.WritePrivate("settings.json", SettingsOf(credential, service.Service.Port));
        var run = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings, "--once");
        run.AssertRefused(5, "refused (refused, CONNACK 5)");
        Assert.DoesNotContain("DC.0123456789", run.Output + run.Error);
    }

    [TestMethod]
    public async Task A_broker_that_is_not_there_has_an_exit_code_of_its_own()
    {
        using var folder = new TestFolder();
        var settings = folder.WritePrivate("settings.json", SettingsOf(Credential(), UnusedPort()));
        var run = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", settings, "--once");
        run.AssertRefused(4, "waiting (connect-failed)");
    }

    [TestMethod]
    public async Task An_empty_flash_is_unprovisioned_and_a_corrupt_one_says_so()
    {
        using var folder = new TestFolder();
        (await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--once"))
            .AssertRefused(6, "holds no settings, the device is unprovisioned");
        folder.Write("flash/settings.0", "rubbish");
        var run = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--once");
        run.AssertRefused(6, "holds no settings that can be read, the device is unprovisioned");
        Assert.EndsWith("boot: settings corrupt\n", run.Output);
    }

    [TestMethod]
    [DataRow("""{"mode":"DeviceCredential","port":0}""", "port: must be a whole number")]
    [DataRow("""{"mode":"DeviceCredential","port":18.5}""", "port: must be a whole number")]
    [DataRow("""{"mode":"DeviceCredential"}""", "endpoint: is missing")]
    [DataRow("""{"colour":"red"}""", "colour: is no setting")]
    [DataRow("""{"mode":["Token"]}""", "mode: must be a text")]
    [DataRow("""["mode"]""", "holds no JSON object")]
    [DataRow("""{"secret":"TopSecret""", "is not JSON (line 1)")]
    public async Task Settings_of_wrong_form_are_refused_with_field_and_rule_and_the_record_stays(string json, string says)
    {
        using var folder = new TestFolder();
        var good = folder.WritePrivate("good.json", SettingsOf(Credential(), UnusedPort()));
        await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", good, "--once");
        var stored = File.ReadAllBytes(folder.PathOf("flash/settings.0"));

        var bad = folder.WritePrivate("bad.json", json);
        var run = await ToolRun.StartAsync("", "device", "--flash", folder.PathOf("flash"), "--settings", bad, "--once");
        run.AssertRefused(2, says);
        Assert.DoesNotContain("TopSecret", run.Output + run.Error);
        Assert.AreSequenceEqual(stored, File.ReadAllBytes(folder.PathOf("flash/settings.0")));
        Assert.IsFalse(File.Exists(folder.PathOf("flash/settings.1")));
    }

    [TestMethod]
    public async Task Files_that_are_not_there_or_no_certificate_are_told()
    {
        using var folder = new TestFolder();
        var flash = folder.PathOf("flash");
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--settings", folder.PathOf("none.json"))).AssertRefused(2, "none.json");
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--ca", folder.PathOf("none.pem"))).AssertRefused(2, "none.pem");
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--wifi-password-file", folder.PathOf("none.txt"))).AssertRefused(2, "none.txt");
        var pem = folder.Write("rubbish.pem", "rubbish");
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--ca", pem)).AssertRefused(2, "is no PEM file with a certificate");
    }

    [TestMethod]
    [DataRow("--baud", "-1", "--baud: must be a whole number")]
    [DataRow("--mac", "02000000000G", "--mac: must be twelve hexadecimal digits")]
    [DataRow("--wifi-network", "", "--wifi-network: has 1 to 32 bytes")]
    public async Task A_wrong_option_is_refused_before_anything_is_stored(string option, string value, string says)
    {
        using var folder = new TestFolder();
        var settings = folder.WritePrivate("settings.json", SettingsOf(Credential(), UnusedPort()));
        var flash = folder.PathOf("flash");
        (await ToolRun.StartAsync("", "device", "--flash", flash, "--settings", settings, option, value)).AssertRefused(2, says);
        Assert.IsFalse(Directory.Exists(flash));
    }

    private static DeviceCredential Credential() =>
        new("mqtt-cn-0001", "GID_Test@@@0001", "DC.id", "DC.secret", 0, 0);

    private static string SettingsOf(DeviceCredential credential, int port) => $$"""
        {
          "mode": "DeviceCredential",
          "endpoint": "127.0.0.1",
          "port": {{port}},
          "tls": false,
          "instance": "{{credential.InstanceId}}",
          "clientId": "{{credential.ClientId}}",
          "accessKeyId": "{{credential.DeviceAccessKeyId}}",
          "secret": "{{credential.DeviceAccessKeySecret}}",
          "password": null,
          "parentTopic": "sensors"
        }
        """;

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The next line that says a thing.
    private static async Task<string> ExpectAsync(StreamReader lines, string says)
    {
        string? line;
        do
        {
            line = await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        while (line is not null && !line.Contains(says, StringComparison.Ordinal));
        Assert.IsNotNull(line, says);
        return line;
    }
}
