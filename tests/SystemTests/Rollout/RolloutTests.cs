using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Rollout;
using NanoMqttDevice.Tool.Settings;
using NanoMqttDevice.Tool.Updates;

namespace NanoMqttDevice.SystemTests.Rollout;

/// <summary>Packages rolled out to simulated devices, through the service.</summary>
[TestClass]
public sealed class RolloutTests : IDisposable
{
    private static readonly Lazy<SigningKey> _key = new(() => SigningKey.Create(10));

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Devices_are_updated_by_command_and_a_second_run_has_nothing_to_do()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        await using var fleet = new SimulatedFleet(service, 4, _key.Value.PublicKey);
        await OnlineAsync(fleet, 4);
        var package = _folder.PathOf("p.nmdp");
        await File.WriteAllBytesAsync(package, TestProduct.Pack(_key.Value, 7, "0003"));
        var run = await RollAsync(service, package, "--max-failed", "50", "--waves", "1,all", "--update-key", _key.Value.PublicKey);
        Assert.AreEqual(11, run.ExitCode, run.Error);
        JsonPromise.Check(run.Output);
        var summary = JsonNode.Parse(run.Output.TrimEnd().Split('\n')[^1])!;
        Assert.AreEqual(3, (int)summary["updated"]!, run.Output);
        Assert.AreEqual(1, (int)summary["failed"]!);
        Assert.AreEqual("done", (string)summary["end"]!);
        Assert.Contains("\"clientId\":\"GID_Test@@@0003\",\"wave\":2,\"state\":\"failed\",\"cause\":\"self-test\"", run.Output);
        Assert.AreEqual(3, fleet.RunsRelease(7));

        run = await RollAsync(service, package, "--max-failed", "50");
        summary = JsonNode.Parse(run.Output.TrimEnd())!;
        Assert.AreEqual(3, (int)summary["updated"]!, run.Output);
        var status = await ToolRun.StartAsync("", "update", "status", package + ".result.csv");
        Assert.Contains("failed  GID_Test@@@0003  self-test", status.Output);
        Assert.Contains("4 devices have ended: 3 updated, 1 failed, 0 silent", status.Output);

        // Another release needs another result, and a wrong key is found before anybody is asked.
        await File.WriteAllBytesAsync(package, TestProduct.Pack(_key.Value, 8, "0003"));
        (await RollAsync(service, package)).AssertRefused(2, "is the result of release 7");
        var wrong = _key.Value.PublicKey[..^1] + (_key.Value.PublicKey[^1] == '0' ? '1' : '0');
        (await RollAsync(service, package, "--update-key", wrong)).AssertRefused(2, "is no whole package, or not one of that key");
        await File.WriteAllBytesAsync(package, (await File.ReadAllBytesAsync(package))[..^1]);
        (await RollAsync(service, package)).AssertRefused(2, "is no whole package");
    }

    [TestMethod]
    public async Task A_rollout_stops_when_its_first_wave_fails()
    {
        await using var service = await TestService.StartAsync();
        await using var fleet = new SimulatedFleet(service, 3, _key.Value.PublicKey);
        await OnlineAsync(fleet, 3);
        var watcher = new Watcher();
        var summary = await RollAsync(service, fleet, TestProduct.Pack(_key.Value, 7, ""), new RolloutOptions(), watcher, new Dictionary<string, RolloutEntry>());
        Assert.AreEqual("stopped", summary.End);
        Assert.AreEqual((1, 2, 0), (summary.Failed, summary.Left, summary.Updated));
        Assert.AreEqual(3, fleet.RunsRelease(0));
    }

    [TestMethod]
    public async Task A_rollout_that_was_killed_or_paused_goes_on()
    {
        await using var service = await TestService.StartAsync();
        await using var fleet = new SimulatedFleet(service, 5, _key.Value.PublicKey);
        await OnlineAsync(fleet, 5);
        var package = TestProduct.Pack(_key.Value, 7, "none");
        using var killing = new CancellationTokenSource();
        var watcher = new Watcher { Changed = e => Kill(e, killing) };
        var options = new RolloutOptions { Waves = [1], Parallel = 2 };
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => RollAsync(service, fleet, package, options, watcher, new Dictionary<string, RolloutEntry>(), () => false, killing.Token));
        var kept = watcher.Ended();
        Assert.IsNotEmpty(kept);
        Assert.IsLessThan(5, kept.Count);
        var paused = new Watcher();
        var summary = await RollAsync(service, fleet, package, options, paused, kept, () => !paused.Ended().IsEmpty);
        Assert.AreEqual("paused", summary.End);
        Assert.IsGreaterThan(0, summary.Left);
        summary = await RollAsync(service, fleet, package, options, new Watcher(), kept);
        Assert.AreEqual(new RolloutSummary(5, 5, 0, 0, 0, "done"), summary);
        Assert.AreEqual(5, fleet.RunsRelease(7));
    }

    [TestMethod]
    [TestCategory(TestCategories.Long)]
    public async Task The_command_that_rolls_out_is_killed_and_goes_on_when_it_is_run_again()
    {
        const int Devices = 8;
        await using var service = await ServerApiRun.StartServiceAsync();
        await using var fleet = new SimulatedFleet(service, Devices, _key.Value.PublicKey);
        await OnlineAsync(fleet, Devices);
        var package = _folder.PathOf("p.nmdp");
        await File.WriteAllBytesAsync(package, TestProduct.Pack(_key.Value, 7, "none"));
        var ended = new List<string>();
        using (var killed = Process.Start(ServerApiRun.StartInfo(service, RollArguments(service, package, "--parallel", "2")))!)
        {
            string? line;
            while (ended.Count < 2 && (line = await killed.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))) is not null)
            {
                if (line.Contains("\"state\":\"updated\"", StringComparison.Ordinal))
                {
                    ended.Add((string)JsonNode.Parse(line)!["clientId"]!);
                }
            }

            killed.Kill();
            await killed.WaitForExitAsync();
        }

        Assert.HasCount(2, ended, "it was killed in the middle");
        var run = await RollAsync(service, package, "--parallel", "2");
        Assert.AreEqual(0, run.ExitCode, run.Error);
        var summary = JsonNode.Parse(run.Output.TrimEnd().Split('\n')[^1])!;
        Assert.AreEqual(Devices, (int)summary["updated"]!, run.Output);
        Assert.AreEqual(Devices, fleet.RunsRelease(7));

        // Who was done is not asked again.
        foreach (var done in ended)
        {
            Assert.IsFalse(run.Output.Split('\n').Any(l => l.Contains(done, StringComparison.Ordinal) && l.Contains("\"state\":\"offered\"", StringComparison.Ordinal)), run.Output);
        }
    }

    [TestMethod]
    [TestCategory(TestCategories.Long)]
    public async Task A_thousand_devices_are_updated_in_waves_and_one_per_cent_take_it_back()
    {
        const int Devices = 1000;
        await using var service = await TestService.StartAsync();
        await using var fleet = new SimulatedFleet(service, Devices, _key.Value.PublicKey);
        await OnlineAsync(fleet, Devices);
        var watch = Stopwatch.StartNew();
        var watcher = new Watcher();
        var options = new RolloutOptions { Parallel = 500 };
        var summary = await RollAsync(
            service, fleet, TestProduct.Pack(_key.Value, 7, "77"), options, watcher, new Dictionary<string, RolloutEntry>());
        Console.WriteLine($"{Devices} devices in {watch.Elapsed.TotalSeconds:0.0} s: {Devices / watch.Elapsed.TotalMinutes:0} devices per minute; {summary}");
        Assert.IsNull(fleet.Fault);
        Assert.AreEqual(new RolloutSummary(Devices, 990, 10, 0, 0, "done"), summary);
        CollectionAssert.AreEqual(new[] { 1, 10, 100, 1000 }, watcher.Waves);
        Assert.AreEqual(990, fleet.RunsRelease(7));
    }

    [TestMethod]
    [TestCategory(TestCategories.Long)]
    public async Task A_key_of_fifteen_levels_does_the_same()
    {
        var key = SigningKey.Create(15);
        await using var service = await TestService.StartAsync();
        await using var fleet = new SimulatedFleet(service, 2, key.PublicKey);
        await OnlineAsync(fleet, 2);
        var summary = await RollAsync(
            service, fleet, TestProduct.Pack(key, 7, "none"), new RolloutOptions(), new Watcher(), new Dictionary<string, RolloutEntry>());
        Assert.AreEqual(new RolloutSummary(2, 2, 0, 0, 0, "done"), summary);
    }

    [TestMethod]
    [DataRow("1,1%,10%,all", 1000, "1 10 100 1000")]
    [DataRow("1,1%,10%", 50, "1 5 50")]
    [DataRow("all", 3, "3")]
    [DataRow("5,50%", 4, "2 4")]
    public void Waves_are_numbers_and_shares(string text, int devices, string expected) =>
        Assert.AreEqual(expected, string.Join(' ', RolloutWaves.EndsOf(RolloutWaves.Parse(text), devices)));

    [TestMethod]
    [DataRow("")]
    [DataRow("0")]
    [DataRow("1.5")]
    [DataRow("100%")]
    [DataRow("x,all")]
    public void Other_waves_are_refused(string text) => Assert.ThrowsExactly<NanoMqttDevice.Tool.ToolException>(() => RolloutWaves.Parse(text));

    private static void Kill(RolloutEntry entry, CancellationTokenSource killing)
    {
        if (entry.IsEnded)
        {
            killing.Cancel();
        }
    }

    private static Task OnlineAsync(SimulatedFleet fleet, int count) =>
        Eventually.HoldsAsync(() => fleet.Online == count, $"{count} devices are online", TimeSpan.FromSeconds(60));

    private static Task<ToolRun> RollAsync(TestService service, string package, params string[] more) =>
        ServerApiRun.OfAsync(service, RollArguments(service, package, more));

    private static string[] RollArguments(TestService service, string package, params string[] more) =>
    [
        "update", "roll", package, "--to", TestService.Group, "--parent-topic", TestService.Parent, "--json", .. ServerApiRun.MqttOf(service), .. more,
    ];

    private static async Task<RolloutSummary> RollAsync(
        TestService service,
        SimulatedFleet fleet,
        byte[] package,
        RolloutOptions options,
        Watcher watcher,
        IReadOnlyDictionary<string, RolloutEntry> known,
        Func<bool>? isPaused = null,
        CancellationToken cancellationToken = default)
    {
        using var server = new ApplicationServer(
            new MqttTarget("127.0.0.1", service.Service.Port, false),
            null,
            TestService.Options.Accounts[0],
            TestService.Instance,
            ServerClientId.OfGroup(TestService.Group, null),
            TestService.Parent);
        await server.ConnectAsync([Topics.Reply(TestService.Parent), Topics.Request(TestService.Parent)], cancellationToken);
        var seal = new CommandSeal(
            (id, _) => Task.FromResult<string?>(service.Service.Credentials.Get(TestService.Instance, id)!.DeviceAccessKeySecret), TimeProvider.System);
        using var run = new RolloutRun(server, seal, RolloutPackage.Of(package, null)!, options, watcher, TimeProvider.System);
        return await run.RunAsync(fleet.ClientIds, known, isPaused ?? (() => false), cancellationToken);
    }

    private sealed class Watcher : IRolloutWatcher
    {
        private readonly ConcurrentDictionary<string, RolloutEntry> _ended = new();

        public Action<RolloutEntry> Changed { get; init; } = _ => { };

        public List<int> Waves { get; } = [];

        public ConcurrentDictionary<string, RolloutEntry> Ended() => _ended;

        public void Begin(int wave, int devices) => Waves.Add(devices);

        public void Change(RolloutEntry entry)
        {
            if (entry.IsEnded)
            {
                _ended[entry.ClientId] = entry;
            }

            Changed(entry);
        }
    }
}
