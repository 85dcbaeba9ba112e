using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class WebSocketTests
{
    private static readonly ServiceOptions _options = TestService.Options with { WebSocketPort = 0, WebSocketTlsPort = 0 };

    [TestMethod]
    [DataRow(false, DisplayName = "ws")]
    [DataRow(true, DisplayName = "wss")]
    public async Task On_the_path_mqtt_a_client_logs_in_subscribes_and_publishes(bool secure)
    {
        await using var test = await TestService.StartAsync(_options);
        using var client = new LibraryClient();
        await client.ConnectAsync(ClientOptions(test, test.Register("0001"), secure));
        using var tcp = await test.ConnectAsync("0002");

        await client.SubscribeAsync("sensors/#");
        await tcp.PublishAsync("sensors/a", new byte[40000]);
        Assert.HasCount(40000, (await client.ReadAsync()).Payload);
        await client.PublishAsync("sensors/p2p/GID_Test@@@0002", new byte[40000]);
        Assert.HasCount(40000, (await tcp.ReadAsync()).Payload);
        await client.DisconnectAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.Disconnect, TraceReasons.DisconnectedByClient);
    }

    [TestMethod]
    public async Task A_wrong_password_is_refused_and_a_topic_that_does_not_exist_closes()
    {
        await using var test = await TestService.StartAsync(_options);
        var credential = test.Register("0001");
        using var socket = await OpenAsync(test, "/mqtt");
        await socket.SendAsync(
            TestService.ConnectPacket(credential with { DeviceAccessKeySecret = "wrong" }), WebSocketMessageType.Binary, true, default);
        var answer = new byte[16];
        Assert.AreEqual(4, (await socket.ReceiveAsync(answer, default)).Count);
        Assert.AreEqual(5, answer[3]);
        Assert.AreEqual(WebSocketMessageType.Close, (await socket.ReceiveAsync(answer, default)).MessageType);

        using var second = await OpenAsync(test, "/mqtt");
        await second.SendAsync(TestService.ConnectPacket(credential), WebSocketMessageType.Binary, true, default);
        await second.ReceiveAsync(answer, default);
        byte[] subscribe = RawClient.Packet(0x82, RawClient.Number(1), RawClient.Text("unknown/a"), [0]);
        await second.SendAsync(subscribe, WebSocketMessageType.Binary, true, default);
        Assert.AreEqual(WebSocketMessageType.Close, (await second.ReceiveAsync(answer, default)).MessageType);
        await test.ExpectTraceAsync(credential.ClientId, TraceActions.Disconnect, TraceReasons.ResourceAuthFailed);
    }

    [TestMethod]
    public async Task Another_path_another_subprotocol_and_plain_HTTP_are_refused()
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = new HttpClient();
        var root = new Uri($"http://127.0.0.1:{test.Service.WebSocketPort}");
        Assert.AreEqual(HttpStatusCode.NotFound, (await http.GetAsync(root)).StatusCode);
        Assert.AreEqual(HttpStatusCode.BadRequest, (await http.GetAsync(new Uri(root, "/mqtt"))).StatusCode);
        await Assert.ThrowsExactlyAsync<WebSocketException>(() => OpenAsync(test, "/other"));
        await Assert.ThrowsExactlyAsync<WebSocketException>(() => OpenAsync(test, "/mqtt", "amqp"));
    }

    [TestMethod]
    public async Task A_dropped_client_and_a_service_that_stops_close_the_WebSocket()
    {
        await using var test = await TestService.StartAsync(_options);
        using var dropped = new LibraryClient();
        await dropped.ConnectAsync(ClientOptions(test, test.Register("0001"), secure: false));
        using var left = new LibraryClient();
        await left.ConnectAsync(ClientOptions(test, test.Register("0002"), secure: false));

        Assert.IsTrue(await test.Service.DropAsync(TestService.ClientId("0001")));
        await Eventually.HoldsAsync(() => !dropped.IsConnected, "it notices");
        await test.Service.DisposeAsync();
        await Eventually.HoldsAsync(() => !left.IsConnected, "it notices");
    }

    [TestMethod]
    public async Task A_WebSocket_port_in_use_is_named()
    {
        await using var first = await TestService.StartAsync(_options);
        var port = first.Service.WebSocketPort;

        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(
            () => MqttService.StartAsync(TestService.Options with { WebSocketPort = port }));

        Assert.Contains($"{port}", exception.Message);
    }

    private static MqttClientOptions ClientOptions(TestService test, DeviceCredential credential, bool secure)
    {
        var authority = X509Certificate2.CreateFromPem(test.Service.CertificateAuthorityPem);
        var builder = new MqttClientOptionsBuilder()
            .WithWebSocketServer(ws => ws.WithUri(secure
                ? $"wss://localhost:{test.Service.WebSocketTlsPort}/mqtt"
                : $"ws://127.0.0.1:{test.Service.WebSocketPort}/mqtt"))
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(credential.ClientId)
            .WithCredentials(TestService.UserName(credential), TestService.Password(credential));
        return (secure
            ? builder.WithTlsOptions(tls => tls.WithCertificateValidationHandler(
                args => args.SslPolicyErrors == SslPolicyErrors.RemoteCertificateChainErrors && TlsAuthorityTests.IsIssuedBy(args.Certificate, authority)))
            : builder).Build();
    }

    private static async Task<ClientWebSocket> OpenAsync(TestService test, string path, string subProtocol = "mqtt")
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(subProtocol);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{test.Service.WebSocketPort}{path}"), default);
        return socket;
    }
}
