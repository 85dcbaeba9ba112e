using System.Diagnostics;
using System.Globalization;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Service.Chaos;

/// <summary>
/// Everything around the service fails, in turn and again, while some clients misbehave and others are honest. Two minutes, or what
/// NANOMQTT_CHAOS_MINUTES says: <c>NANOMQTT_CHAOS_MINUTES=20 dotnet test tests/SystemTests --filter TestCategory=Chaos</c>.
/// </summary>
[TestClass]
public sealed class ChaosTests
{
    private const string Minutes = "NANOMQTT_CHAOS_MINUTES";
    private const int Pairs = 20;
    private const int MostMemory = 1024;

    private static readonly TimeSpan _fault = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan _drain = TimeSpan.FromMinutes(4);

    private readonly Stopwatch _watch = new();
    private readonly List<(string Name, TimeSpan From, TimeSpan To)> _faults = [];
    private long _mostMemory;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [TestCategory(TestCategories.Chaos)]
    public async Task The_process_lives_and_nothing_acknowledged_is_lost_whatever_fails_around_it()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable(Minutes) ?? "2", CultureInfo.InvariantCulture);
        await using var postgres = await PostgresServer.StartAsync();
        using var disk = SmallDisk.Mount(64);
        using var folder = new TestFolder();
        var connection = await postgres.CreateDatabaseAsync();
        await using var service = new ChaosService(folder.WritePrivate("postgres", connection.Replace("Pooling=false", "Pooling=true", StringComparison.Ordinal)), disk.PathOf("sessions.db"));
        DeviceCredential[] credentials;

        using (var store = CredentialStore.Open(TestService.Options with { PostgresConnectionString = connection }))
        {
            credentials = [.. Enumerable.Range(0, (Pairs * 2) + 3).Select(i => store.Register(TestService.Instance, TestService.ClientId($"{i}")))];
        }

        await service.StartAsync();
        HonestPair[] pairs = [.. Enumerable.Range(0, Pairs).Select(i => new HonestPair(service.Port, credentials[2 * i], credentials[(2 * i) + 1], $"sensors/honest/{i}"))];
        await Task.WhenAll(pairs.Select(pair => pair.SubscribeAsync()));
        var mischief = new Mischief(service.Port);
        using var stopMischief = new CancellationTokenSource();
        using var stopPublishing = new CancellationTokenSource();
        using var stopReceiving = new CancellationTokenSource();
        _watch.Start();
        Task[] bad =
        [
            mischief.FloodAsync(credentials[^1], stopMischief.Token),
            mischief.IgnoreAsync(credentials[^2], stopMischief.Token),
            mischief.GarbleAsync(credentials[^3], seed: 20261124, stopMischief.Token),
        ];
        Task[] publishing = [.. pairs.Select(pair => pair.PublishAsync(_watch, stopPublishing.Token))];
        Task[] receiving = [.. pairs.Select(pair => pair.ReceiveAsync(stopReceiving.Token))];

        while (_watch.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            await FaultAsync("PostgreSQL stopped", service, postgres.KillAsync, postgres.BeginAsync);
            await FaultAsync("disk full", service, () => Run(disk.Fill), () => Run(disk.Free));
            await FaultAsync("descriptors", service, () => mischief.ExhaustAsync(1500, _fault), () => Task.CompletedTask);
            await FaultAsync("killed", service, service.KillAsync, service.StartAsync);
        }

        await stopPublishing.CancelAsync();
        await Task.WhenAll(publishing);
        await stopMischief.CancelAsync();
        await Task.WhenAll(bad);
        await DrainAsync(pairs);
        await stopReceiving.CancelAsync();
        await Task.WhenAll(receiving);
        var metrics = await service.MetricsAsync();
        Report(pairs, metrics);

        Assert.IsTrue(service.IsAlive, "the process has ended");
        Assert.IsEmpty(pairs.SelectMany(pair => pair.Missing), "acknowledged messages are lost");
        Assert.IsGreaterThan(Pairs * 60, pairs.Sum(pair => pair.Acknowledged), "the honest were served");
        Assert.IsLessThan(MostMemory, _mostMemory, "megabytes");
        Assert.Contains("nanomqtt_faults_total 0\n", metrics, "no exception that was not expected");
    }

    private static Task Run(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    private async Task FaultAsync(string name, ChaosService service, Func<Task> begin, Func<Task> end)
    {
        var from = _watch.Elapsed;
        var isKilled = name == "killed";
        await begin();
        await Task.Delay(isKilled ? TimeSpan.Zero : _fault);
        Assert.AreNotEqual(isKilled, service.IsAlive, $"{name}: the process has ended");
        _mostMemory = isKilled ? _mostMemory : Math.Max(_mostMemory, service.Memory);
        await end();
        await service.ExpectReadyAsync();
        _faults.Add((name, from, _watch.Elapsed));
        await Task.Delay(_rest);
        Assert.IsTrue(service.IsAlive, $"after {name}: the process has ended");
        _mostMemory = Math.Max(_mostMemory, service.Memory);
    }

    // What waits comes 30 messages every 5 s.
    private static async Task DrainAsync(HonestPair[] pairs)
    {
        var watch = Stopwatch.StartNew();

        while (watch.Elapsed < _drain && pairs.Any(pair => pair.Missing.Length > 0))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private void Report(HonestPair[] pairs, string metrics)
    {
        var latencies = pairs.SelectMany(pair => pair.Latencies).ToArray();
        Tell($"{_watch.Elapsed.TotalMinutes:F1} minutes, {_faults.Count} faults, {latencies.Length} messages of {Pairs} honest publishers acknowledged, "
            + $"{pairs.Sum(pair => pair.Missing.Length)} lost, {pairs.Sum(pair => pair.Reconnects)} reconnects, at most {_mostMemory} MB");
        Tell($"PUBACK p50/p99/max ms: all {Percentiles(latencies)}");
        Tell($"between faults: {Percentiles(latencies.Where(l => !_faults.Exists(f => l.At >= f.From && l.At <= f.To)))}");

        foreach (var name in _faults.Select(fault => fault.Name).Distinct())
        {
            var during = latencies.Where(l => _faults.Exists(f => f.Name == name && l.At >= f.From && l.At <= f.To)).ToArray();
            Tell($"{name}: {Percentiles(during)}, {during.Length} messages");
        }

        foreach (var line in metrics.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            Tell(line);
        }
    }

    private void Tell(FormattableString line) => TestContext.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private void Tell(string line) => TestContext.WriteLine(line);

    private static string Percentiles(IEnumerable<(TimeSpan At, double Milliseconds)> latencies)
    {
        double[] sorted = [.. latencies.Select(latency => latency.Milliseconds).Order()];
        return sorted.Length == 0
            ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:F1} / {sorted[(int)(sorted.Length * 0.99)]:F1} / {sorted[^1]:F0}");
    }
}
