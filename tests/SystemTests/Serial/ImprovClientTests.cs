using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Serial;

[TestClass]
[OSCondition(OperatingSystems.Linux)]
public sealed class ImprovClientTests
{
    private const int Ready = 2;
    private const int Provisioned = 4;

    [TestMethod]
    public async Task Improv_the_public_client_joins_the_device_to_a_network_and_names_it()
    {
        using var terminal = new PseudoTerminal();
        var wifi = new SimulatedWifi("home", "right password");
        wifi.AddNetwork("café open", "");
        wifi.Forget();
        await using var device = new TestDevice(serial: new PacedLine(terminal, 115200, new SystemClock()), wifi: wifi);
        device.Device.Start();
        using var client = await ImprovClient.StartAsync(terminal.PortName);

        var said = await client.CallAsync("initialize");
        Assert.AreEqual(Ready, said.GetProperty("state").GetInt32(), said.ToString());
        var info = said.GetProperty("result");
        Assert.AreEqual("NanoMqttDevice", info.GetProperty("firmware").GetString());
        Assert.AreEqual(Firmware.Version, info.GetProperty("version").GetString());
        Assert.AreEqual("PC", info.GetProperty("chipFamily").GetString());
        Assert.AreEqual("pc-000001", info.GetProperty("name").GetString());

        var networks = (await client.CallAsync("scan")).GetProperty("result").EnumerateArray()
            .Select(n => $"{n.GetProperty("name")} {n.GetProperty("rssi")} {n.GetProperty("secured")}");
        Assert.AreSequenceEqual(["café open -49 False", "home -44 True"], networks);

        said = await client.CallAsync("provision", "home", "wrong password");
        Assert.AreEqual("UNABLE_TO_CONNECT", said.GetProperty("failure").GetString());
        Assert.AreEqual(Ready, said.GetProperty("state").GetInt32());
        Assert.IsFalse(wifi.IsUp);

        said = await client.CallAsync("provision", "home", "right password");
        Assert.IsFalse(said.TryGetProperty("failure", out _), said.ToString());
        Assert.AreEqual(Provisioned, said.GetProperty("state").GetInt32());
        Assert.IsTrue(wifi.IsUp);
        Assert.AreEqual("home", wifi.Ssid);
        Assert.AreEqual(Provisioned, (await client.CallAsync("requestCurrentState")).GetProperty("state").GetInt32());

        Assert.AreEqual("BAD_HOSTNAME", (await client.CallAsync("setHostname", "-kitchen")).GetProperty("failure").GetString());
        Assert.AreEqual("kitchen", (await client.CallAsync("setHostname", "kitchen")).GetProperty("result").GetString());
        Assert.AreEqual("kitchen", (await client.CallAsync("getHostname")).GetProperty("result").GetString());
        Assert.AreEqual("Küche", (await client.CallAsync("setDeviceName", "Küche")).GetProperty("result").GetString());
        Assert.AreEqual("UNKNOWN_RPC_COMMAND", (await client.CallAsync("requestNetworkState")).GetProperty("failure").GetString());
    }

    [TestMethod]
    public async Task Improv_the_public_client_finds_the_device_after_garbage_and_while_it_is_online()
    {
        await using var service = await TestService.StartAsync();
        using var terminal = new PseudoTerminal();
        await using var device = new TestDevice(serial: terminal);
        device.Start(TestDevice.Settings(service.Register("0001"), service.Service.Port));
        await device.ExpectAsync(SupervisorState.Online);
        using (var noise = new SerialClient(terminal.PortName))
        {
            noise.Port.Write("AT+RST\r\nIMPROV\u0001\u0003\u0009half a frame, and a line wit");
        }

        using var client = await ImprovClient.StartAsync(terminal.PortName);
        var said = await client.CallAsync("initialize");
        Assert.AreEqual(Provisioned, said.GetProperty("state").GetInt32(), said.ToString());
        Assert.AreEqual(SupervisorState.Online, device.Device.Status.State);
    }
}
