using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Product;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class RotateCommandTests
{
    private const string ClientId = "GID_Test@@@0001";

    [TestMethod]
    public async Task A_device_in_the_field_gets_another_credential_and_confirms_it()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var old = service.Register("0001");
        await using var device = new TestDevice(application: () => new LabApplication());
        device.Start(TestDevice.Settings(old, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var file = folder.PathOf("new.json");

        var run = await RotateAsync(service, "--out", file, "--json");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var fresh = service.Service.Credentials.Get(TestService.Instance, ClientId)!;
        Assert.AreNotEqual(old.DeviceAccessKeyId, fresh.DeviceAccessKeyId);
        var summary = JsonDocument.Parse(run.Output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.AreEqual(fresh.DeviceAccessKeyId, summary.GetProperty("accessKeyId").GetString());
        Assert.AreEqual($"DeviceCredential|{fresh.DeviceAccessKeyId}|{TestService.Instance}", device.Device.Mind!.UserName);
        Assert.DoesNotContain(fresh.DeviceAccessKeySecret, run.Output + run.Error);
        Assert.AreEqual(fresh.DeviceAccessKeySecret, JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("secret").GetString());
    }

    [TestMethod]
    public async Task Over_TLS_every_device_takes_it()
    {
        await using var service = await TestService.StartAsync(TestService.Options with { HttpsPort = 0, TlsPort = 0 });
        using var folder = new TestFolder();
        var ca = folder.Write("ca.pem", service.Service.CertificateAuthorityPem!);
        using var authority = X509Certificate2.CreateFromPem(service.Service.CertificateAuthorityPem!);
        await using var device = new TestDevice(certificateAuthority: authority);
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.TlsPort!.Value);
        settings.Tls = true;
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);
        var run = await ServerApiRun.AtAsync(
            $"https://127.0.0.1:{service.Service.HttpsPort}",
            "",
            "rotate",
            ClientId,
            "--parent-topic",
            TestService.Parent,
            "--mqtt-endpoint",
            "127.0.0.1",
            "--mqtt-port",
            $"{service.Service.TlsPort}",
            "--ca",
            ca,
            "--out",
            folder.PathOf("new.json"));
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var fresh = service.Service.Credentials.Get(TestService.Instance, ClientId)!;
        Assert.AreEqual($"DeviceCredential|{fresh.DeviceAccessKeyId}|{TestService.Instance}", device.Device.Mind!.UserName);
    }

    [TestMethod]
    public async Task Resuming_without_a_file_is_refused_before_anything_else()
    {
        using var folder = new TestFolder();
        var run = await ServerApiRun.AtAsync(
            "http://127.0.0.1:1", "", "rotate", ClientId, "--resume", "--parent-topic", "sensors", "--mqtt-endpoint", "127.0.0.1", "--out", folder.PathOf("x.json"));
        run.AssertRefused(2, "--resume: ");
    }

    [TestMethod]
    public async Task A_certificate_that_nobody_vouches_for_is_told_with_what_to_do()
    {
        await using var service = await TestService.StartAsync(TestService.Options with { HttpPort = 0, TlsPort = 0 });
        using var folder = new TestFolder();
        var old = service.Register("0001");
        var run = await ServerApiRun.OfAsync(
            service, "rotate", ClientId, "--parent-topic", TestService.Parent, "--mqtt-endpoint", "127.0.0.1", "--mqtt-port", $"{service.Service.TlsPort}",
            "--out", folder.PathOf("new.json"));
        run.AssertFailed(4, "its certificate leads to no authority that is trusted here; name the authority's file with --ca");
        run = await ServerApiRun.OfAsync(
            service, "rotate", ClientId, "--parent-topic", TestService.Parent, "--mqtt-endpoint", "127.0.0.1", "--mqtt-port", $"{service.Service.Port}",
            "--out", folder.PathOf("new.json"));
        run.AssertFailed(4, "that port speaks no TLS");
        Assert.AreEqual(old, service.Service.Credentials.Get(TestService.Instance, ClientId));
    }

    [TestMethod]
    public async Task A_device_that_takes_no_secret_in_plain_keeps_its_credential()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var old = service.Register("0001");
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(old, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        (await RotateAsync(service, "--out", folder.PathOf("new.json"))).AssertFailed(13, "over TLS only");
        Assert.AreEqual(old, service.Service.Credentials.Get(TestService.Instance, ClientId));
        Assert.IsFalse(File.Exists(folder.PathOf("new.json")));
    }

    [TestMethod]
    public async Task A_candidate_that_the_device_drops_is_kept_in_the_file_and_can_be_delivered_later()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var file = folder.PathOf("new.json");
        var old = service.Register("0001");
        var device = await ScriptedDevice.StartAsync(service, "0001");
        device.Says = id => [Answer(id, "candidate"), $$"""{"clientId":"{{ClientId}}","event":"settings","result":"dropped","cause":"refused"}"""];
        var run = await RotateAsync(service, "--out", file);
        run.AssertFailed(13, "the device has dropped the new credential: refused");
        Assert.Contains("--resume", run.Error);
        var fresh = service.Service.Credentials.Get(TestService.Instance, ClientId)!;
        Assert.AreEqual(fresh.DeviceAccessKeySecret, JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("secret").GetString());
        Assert.AreEqual(old.DeviceAccessKeySecret, JsonDocument.Parse(File.ReadAllText(file + ".old")).RootElement.GetProperty("secret").GetString());
        Assert.DoesNotContain(old.DeviceAccessKeySecret, run.Output + run.Error);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file + ".old"));
        }

        (await RotateAsync(service, "--out", file)).AssertRefused(2, "finish it with --resume");
        Assert.AreEqual(fresh, service.Service.Credentials.Get(TestService.Instance, ClientId));

        device.Says = id => [Answer(id, "candidate"), $$"""{"clientId":"{{ClientId}}","event":"settings","result":"current","sequence":2}"""];
        run = await RotateAsync(service, "--out", file, "--resume");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual(fresh, service.Service.Credentials.Get(TestService.Instance, ClientId));
        Assert.Contains($"access-key-id={fresh.DeviceAccessKeyId} secret={fresh.DeviceAccessKeySecret}", device.Commands.Last());

        // Sealed with what the device has, though the service knows only the new one any more.
        var parts = device.Commands.Last().Split(" ~");
        Assert.AreEqual(
            NanoMqttDevice.Credentials.CommandSeal.Compute(System.Text.Encoding.UTF8.GetBytes(old.DeviceAccessKeySecret), ClientId, parts[1][..16], parts[0]),
            parts[1][16..]);
        Assert.IsFalse(File.Exists(file + ".old"));
    }

    [TestMethod]
    public async Task A_run_that_was_stopped_is_resumed_whether_the_device_has_the_old_secret_still_or_the_new_one_already()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var old = service.Register("0001");
        await using var device = new TestDevice(application: () => new LabApplication());
        device.Start(TestDevice.Settings(old, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);

        // As a run leaves it that was stopped once it had registered.
        var fresh = service.Register("0001");
        var file = folder.WritePrivate("new.json", FileOf(fresh));
        folder.WritePrivate("new.json.old", FileOf(old));
        var run = await RotateAsync(service, "--out", file, "--resume");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.AreEqual($"DeviceCredential|{fresh.DeviceAccessKeyId}|{TestService.Instance}", device.Device.Mind!.UserName);
        Assert.IsFalse(File.Exists(file + ".old"));

        // Stopped only before it heard that the device has it.
        folder.WritePrivate("new.json.old", FileOf(old));
        run = await RotateAsync(service, "--out", file, "--resume");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        Assert.Contains("it had it already", run.Output);
        Assert.IsFalse(File.Exists(file + ".old"));
        Assert.AreEqual(fresh, service.Service.Credentials.Get(TestService.Instance, ClientId));
    }

    [TestMethod]
    public async Task A_device_with_another_secret_than_the_service_knows_is_told_so_and_nothing_is_changed()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        await using var device = new TestDevice(application: () => new LabApplication());
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var other = service.Register("0001");

        (await RotateAsync(service, "--out", folder.PathOf("new.json"))).AssertFailed(13, "the device has another secret than the one that is known of it");

        Assert.AreEqual(other, service.Service.Credentials.Get(TestService.Instance, ClientId));
        Assert.IsFalse(File.Exists(folder.PathOf("new.json")));
        Assert.IsFalse(File.Exists(folder.PathOf("new.json.old")));
    }

    [TestMethod]
    public async Task Events_of_other_devices_and_answers_to_other_commands_confirm_nothing()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        service.Register("0001");
        var device = await ScriptedDevice.StartAsync(service, "0001");
        device.Says = id =>
        [
            "no JSON",
            Answer("another", "candidate"),
            Answer(id, "candidate"),
            """{"clientId":"GID_Test@@@0002","event":"settings","result":"current","sequence":2}""",
        ];
        var run = await RotateAsync(service, "--out", folder.PathOf("new.json"), "--wait", "1");
        run.AssertFailed(9, "the device does not say within 1 s");
    }

    [TestMethod]
    [DataRow("--tls", "maybe", "--tls: must be on or off")]
    [DataRow("--as", "GID_Test@@@0001", "--as: must be another than the device's")]
    [DataRow("--wait", "0", "--wait: must be a whole number")]
    public async Task Wrong_options_are_refused_before_anything_is_changed(string option, string value, string says)
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        (await ServerApiRun.OfAsync(service, "rotate", ClientId, "--parent-topic", TestService.Parent, option, value)).AssertRefused(2, says);
        Assert.IsNull(service.Service.Credentials.Get(TestService.Instance, ClientId));
    }

    [TestMethod]
    public async Task A_secret_does_not_cross_a_network_in_plain()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        var run = await ServerApiRun.OfAsync(
            service, "rotate", ClientId, "--parent-topic", TestService.Parent, "--mqtt-endpoint", "broker.example", "--tls", "off");
        run.AssertRefused(2, "--tls off: secrets can be read on the way");
    }

    private static string FileOf(NanoMqttDevice.Service.DeviceCredential credential) =>
        $$"""
        {"mode":"DeviceCredential","instance":"{{credential.InstanceId}}","clientId":"{{credential.ClientId}}",
        "accessKeyId":"{{credential.DeviceAccessKeyId}}","secret":"{{credential.DeviceAccessKeySecret}}"}
        """;

    private static string Answer(string id, string settings) =>
        $$"""{"id":"{{id}}","clientId":"{{ClientId}}","command":"settings","result":"ok","settings":"{{settings}}"}""";

    private static Task<ToolRun> RotateAsync(TestService service, params string[] arguments) =>
        ServerApiRun.OfAsync(service, ["rotate", ClientId, "--parent-topic", TestService.Parent, .. ServerApiRun.MqttOf(service), .. arguments]);

    /// <summary>Takes secrets without TLS, as in a lab.</summary>
    private sealed class LabApplication : DeviceApplication
    {
        public override bool AllowsSettingsInPlain => true;

        public override void Measure(DeviceContext device, NanoMqttDevice.Messaging.JsonObject telemetry) => telemetry.Add("counter", 1);
    }
}
