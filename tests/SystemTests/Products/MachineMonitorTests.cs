using System.Text;
using System.Text.Json;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Examples;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Products;

/// <summary>The machine monitor: three sensors, an alarm, settings.</summary>
[TestClass]
public sealed class MachineMonitorTests
{
    [TestMethod]
    public async Task It_measures_alarms_and_goes_by_its_settings()
    {
        await using var service = await TestService.StartAsync();
        var monitor = new MachineMonitor();
        await using var device = new TestDevice(FixedRandom.Nothing, application: () => monitor);
        var credential = service.Register("0001");
        device.Start(TestDevice.Settings(credential, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        await ExpectAsync(service, "telemetry", "\"vibrationPeak\":0.75,\"temperature\":40,\"current\":");
        monitor.Heat = 71;
        await ExpectAsync(service, "alarm", "\"alarm\":true,\"temperature\":71,\"limit\":70}");
        Assert.AreEqual("OK/", await device.AskAsync("set app.limit 90.5"));
        Assert.AreEqual("OK/", await device.AskAsync("set app.live on"));
        Assert.AreEqual("rule: number from 30 to 120/ERR 10 app.limit/", await device.AskAsync("set app.limit 200"));
        Assert.Contains("product: ok/", await device.AskAsync("commit"));
        await ExpectAsync(service, "alarm", "\"alarm\":false,\"temperature\":71,\"limit\":90.5}");
        await ExpectAsync(service, "live", "{\"temperature\":71,\"current\":");
        Assert.Contains("app.limit: 90.5/app.live: on/", await device.AskAsync("show"));
        var readings = service.Received.Where(m => m.Topic.EndsWith("/telemetry", StringComparison.Ordinal))
            .Sum(m => JsonDocument.Parse(m.Payload).RootElement.GetProperty("readings").GetInt32());
        Assert.IsGreaterThan(10, readings, "ten a second");
    }

    private static Task ExpectAsync(TestService service, string subtopic, string part) => Eventually.HoldsAsync(
        () => service.Received.Any(m => m.Topic == $"{TestService.Parent}/{subtopic}" && Encoding.UTF8.GetString(m.Payload.Span).Contains(part, StringComparison.Ordinal)),
        $"{subtopic} brings {part}");
}
