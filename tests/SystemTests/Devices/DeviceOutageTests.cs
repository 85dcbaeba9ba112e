using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Storage;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

[TestClass]
public sealed class DeviceOutageTests
{
    [TestMethod]
    public async Task The_device_outlives_a_restart_of_the_broker_and_loses_no_message()
    {
        var database = Path.Combine(Directory.CreateTempSubdirectory("nanomqtt-test-").FullName, "service.db");
        var service = await TestService.StartAsync(TestService.Options with { DatabasePath = database });
        await using var device = new TestDevice();
        var port = service.Service.Port;
        device.Start(TestDevice.Settings(service.Register("0001"), port));
        await device.ExpectAsync(SupervisorState.Online);
        await Eventually.HoldsAsync(() => !service.Received.IsEmpty, "telemetry before the restart");
        await service.DisposeAsync();
        await device.ExpectAsync(SupervisorState.Waiting, OfflineCause.ConnectFailed);
        var before = Counters(service);

        await using var restarted = await TestService.StartAsync(TestService.Options with { DatabasePath = database, Port = port });
        await Eventually.HoldsAsync(() => restarted.Received.Count >= 2, "telemetry after the restart");
        await device.ExpectAsync(SupervisorState.Online);

        // QoS 1: each counter at least once, also those of the time without a broker.
        var after = Counters(restarted);
        var missing = Enumerable.Range(1, after.Max()).Except(before).Except(after).ToList();
        Assert.IsEmpty(missing);
        Directory.Delete(Path.GetDirectoryName(database)!, recursive: true);
    }

    [TestMethod]
    public async Task The_device_outlives_an_outage_of_the_Wifi_and_loses_no_message()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        device.Device.Wifi.IsOut = true;
        await device.ExpectAsync(SupervisorState.JoiningWifi, OfflineCause.WifiNotFound);
        Assert.Contains("state: joining-wifi/cause: wifi-not-found/", await device.AskAsync("status"));
        await Eventually.HoldsAsync(() => device.Device.Mind!.Outbox.Count > 0, "a measurement while offline");

        device.Device.Wifi.IsOut = false;
        await device.ExpectAsync(SupervisorState.Online);
        await Eventually.HoldsAsync(() => device.Device.Mind!.Outbox.Count == 0, "all messages acknowledged");
        var counters = Counters(service);
        Assert.IsEmpty(Enumerable.Range(1, counters.Max()).Except(counters).ToList());
    }

    [TestMethod]
    public async Task A_wrong_Wifi_password_is_told_apart_from_a_network_that_is_not_there()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        device.Device.Wifi.AddNetwork("office", "right password");
        device.Device.Wifi.Configure("office", "wrong password");
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.JoiningWifi, OfflineCause.WifiWrongPassword);
        device.Device.Wifi.Configure("elsewhere", "right password");
        await device.ExpectAsync(SupervisorState.JoiningWifi, OfflineCause.WifiNotFound);
        device.Device.Wifi.HasAddresses = false;
        device.Device.Wifi.Configure("office", "right password");
        await device.ExpectAsync(SupervisorState.JoiningWifi, OfflineCause.WifiNoAddress);
        device.Device.Wifi.HasAddresses = true;
        await device.ExpectAsync(SupervisorState.Online);
    }

    [TestMethod]
    public async Task A_broker_that_says_nothing_does_not_keep_the_device_from_answering()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), ((IPEndPoint)silent.LocalEndpoint).Port));
        using var accepted = await silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("state: connecting/", await device.AskAsync("status"));

        // And it is not stuck: other settings count at once.
        await device.AskAsync($"set port {service.Service.Port}");
        Assert.AreEqual("settings: candidate/OK/", await device.AskAsync("commit"));
        await device.ExpectAsync(SupervisorState.Online);
    }

    [TestMethod]
    public async Task A_name_that_does_not_exist_is_told()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.Endpoint = "does-not-exist.invalid";
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Waiting, OfflineCause.NameNotResolved);
    }

    [TestMethod]
    public async Task A_reboot_by_command_comes_back_with_what_is_in_flash()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        var boots = 0;
        device.Device.Booted += _ => boots++;
        var credential = service.Register("0001");
        device.Start(TestDevice.Settings(credential, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        await service.Service.PublishP2PAsync(TestService.Parent, credential.ClientId, Encoding.UTF8.GetBytes("r1 reboot"), 1);
        await Eventually.HoldsAsync(() => boots == 2, "second boot");
        await Eventually.HoldsAsync(() => service.Service.Counters.Accepted == 2, "second login");
        Assert.AreEqual(1, service.Received.Count(m => m.Topic == "sensors/reply"));
    }

    [TestMethod]
    [DataRow("settings.0")]
    [DataRow("settings.1")]
    public async Task A_corrupt_flash_boots_as_unprovisioned_and_says_so(string slot)
    {
        await using var device = new TestDevice();
        File.WriteAllText(Path.Combine(device.Folder, slot), "no record");
        StoreResult? booted = null;
        device.Device.Booted += result => booted = result;
        device.Device.Start();
        Assert.AreEqual(StoreResult.Corrupt, booted);
        Assert.Contains("state: unprovisioned/cause: none/connack: 0/settings: corrupt/", await device.AskAsync("status"));
    }

    [TestMethod]
    public async Task Files_in_flash_are_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("file modes are Unix's");
            return;
        }

        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice();
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.AskAsync("set port 1");
        await device.AskAsync("commit");
        var files = Directory.GetFiles(device.Folder);
        Assert.HasCount(2, files);
        foreach (var file in files)
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    private static List<int> Counters(TestService service) =>
    [
        .. service.Received
            .Where(m => m.Topic == "sensors/telemetry")
            .Select(m => JsonDocument.Parse(m.Payload).RootElement.GetProperty("counter").GetInt32()),
    ];
}
