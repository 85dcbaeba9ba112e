using System.Threading.Channels;
using NanoMqttDevice.Page.Fleet;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary>What the page keeps of what happens, without a browser.</summary>
[TestClass]
public sealed class FleetModelTests
{
    [TestMethod]
    public async Task Refused_strangers_take_no_more_room_than_a_limit_and_devices_are_seen_all_the_same()
    {
        var source = new ScriptedSource();
        using var model = new FleetModel(source, TimeProvider.System);
        await model.StartAsync(CancellationToken.None);
        for (var i = 0; i < 5000; i++)
        {
            source.Tell(Refusal($"GID_Test@@@{i}"));
        }

        source.Registered = ["GID_Test@@@mine"];
        await model.RefreshAsync(CancellationToken.None);
        source.Tell(new FleetEntry(DateTimeOffset.UtcNow, EntryKind.Trace, "GID_Test@@@mine", "", "") { Action = "connect", Reason = "accepted" });
        await Eventually.HoldsAsync(() => model.Find("GID_Test@@@mine")?.State == DeviceState.Online, "the device is online");
        Assert.HasCount(1001, model.Rows);
        await model.StopAsync(CancellationToken.None);
    }

    [TestMethod]
    public async Task What_cannot_be_taken_in_is_told_and_the_rest_is_seen()
    {
        var source = new ScriptedSource();
        using var model = new FleetModel(source, TimeProvider.System);
        await model.StartAsync(CancellationToken.None);
        source.Break();
        await Eventually.HoldsAsync(() => model.Trouble is not null, "the trouble is told");
        source.Tell(new FleetEntry(DateTimeOffset.UtcNow, EntryKind.Telemetry, "GID_Test@@@1", "sensors/telemetry", """{"temperature":21.5,"isOpen":true,"name":"x","nothing":null,"list":[1]}"""));
        await Eventually.HoldsAsync(() => model.Find("GID_Test@@@1") is { } row && row.Values().Length == 5, "its values are seen");
        var values = model.Find("GID_Test@@@1")!.Values().ToDictionary(v => v.Name, v => v.Last);
        Assert.AreEqual("21.5", values["temperature"]);
        Assert.AreEqual("true", values["isOpen"]);
        await model.StopAsync(CancellationToken.None);
    }

    [TestMethod]
    public void Of_a_value_the_newest_numbers_are_kept_in_order()
    {
        var series = new ValueSeries("counter");
        var start = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < 300; i++)
        {
            series.Add(start.AddSeconds(i), $"{i}", i);
            series.Add(start.AddSeconds(i), "NaN", double.NaN);
        }

        var points = series.Points();
        Assert.HasCount(ValueSeries.Capacity, points);
        Assert.AreSequenceEqual(Enumerable.Range(300 - ValueSeries.Capacity, ValueSeries.Capacity).Select(i => (double)i), points.Select(p => p.Value));
    }

    private static FleetEntry Refusal(string clientId) => new(DateTimeOffset.UtcNow, EntryKind.Refusal, clientId, "", "no credential")
    {
        Action = "refuse",
        Reason = "not authorized",
    };

    private sealed class ScriptedSource : IFleetSource
    {
        private readonly Channel<FleetEntry?> _entries = Channel.CreateUnbounded<FleetEntry?>();

        public IReadOnlyList<string> Registered { get; set; } = [];

        public FleetFacts Facts { get; } = new("test", "mqtt-test", "sensors", "GID_Test", "127.0.0.1", 1883, false);

        public string? Trouble => null;

        public void Tell(FleetEntry entry) => _entries.Writer.TryWrite(entry);

        public void Break() => _entries.Writer.TryWrite(null);

        public async Task RunAsync(Action<FleetEntry> seen, CancellationToken cancellationToken)
        {
            await foreach (var entry in _entries.Reader.ReadAllAsync(cancellationToken))
            {
                seen(entry ?? throw new InvalidOperationException("broken"));
            }
        }

        public bool? IsOnline(string clientId) => null;

        public Task<IReadOnlyList<string>> ListRegisteredAsync(CancellationToken cancellationToken) => Task.FromResult(Registered);
    }
}
