using System.Text;
using System.Text.Json;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Examples;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Service;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Products;

/// <summary>The thermometer on its battery, against the service, in stepped time.</summary>
[TestClass]
public sealed class SleepCycleTests
{
    private const int Step = 20;

    [TestMethod]
    public async Task In_twenty_wakes_twenty_measurements_arrive_once() => await SleepAsync(20);

    [TestMethod]
    [TestCategory(TestCategories.Long)]
    public async Task In_a_thousand_wakes_a_thousand_measurements_arrive_once() => await SleepAsync(1000);

    [TestMethod]
    public async Task A_command_that_was_sent_while_it_slept_is_obeyed_at_the_next_wake()
    {
        await using var service = await TestService.StartAsync();
        await using var device = Make();
        var credential = service.Register("0001");
        var settings = TestDevice.Settings(credential, service.Service.Port);
        settings.KeepsSession = true;
        device.Start(settings);
        var command = Array.Empty<byte>();
        Run(device, () =>
        {
            command = device.Seal(credential, "5 settings app.offset=1.5");
            return device.Device.Sleeps == 1;
        });
        await Eventually.HoldsAsync(() => !service.Service.IsOnline(credential.ClientId), "it is offline");
        await service.Service.PublishP2PAsync(TestService.Parent, credential.ClientId, command, 1);
        Run(device, () => device.Device.Sleeps == 2);
        await Eventually.HoldsAsync(
            () => service.Received.Any(m => m.Topic == Topics.Reply(TestService.Parent) && Text(m).Contains("\"id\":\"5\"", StringComparison.Ordinal)), "it has answered");
        Assert.Contains("\"result\":\"ok\"", Text(service.Received.Single(m => Text(m).Contains("\"id\":\"5\"", StringComparison.Ordinal))));
        Assert.AreEqual("1.5", device.Device.Mind?.Report.Product.Find("offset").Text);
    }

    private static async Task SleepAsync(int wakes)
    {
        await using var service = await TestService.StartAsync();
        await using var device = Make();
        var credential = service.Register("0001");
        device.Start(TestDevice.Settings(credential, service.Service.Port));
        Run(device, () => device.Device.Sleeps == 1);
        var before = Stamps(device.Folder);
        Run(device, () => device.Device.Sleeps == wakes);
        var numbers = service.Received.Where(m => m.Topic == Topics.Telemetry(TestService.Parent)).Select(m => JsonDocument.Parse(m.Payload).RootElement).ToList();
        Assert.HasCount(wakes, numbers);
        Assert.HasCount(wakes, numbers.Select(n => (n.GetProperty("boot").GetString(), n.GetProperty("number").GetInt64())).Distinct().ToList());
        Assert.IsFalse(service.Received.Any(m => Text(m).Contains("without-product", StringComparison.Ordinal)), "no safe mode");
        Assert.AreEqual(wakes + 1, device.Device.Starts, "a start for each wake");

        // From the second wake on nothing is written: neither counters nor settings have changed.
        CollectionAssert.AreEqual(before, Stamps(device.Folder));
    }

    private static TestDevice Make() => new(
        new SeededRandom(1), application: () => new Thermometer { ConversionTime = 0 }, clock: new SteppedClock { IsSet = true });

    // Every write replaces its file.
    private static List<string> Stamps(string folder) => [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
        .Select(f => $"{Path.GetFileName(f)} {File.GetLastWriteTimeUtc(f).Ticks}")];

    // What comes from the service takes real time, and the device's runs only as far as that has come.
    private static void Run(TestDevice device, Func<bool> isDone)
    {
        for (var steps = 0; !isDone(); steps++)
        {
            Assert.IsLessThan(10_000_000, steps);
            if (device.Device.Mind?.Uplink.Session.InFlightCount > 0)
            {
                Thread.Sleep(1);
            }

            device.Device.Advance(TimeSpan.FromMilliseconds(Step));
        }
    }

    private static string Text(ServiceMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
