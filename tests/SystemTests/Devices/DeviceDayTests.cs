using System.Net;
using System.Net.Sockets;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Service;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

/// <summary>Whole days in seconds, with a clock that is stepped and random numbers that are the same in every run.</summary>
[TestClass]
public sealed class DeviceDayTests
{
    [TestMethod]
    public async Task In_a_day_without_a_broker_it_neither_gives_up_nor_hammers()
    {
        await using var device = new TestDevice(new SeededRandom(1), clock: new SteppedClock());
        var settings = TestDevice.Settings(Credential(), UnusedPort());
        settings.TelemetryInterval = 3600;
        device.Start(settings);
        device.Device.Advance(TimeSpan.FromDays(1));
        var tries = device.Statuses.Count(s => s.State == SupervisorState.Connecting);

        // At the cap of five minutes a full-jitter wait is 150 s on average: 576 a day, and the few of the first minutes.
        Assert.IsInRange(450, 750, tries);
        Assert.AreEqual(OfflineCause.ConnectFailed, device.Device.Status.Cause);
        Assert.AreEqual(24, device.Device.Mind!.Outbox.Count);
    }

    [TestMethod]
    public async Task In_a_day_of_refusals_it_asks_some_fifty_times()
    {
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(new SeededRandom(1), clock: new SteppedClock());
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.AccessKeyId = "DC.unknown";
        settings.TelemetryInterval = 3600;
        device.Start(settings);
        device.Device.Advance(TimeSpan.FromDays(1));

        // At the cap of an hour: 48 a day on average, and the few of the first hour.
        Assert.IsInRange(30L, 80L, service.Service.Counters.Refused);
        Assert.AreEqual(SupervisorState.Refused, device.Device.Status.State);
    }

    private static DeviceCredential Credential() => new("mqtt-cn-0001", "GID_Test@@@0001", "DC.id", "DC.secret", 0, 0);

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
