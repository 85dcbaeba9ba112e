using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Serial;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class PseudoTerminalTests
{
    [TestMethod]
    public async Task Asked_over_a_serial_port_of_the_system_the_device_answers()
    {
        using var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: terminal);
        device.Device.Start();
        using var client = new SerialClient(terminal.PortName);
        Assert.Contains("/chip: PC/", client.Ask("info"));
        Assert.StartsWith("state: unprovisioned/cause: none/", client.Ask("status"));
    }

    [TestMethod]
    public void Every_byte_arrives_as_it_was_sent_and_none_comes_back()
    {
        using var terminal = new PseudoTerminal();
        using var client = new SerialClient(terminal.PortName);
        var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        client.Port.Write(all, 0, all.Length);
        var buffer = new byte[1000];
        var count = ReadSome(terminal, buffer);
        Assert.AreSequenceEqual(all, buffer[..count]);
        Assert.AreEqual(0, client.Port.BytesToRead);

        terminal.Write(all, all.Length);
        Assert.AreSequenceEqual(all, client.ReadBytes(all.Length));
        Assert.AreEqual(0, terminal.Read(buffer));
    }

    [TestMethod]
    public async Task A_program_may_close_the_port_and_open_it_again()
    {
        using var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: terminal);
        device.Device.Start();
        for (var i = 0; i < 3; i++)
        {
            using var client = new SerialClient(terminal.PortName);
            Assert.StartsWith("state: unprovisioned/", client.Ask("status"));
        }
    }

    [TestMethod]
    public void What_is_sent_while_nobody_has_the_port_open_is_lost()
    {
        using var terminal = new PseudoTerminal();
        terminal.Write("first"u8.ToArray(), 5);
        using (new SerialClient(terminal.PortName))
        {
            terminal.Write("unread"u8.ToArray(), 6);
        }

        Assert.AreEqual(0, terminal.Read(new byte[10]));
        terminal.Write("between"u8.ToArray(), 7);
        using var client = new SerialClient(terminal.PortName);
        terminal.Write("heard"u8.ToArray(), 5);
        Assert.AreSequenceEqual("heard"u8.ToArray(), client.ReadBytes(5));
    }

    [TestMethod]
    public void What_a_program_sent_before_it_closed_the_port_arrives()
    {
        using var terminal = new PseudoTerminal();
        using (var client = new SerialClient(terminal.PortName))
        {
            client.Port.Write("status\n");
        }

        var buffer = new byte[100];
        Assert.AreEqual(7, ReadSome(terminal, buffer));
        Assert.AreEqual(0, terminal.Read(buffer));
    }

    [TestMethod]
    public async Task A_program_that_never_reads_does_not_stop_the_device()
    {
        await using var service = await TestService.StartAsync();
        using var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: terminal);
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        using (var client = new SerialClient(terminal.PortName))
        {
            // More than the system buffers.
            var answers = 0;
            await Eventually.HoldsAsync(
                () =>
                {
                    client.Port.Write("show\n");
                    return ++answers > 100 && client.Port.BytesToRead > 3000;
                },
                "nothing more fits");
            await ExpectTelemetryAsync(service);
            Assert.AreEqual(SupervisorState.Online, device.Device.Status.State);
        }

        using var other = new SerialClient(terminal.PortName);
        await Eventually.HoldsAsync(() => other.Ask("status").StartsWith("state: online/", StringComparison.Ordinal), "it answers");
        Assert.DoesNotContain(s => s.Cause == OfflineCause.ConnectionLost, device.Statuses);
    }

    [TestMethod]
    public async Task Two_devices_have_a_port_each_and_answer_at_once()
    {
        using var first = new PseudoTerminal();
        using var second = new PseudoTerminal();
        Assert.AreNotEqual(first.PortName, second.PortName);
        await using var a = new TestDevice(serial: first, mac: "02000000000A");
        await using var b = new TestDevice(serial: second, mac: "02000000000B");
        a.Device.Start();
        b.Device.Start();
        using var clientOfA = new SerialClient(first.PortName);
        using var clientOfB = new SerialClient(second.PortName);
        clientOfA.Port.Write("info\n");
        clientOfB.Port.Write("info\n");
        Assert.Contains("/mac: 02000000000A/", clientOfA.ReadAnswer());
        Assert.Contains("/mac: 02000000000B/", clientOfB.ReadAnswer());
    }

    [TestMethod]
    public async Task Unplugged_in_the_middle_of_a_request_the_program_is_told_and_the_device_stays_online()
    {
        await using var service = await TestService.StartAsync();
        var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: terminal);
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        using var client = new SerialClient(terminal.PortName);
        client.Port.Write("set endpo");
        terminal.Dispose();
        var e = Assert.Throws<Exception>(() => client.Ask("int a.b"));
        Assert.IsTrue(e is IOException or InvalidOperationException or UnauthorizedAccessException, e.ToString());
        await ExpectTelemetryAsync(service);
        Assert.AreEqual(SupervisorState.Online, device.Device.Status.State);
    }

    [TestMethod]
    public async Task A_flood_of_garbage_at_full_line_speed_neither_stops_the_device_nor_its_command_line()
    {
        await using var service = await TestService.StartAsync();
        using var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: new PacedLine(terminal, 115200, new SystemClock()));
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        var garbage = new byte[3 * 11520];
        new Random(1).NextBytes(garbage);
        using (var client = new SerialClient(terminal.PortName))
        {
            // The system buffers a part of a second, so this lasts nearly as long as the line takes: three seconds.
            client.Port.Write(garbage, 0, garbage.Length);
            client.Port.Write("\n");
        }

        await ExpectTelemetryAsync(service);
        using var after = new SerialClient(terminal.PortName);
        await Eventually.HoldsAsync(() => after.Ask("status").StartsWith("state: online/", StringComparison.Ordinal), "it answers");
        Assert.DoesNotContain(s => s.Cause == OfflineCause.ConnectionLost, device.Statuses);
    }

    private static Task ExpectTelemetryAsync(TestService service)
    {
        var before = service.Received.Count;
        return Eventually.HoldsAsync(() => service.Received.Count >= before + 2, "telemetry goes on");
    }

    private static int ReadSome(PseudoTerminal terminal, byte[] buffer)
    {
        var count = 0;
        SpinWait.SpinUntil(() => (count = terminal.Read(buffer)) > 0, TimeSpan.FromSeconds(10));
        return count;
    }
}
