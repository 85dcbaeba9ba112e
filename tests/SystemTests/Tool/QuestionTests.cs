using System.Diagnostics;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>What a person sees who is asked something, on a real terminal.</summary>
[TestClass]
public sealed class QuestionTests
{
    [TestMethod]
    [DataRow(80)]
    [DataRow(160)]
    public async Task Provision_asks_for_what_is_missing_and_its_question_stays_on_the_screen(int columns)
    {
        using var serial = SerialPortOrSkip();
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(serial: serial);
        device.Device.Start();
        var credential = service.Register("0001");
        await using var window = await TerminalWindow.StartAsync(
            columns, "provision", "--port", serial.PortName, "--mode", "DeviceCredential", "--endpoint", "127.0.0.1", "--tls", "off",
            "--mqtt-port", $"{service.Service.Port}", "--instance", credential.InstanceId, "--client-id", credential.ClientId,
            "--access-key-id", credential.DeviceAccessKeyId);
        await AssertStaysAsync(window, "parent-topic:");
        await window.TypeAsync(TestService.Parent);
        await window.PressAsync("Enter");
        await AssertStaysAsync(window, "secret:");
        await window.TypeAsync(credential.DeviceAccessKeySecret);
        await window.PressAsync("Enter");
        var screen = await window.ExpectAsync("[exit 0]");
        Assert.Contains("online   ok GID_Test@@@0001 is online", screen);
        Assert.Contains($"parent-topic: {TestService.Parent}\nsecret:\n", screen);
        Assert.DoesNotContain(credential.DeviceAccessKeySecret, screen);
    }

    [TestMethod]
    public async Task Ctrl_C_ends_a_hidden_question_at_once_and_what_is_typed_after_it_counts_for_nothing()
    {
        using var serial = SerialPortOrSkip();
        await using var device = new TestDevice(serial: serial);
        device.Device.Start();
        await using var window = await TerminalWindow.StartAsync(80, "provision", "--port", serial.PortName, "--wifi-ssid", "home");
        await window.ExpectAsync("wifi-password:");
        await window.TypeAsync("half a pass");
        await window.PressAsync("C-c");
        await window.TypeAsync("word");
        await window.PressAsync("Enter");
        var screen = await window.ExpectAsync("[exit 130]");
        Assert.Contains("nanomqtt: stopped", screen);
        Assert.DoesNotContain("half a pass", screen);
        Assert.DoesNotContain("the device joins", screen);
    }

    [TestMethod]
    public async Task A_secret_that_is_typed_in_is_not_shown_by_sign_either()
    {
        await using var window = await TerminalWindow.StartAsync(
            80, "sign", "--instance", "mqtt-xxxxx", "--client-id", "GID_Test@@@0001", "--access-key-id", "YYYYY");
        await window.ExpectAsync("secret:");
        await window.TypeAsync("TopSecret");
        await window.PressAsync("Enter");
        var screen = await window.ExpectAsync("[exit 0]");
        Assert.Contains("user name: DeviceCredential|YYYYY|mqtt-xxxxx", screen);
        Assert.DoesNotContain("TopSecret", screen);
    }

    // Long enough for a spinner to draw over it a few times.
    private static async Task AssertStaysAsync(TerminalWindow window, string question)
    {
        await window.ExpectAsync(question);
        var watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < 600)
        {
            var last = (await window.ScreenAsync()).TrimEnd('\n').Split('\n')[^1];
            Assert.AreEqual(question, last);
        }
    }

    private static PseudoTerminal SerialPortOrSkip()
    {
        if (!PseudoTerminal.IsSupported)
        {
            Assert.Inconclusive("a simulated serial port needs Linux");
        }

        return new PseudoTerminal();
    }
}
