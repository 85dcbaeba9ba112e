using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Examples;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Service;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Products;

/// <summary>The relay with its button, on pins of a PC.</summary>
[TestClass]
public sealed class RelayTests
{
    private const int RelayPin = 4;
    private const int ButtonPin = 5;

    [TestMethod]
    public async Task A_sealed_command_and_the_button_switch_it()
    {
        await using var service = await TestService.StartAsync();
        var pins = new SimulatedPins();
        await using var device = new TestDevice(FixedRandom.Nothing, application: () => new Relay(), pins: pins);
        var credential = service.Register("0001");
        device.Start(TestDevice.Settings(credential, service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        await Eventually.HoldsAsync(() => service.Service.IsOnline(credential.ClientId), "it is online");
        await SendAsync(service, Encoding.UTF8.GetBytes("a relay on"));
        await ExpectAsync(service, "\"id\":\"a\"", "\"result\":\"needs-seal\"");
        Assert.IsFalse(pins.Get(RelayPin));
        await SendAsync(service, device.Seal(credential, "1 relay on"));
        await ExpectAsync(service, "\"id\":\"1\"", "\"result\":\"ok\",\"relay\":true");
        Assert.IsTrue(pins.Get(RelayPin));
        pins.Set(ButtonPin, isHigh: false);
        pins.Set(ButtonPin, isHigh: true);
        pins.Set(ButtonPin, isHigh: false);
        await ExpectAsync(service, "\"by\":\"button\"", "\"relay\":false");
        await Eventually.HoldsAsync(() => !pins.Get(RelayPin), "one press, though its contact bounced");
        await SendAsync(service, device.Seal(credential, "2 pulse 1"));
        await ExpectAsync(service, "\"id\":\"2\"", "\"result\":\"working\"");
        Assert.IsTrue(pins.Get(RelayPin));
        await ExpectAsync(service, "\"id\":\"2\"", "\"result\":\"ok\"");
        Assert.IsFalse(pins.Get(RelayPin));
    }

    [TestMethod]
    public void A_pin_of_the_board_cannot_be_taken()
    {
        using var controller = new SimulatedPins(2, 16, 17).CreateController();
        Assert.ThrowsExactly<InvalidOperationException>(() => controller.OpenPin(2));
        _ = controller.OpenPin(4);
    }

    private static async Task SendAsync(TestService service, byte[] payload) =>
        Assert.IsTrue(await service.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId("0001"), payload, 1), "it is online");

    private static Task ExpectAsync(TestService service, string which, string what) => Eventually.HoldsAsync(
        () => service.Received.Select(m => Encoding.UTF8.GetString(m.Payload.Span))
            .Any(t => t.Contains(which, StringComparison.Ordinal) && t.Contains(what, StringComparison.Ordinal)),
        $"{which} brings {what}");
}
