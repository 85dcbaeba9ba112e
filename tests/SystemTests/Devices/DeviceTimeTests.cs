using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

/// <summary>The setting ntp, with a time server on a port of its own.</summary>
[TestClass]
public sealed class DeviceTimeTests
{
    private static readonly DateTimeOffset _told = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);

    [TestMethod]
    public async Task Measurements_bear_the_time_of_the_server_that_the_settings_name()
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var serving = AnswerOneAsync(server);
        await using var service = await TestService.StartAsync();
        await using var device = new TestDevice(wifi: new SimulatedWifi { NtpPort = ((IPEndPoint)server.Client.LocalEndPoint!).Port });
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.Port);
        settings.Ntp = "127.0.0.1";
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);
        await serving.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(
            () => service.Received.Where(m => m.Topic == Topics.Telemetry(TestService.Parent))
                .Any(m => DateTimeOffset.FromUnixTimeMilliseconds(JsonDocument.Parse(m.Payload).RootElement.GetProperty("time").GetInt64()).Year == _told.Year),
            "a measurement bears the time that was told");
    }

    private static async Task AnswerOneAsync(UdpClient server)
    {
        var question = await server.ReceiveAsync();
        var answer = new byte[SntpMessage.Size];
        answer[0] = 0x24;
        answer[1] = 1;
        question.Buffer.AsSpan(40, 8).CopyTo(answer.AsSpan(24));
        var seconds = (_told - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
        BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(40), (uint)seconds);
        await server.SendAsync(answer, question.RemoteEndPoint);
    }
}
