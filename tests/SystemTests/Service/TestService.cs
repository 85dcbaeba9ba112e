using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Formatter;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>One service on a free port, and clients of it; all of it ends with the test.</summary>
internal sealed class TestService : IAsyncDisposable
{
    public const string Instance = "mqtt-cn-0001";
    public const string OtherInstance = "post-cn-0002";
    public const string Group = "GID_Test";
    public const string Parent = "sensors";
    public const string AccountSecret = "accountSecret0123";

    private readonly List<IDisposable> _clients = [];

    private TestService(MqttService service)
    {
        Service = service;
    }

    public static ServiceOptions Options { get; } = new()
    {
        InstanceIds = [Instance, OtherInstance],
        GroupIds = [Group, "GID-Other"],
        ParentTopics = [Parent, "commands"],
        Accounts = [new ServiceAccount("LTAIaccount", AccountSecret)],
    };

    public MqttService Service { get; }

    public ConcurrentQueue<ServiceMessage> Received { get; } = new();

    public static async Task<TestService> StartAsync(ServiceOptions? options = null, TimeProvider? time = null)
    {
        var test = new TestService(await MqttService.StartAsync(options ?? Options, time));
        test.Service.Received += test.Received.Enqueue;
        return test;
    }

    public static string ClientId(string device) => $"{Group}@@@{device}";

    public static string UserName(DeviceCredential credential)
    {
        return $"DeviceCredential|{credential.DeviceAccessKeyId}|{credential.InstanceId}";
    }

    public static string Password(DeviceCredential credential)
    {
        return LoginSignature.Compute(credential.DeviceAccessKeySecret, credential.ClientId);
    }

    public static byte[] ConnectPacket(
        DeviceCredential credential,
        int keepAlive = 60,
        bool clean = true,
        (string Topic, string Message)? will = null)
    {
        return RawClient.ConnectPacket(
            credential.ClientId, UserName(credential), Password(credential), keepAlive, clean: clean, will: will);
    }

    public DeviceCredential Register(string device) => Service.Credentials.Register(Instance, ClientId(device));

    public async Task<RawClient> OpenAsync()
    {
        var client = await RawClient.OpenAsync(Service.Port);
        _clients.Add(client);
        return client;
    }

    /// <summary>A raw client that is let in.</summary>
    public async Task<RawClient> ConnectRawAsync(string device, int keepAlive = 60, (string Topic, string Message)? will = null)
    {
        var credential = Service.Credentials.Get(Instance, ClientId(device)) ?? Register(device);
        var client = await OpenAsync();
        await client.SendAsync(ConnectPacket(credential, keepAlive, will: will));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        return client;
    }

    /// <summary>A raw client that is let in with cleanSession=false, and the CONNACK's session-present flag.</summary>
    public async Task<(RawClient Client, bool IsPresent)> ConnectPersistentAsync(string device)
    {
        var credential = Service.Credentials.Get(Instance, ClientId(device)) ?? Register(device);
        var client = await OpenAsync();
        await client.SendAsync(ConnectPacket(credential, clean: false));
        var packet = await client.ReadAsync();
        Assert.IsNotNull(packet, "closed without CONNACK");
        Assert.AreEqual((RawClient.ConnAck, (byte)0), (packet.Value.Header, packet.Value.Body[1]));
        return (client, packet.Value.Body[0] == 1);
    }

    /// <summary>A client with cleanSession=false that subscribed and went away.</summary>
    public async Task LeaveSubscriberAsync(string device, string filter, int qos = 1)
    {
        var (client, _) = await ConnectPersistentAsync(device);
        await client.SubscribeAsync(1, (filter, qos));
        await client.ExpectAsync(RawClient.SubAck);
        await LeaveAsync(client, device);
    }

    /// <summary>Disconnects a client and waits until it counts as offline.</summary>
    public async Task LeaveAsync(RawClient client, string device)
    {
        await client.SendAsync([0xE0, 0]);
        await client.ExpectCloseAsync();
        await Eventually.HoldsAsync(() => !Service.IsOnline(ClientId(device)), "it is offline");
    }

    /// <summary>A library's client that is let in.</summary>
    public async Task<LibraryClient> ConnectAsync(string device)
    {
        var credential = Service.Credentials.Get(Instance, ClientId(device)) ?? Register(device);
        var client = new LibraryClient();
        _clients.Add(client);
        var options = new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", Service.Port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(credential.ClientId)
            .WithCredentials(UserName(credential), Password(credential))
            .Build();
        await client.ConnectAsync(options);
        return client;
    }

    /// <summary>The CONNACK return code of one login; if it is a refusal, the close must follow.</summary>
    public async Task<byte> LoginAsync(string clientId, string? userName, string? password, byte level = 4, bool clean = true)
    {
        using var client = await RawClient.OpenAsync(Service.Port);
        await client.SendAsync(RawClient.ConnectPacket(clientId, userName, password, level: level, clean: clean));
        var code = await client.ReadConnAckCodeAsync();

        if (code != 0)
        {
            await client.ExpectCloseAsync();
        }

        return code;
    }

    public Task<byte> LoginAsync(DeviceCredential credential)
    {
        return LoginAsync(credential.ClientId, UserName(credential), Password(credential));
    }

    /// <summary>Waits for a client's trace entry.</summary>
    public Task ExpectTraceAsync(string clientId, string action, string reason)
    {
        return Eventually.HoldsAsync(
            () => Service.Trace.Any(entry => entry.ClientId == clientId && entry.Action == action && entry.Reason == reason),
            $"trace {action} {reason}");
    }

    /// <summary>Proves that the service still serves.</summary>
    public async Task ExpectServesAsync()
    {
        using var client = await ConnectRawAsync("honest");
        await client.PingAsync();
        await client.ExpectAsync(RawClient.PingResp);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await Service.DisposeAsync();
    }
}
