using System.Diagnostics;
using System.Globalization;
using System.Text;
using NanoMqttDevice.Settings;
using NanoMqttDevice.SystemTests.Provisioning;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Fleet;

namespace NanoMqttDevice.SystemTests.Fleet;

[TestClass]
public sealed class FleetTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Two_hundred_devices_interrupted_three_times_are_each_done_once_and_none_is_left_out()
    {
        const int Devices = 200;
        await using var service = await TestService.StartAsync();
        await using var rack = new BoardRack(ports: 4);
        using var folder = new TestFolder();
        var fleet = Fleet(folder, service, Devices);
        var registrar = new StoreRegistrar(service.Service.Credentials);
        var done = 0;
        var watch = Stopwatch.StartNew();
        foreach (var stopAfter in new[] { 45, 60, 40, int.MaxValue })
        {
            // All boards come again, those that are done too: whoever loads the rack does not know which they were.
            rack.Bring(Enumerable.Range(1, Devices));
            using var interrupt = new CancellationTokenSource();
            var ended = 0;
            rack.Ending = entry =>
            {
                if (Interlocked.Increment(ref ended) == stopAfter)
                {
                    interrupt.Cancel();
                }
            };
            FleetSummary summary;
            using (var result = FleetResult.Open(folder.PathOf("result.csv"), fleet, TimeProvider.System))
            {
                // Each board that is done already makes room for the next.
                var run = new FleetRun(fleet, result, rack, Options(registrar), new Skipping(rack, result), TimeProvider.System);
                summary = await run.RunAsync(interrupt.Token);
            }

            done += summary.Now;
            Assert.AreEqual(done, summary.Done);
            Assert.AreEqual(stopAfter == int.MaxValue, summary.IsComplete);
            rack.Forget();
        }

        TestContext.WriteLine($"{Devices} devices on 4 ports, 3 interruptions: {watch.Elapsed.TotalSeconds:0.0} s, {Devices / watch.Elapsed.TotalMinutes / 4:0} a minute and port");
        Assert.AreEqual(Devices, done);
        Assert.AreEqual(Devices, registrar.Registrations);
        var stored = Enumerable.Range(1, Devices).Select(rack.StoredOn).ToList();
        Assert.IsTrue(stored.All(s => s.Sequence == 1), "No board was written twice.");
        Assert.HasCount(Devices, stored.Select(s => s.ClientId).Distinct());
        var rows = File.ReadAllLines(folder.PathOf("result.csv"));
        Assert.HasCount(Devices + 1, rows);
        Assert.IsTrue(rows.Skip(1).All(r => r.Contains(",online,", StringComparison.Ordinal)));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows()
            ? UnixFileMode.UserRead | UnixFileMode.UserWrite
            : File.GetUnixFileMode(folder.PathOf("result.csv")));

        // What was registered is on the boards and with the service; the file needs it no more.
        var all = string.Concat(rows);
        Assert.IsTrue(service.Service.Credentials.List(TestService.Instance).All(c => !all.Contains(c.DeviceAccessKeySecret, StringComparison.Ordinal)));
        Assert.IsTrue(service.Service.Credentials.List(TestService.Instance).All(c => all.Contains(c.DeviceAccessKeyId, StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_board_that_is_unplugged_fails_with_the_cause_and_keeps_its_device_when_it_comes_again()
    {
        await using var service = await TestService.StartAsync();
        await using var rack = new BoardRack(ports: 1);
        using var folder = new TestFolder();
        var fleet = Fleet(folder, service, 2);
        var registrar = new StoreRegistrar(service.Service.Credentials);
        rack.Wire = (board, channel) => board == 1 ? new FaultyChannel(channel, 1) { UnpluggedAfter = 300 } : channel;
        rack.Bring([1, 2]);
        var summary = await RunAsync(fleet, folder, rack, registrar);
        Assert.AreEqual(new FleetSummary(2, 1, 1, 1, 0), summary);
        Assert.Contains("settings: port0 has vanished: was the device unplugged?", File.ReadAllText(folder.PathOf("result.csv")));

        rack.Wire = (_, channel) => channel;
        rack.Bring([2, 1]);
        using (var result = FleetResult.Open(folder.PathOf("result.csv"), fleet, TimeProvider.System))
        {
            summary = await new FleetRun(fleet, result, rack, Options(registrar), new Skipping(rack, result), TimeProvider.System).RunAsync(CancellationToken.None);
        }

        Assert.IsTrue(summary.IsComplete);
        Assert.AreEqual((1u, "GID_Test@@@d0001"), rack.StoredOn(1));
        Assert.AreEqual((1u, "GID_Test@@@d0002"), rack.StoredOn(2));
        Assert.AreEqual(2, registrar.Registrations);
    }

    [TestMethod]
    public async Task A_device_that_is_meant_for_a_certain_board_waits_for_it_and_a_refused_one_is_told()
    {
        await using var service = await TestService.StartAsync();
        await using var rack = new BoardRack(ports: 1);
        using var folder = new TestFolder();
        var credential = service.Register("0001");
        var path = folder.WritePrivate("fleet.csv", $"""
            label;client-id;access-key-id;secret;mac
            "a;b";GID_Test@@@0001;{credential.DeviceAccessKeyId};{credential.DeviceAccessKeySecret};{BoardRack.MacOf(2)}
            c;GID_Test@@@0002;DC.0123456789012345678901;DC.TopSecretTopSecretTopS;

            """);
        var fleet = FleetFile.Read(path, Common(service), isRegistered: false);
        rack.Bring([1, 2, 3]);
        var summary = await RunAsync(fleet, folder, rack, registrar: null);
        Assert.AreEqual(new FleetSummary(2, 1, 1, 1, 0), summary);
        Assert.AreEqual("GID_Test@@@0001", rack.StoredOn(2).ClientId);
        Assert.AreEqual("GID_Test@@@0002", rack.StoredOn(1).ClientId);
        var result = File.ReadAllText(folder.PathOf("result.csv"));
        Assert.Contains("a;b,GID_Test@@@0001", result);
        Assert.Contains("refused (CONNACK 5)", result);
        Assert.DoesNotContain("TopSecret", result + string.Concat(rack.Said));
    }

    [TestMethod]
    public async Task A_row_of_the_result_that_was_not_written_to_its_end_is_done_again_and_nothing_else()
    {
        await using var service = await TestService.StartAsync();
        await using var rack = new BoardRack(ports: 1);
        using var folder = new TestFolder();
        var fleet = Fleet(folder, service, 2);
        var registrar = new StoreRegistrar(service.Service.Credentials);
        rack.Bring([1, 2]);
        await RunAsync(fleet, folder, rack, registrar);
        var path = folder.PathOf("result.csv");
        var whole = File.ReadAllText(path);
        for (var cut = 1; cut < 60; cut += 7)
        {
            File.WriteAllText(path, whole[..^cut]);
            using var result = FleetResult.Open(path, fleet, TimeProvider.System);
            Assert.AreEqual(FleetState.Online, result.Get("GID_Test@@@d0001").State);
            Assert.AreEqual(cut == 1 ? FleetState.Online : FleetState.Open, result.Get("GID_Test@@@d0002").State);
        }
    }

    [TestMethod]
    public async Task A_result_that_another_run_has_open_or_that_is_none_is_refused()
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var fleet = Fleet(folder, service, 1);
        using (FleetResult.Open(folder.PathOf("result.csv"), fleet, TimeProvider.System))
        {
            Assert.Contains("another run writes it", Assert.ThrowsExactly<ToolException>(
                () => FleetResult.Open(folder.PathOf("result.csv"), fleet, TimeProvider.System)).Message);
        }

        folder.Write("other.csv", "a,b\n1,2\n");
        Assert.Contains("is no result of a fleet run", Assert.ThrowsExactly<ToolException>(
            () => FleetResult.Open(folder.PathOf("other.csv"), fleet, TimeProvider.System)).Message);
        Assert.AreEqual("a,b\n1,2\n", File.ReadAllText(folder.PathOf("other.csv")));
    }

    [TestMethod]
    [DataRow("label\nx", "row 1, column client-id: is missing")]
    [DataRow("client-id,client-id\nx,y", "row 1, column client-id: is there 2 times")]
    [DataRow("client-id\n", "row 2: there is no device")]
    [DataRow("client-id\nGID_Test@@@0001\nGID_Test", "row 3, column client-id: has no separator @@@")]
    [DataRow("client-id\nGID_Test@@@0001\nGID_Test@@@0002\nGID_Test@@@0001", "row 4, column client-id: is the same as in row 2")]
    [DataRow("client-id,keepalive\nGID_Test@@@0001,9", "row 2, column keepalive: must be a whole number from 10 to 480 seconds")]
    [DataRow("client-id,keepalive\nGID_Test@@@0001", "row 2: has 1 columns, the header has 2")]
    [DataRow("client-id,access-key-id\nGID_Test@@@0001,x", "row 2, column access-key-id: must be empty when credentials are registered")]
    [DataRow("client-id,wifi-password\nGID_Test@@@0001,12345678", "row 2, column wifi-ssid: is missing beside a wifi-password")]
    [DataRow("client-id,wifi-ssid,wifi-password\nGID_Test@@@0001,a,TopSec", "row 2, column wifi-password: has 8 to 63 characters")]
    [DataRow("client-id,mac\nGID_Test@@@0001,02:00:00:00:00", "row 2, column mac: has twelve hexadecimal digits")]
    [DataRow("client-id,instance\nGID_Test@@@0001,a b", "row 2, column instance: has letters, digits")]
    [DataRow("client-id,x\nGID_Test@@@0001,\"TopSec", "row 2")]
    public async Task A_file_with_errors_is_refused_whole_with_row_and_column_and_rule(string csv, string says)
    {
        await using var service = await TestService.StartAsync();
        using var folder = new TestFolder();
        var path = folder.WritePrivate("fleet.csv", csv);
        var e = Assert.ThrowsExactly<ToolException>(() => FleetFile.Read(path, Common(service), isRegistered: true));
        Assert.AreEqual(ExitCodes.Usage, e.ExitCode);
        Assert.Contains(says, e.Message);
        Assert.DoesNotContain("TopSec", e.Message);
    }

    private static FleetOptions Options(StoreRegistrar? registrar) => new()
    {
        Registrar = registrar,
        Line = ProvisionBench.Quick(),
        LookInterval = TimeSpan.FromMilliseconds(20),
        OnlineLimit = TimeSpan.FromSeconds(30),
    };

    private static async Task<FleetSummary> RunAsync(FleetFile fleet, TestFolder folder, BoardRack rack, StoreRegistrar? registrar)
    {
        using var result = FleetResult.Open(folder.PathOf("result.csv"), fleet, TimeProvider.System);
        return await new FleetRun(fleet, result, rack, Options(registrar), rack, TimeProvider.System).RunAsync(CancellationToken.None);
    }

    private static Dictionary<SettingsField, string> Common(TestService service) => new()
    {
        [SettingsField.Mode] = "DeviceCredential",
        [SettingsField.Endpoint] = "127.0.0.1",
        [SettingsField.Port] = service.Service.Port.ToString(CultureInfo.InvariantCulture),
        [SettingsField.Tls] = "off",
        [SettingsField.Instance] = TestService.Instance,
        [SettingsField.ParentTopic] = TestService.Parent,
    };

    private static FleetFile Fleet(TestFolder folder, TestService service, int devices)
    {
        var csv = new StringBuilder("client-id,label\n");
        for (var i = 1; i <= devices; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"GID_Test@@@d{i:0000},\"Pump {i}, hall 7\"\n");
        }

        return FleetFile.Read(folder.WritePrivate("fleet.csv", csv.ToString()), Common(service), isRegistered: true);
    }

    // Whoever loads the rack pulls out a board that is done already, too.
    private sealed class Skipping(BoardRack rack, FleetResult result) : IFleetWatcher
    {
        public void Say(string port, string text)
        {
            rack.Say(port, text);
            if (text.Contains("done already", StringComparison.Ordinal))
            {
                rack.Next(port);
            }
        }

        public void End(FleetEntry entry)
        {
            Assert.AreEqual(entry.State, result.Get(entry.ClientId).State);
            rack.End(entry);
        }
    }
}
