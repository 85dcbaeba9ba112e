using System.Text;
using MQTTnet;
using MQTTnet.Formatter;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

/// <summary>
/// The device against a broker that nobody here wrote and that computes nothing: the login it expects is the published example's, written down.
/// So the login is right, not merely agreed between our own two ends.
/// </summary>
[TestClass]
public sealed class MosquittoTests
{
    private static readonly Dictionary<string, string> _logins = new()
    {
        ["DeviceCredential|YYYYY|mqtt-xxxxx"] = "vI009IZJZVGRwBwZvnbwjfuXxVM=",
        ["Token|YYYYY|mqtt-xxxxx"] = "R|123|W|abcd",
        ["watcher"] = "watcher",
    };

    [TestMethod]
    public async Task The_device_logs_into_mosquitto_sends_and_obeys()
    {
        await using var mosquitto = await Mosquitto.StartAsync(_logins);
        using var watcher = new LibraryClient();
        await watcher.ConnectAsync(new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", mosquitto.Port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithCredentials("watcher", "watcher")
            .Build());
        await watcher.SubscribeAsync("top/#");
        await using var device = new TestDevice(application: () => new SubscribedApplication());
        var settings = ExampleSettings(mosquitto.Port);
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);
        await Eventually.HoldsAsync(() => watcher.Messages.Any(m => m.Topic == "top/telemetry"), "telemetry");

        await watcher.PublishAsync("top/p2p/GID_Test@@@0001", Encoding.UTF8.GetBytes("m1 ping"));
        await Eventually.HoldsAsync(
            () => watcher.Messages.Any(m => m.Topic == "top/reply"
                && Encoding.UTF8.GetString(m.Payload).Contains("\"id\":\"m1\"", StringComparison.Ordinal)),
            "reply");
    }

    [TestMethod]
    public async Task Mosquitto_takes_the_tokens_as_they_are_joined()
    {
        await using var mosquitto = await Mosquitto.StartAsync(_logins);
        await using var device = new TestDevice();
        var settings = ExampleSettings(mosquitto.Port);
        settings.Mode = AuthenticationMode.Token;
        settings.Secret = null;
        settings.TokenW = "abcd";
        settings.TokenR = "123";
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);
    }

    [TestMethod]
    public async Task Mosquitto_refuses_a_wrong_secret_and_the_device_knows_the_code()
    {
        await using var mosquitto = await Mosquitto.StartAsync(_logins);
        await using var device = new TestDevice(FixedRandom.Everything);
        var settings = ExampleSettings(mosquitto.Port);
        settings.Secret = Encoding.UTF8.GetBytes("XXXXY");
        device.Start(settings);
        Assert.AreEqual(5, await device.ExpectRefusalAsync());
    }

    private static DeviceSettings ExampleSettings(int port) => new()
    {
        Mode = AuthenticationMode.DeviceCredential,
        Endpoint = "127.0.0.1",
        Port = port,
        Tls = false,
        Instance = "mqtt-xxxxx",
        ClientId = "GID_Test@@@0001",
        AccessKeyId = "YYYYY",
        Secret = Encoding.UTF8.GetBytes("XXXXX"),
        ParentTopic = "top",
    };

    /// <summary>mosquitto has no P2P: what the service delivers by itself must be subscribed to here.</summary>
    private sealed class SubscribedApplication : DeviceApplication
    {
        public override string[] GetSubscriptions(DeviceContext device) => ["top/p2p/GID_Test@@@0001"];

        public override void Measure(DeviceContext device, JsonObject telemetry) => telemetry.Add("counter", 1);
    }
}
