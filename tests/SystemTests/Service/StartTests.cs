using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class StartTests
{
    [TestMethod]
    public async Task It_listens_on_this_machine_only_and_tells_its_port()
    {
        await using var test = await TestService.StartAsync();

        Assert.IsInRange(1, 65535, test.Service.Port);
        Assert.IsNull(test.Service.TlsPort);
        await test.ExpectServesAsync();
        using var elsewhere = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsExactlyAsync<SocketException>(
            () => elsewhere.ConnectAsync(IPAddress.Parse("127.0.0.2"), test.Service.Port));
    }

    [TestMethod]
    public async Task A_port_in_use_is_named_with_what_to_do()
    {
        await using var first = await TestService.StartAsync();
        var port = first.Service.Port;

        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(
            () => MqttService.StartAsync(TestService.Options with { Port = port }));

        Assert.Contains($"127.0.0.1:{port}", exception.Message);
        Assert.Contains("in use", exception.Message);
        Assert.Contains("another port", exception.Message);
    }

    [TestMethod]
    public async Task An_address_of_another_machine_is_named()
    {
        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(
            () => MqttService.StartAsync(TestService.Options with { ListenAddress = "192.0.2.1" }));

        Assert.Contains("192.0.2.1", exception.Message);
    }

    [TestMethod]
    public async Task Stopping_closes_clients_frees_the_port_and_may_be_done_twice()
    {
        var service = await MqttService.StartAsync(TestService.Options);
        var credential = service.Credentials.Register(TestService.Instance, TestService.ClientId("0001"));
        using var client = await RawClient.OpenAsync(service.Port);
        await client.SendAsync(TestService.ConnectPacket(credential));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        using var silent = await RawClient.OpenAsync(service.Port);

        await service.DisposeAsync();
        await service.DisposeAsync();

        await client.ExpectCloseAsync();
        await silent.ExpectCloseAsync();
        await using var next = await MqttService.StartAsync(TestService.Options with { Port = service.Port });
        Assert.AreEqual(service.Port, next.Port);
    }

    [TestMethod]
    public async Task Options_that_break_a_rule_are_named()
    {
        var good = TestService.Options;

        foreach (var (options, field) in ((ServiceOptions, string)[])
        [
            (good with { InstanceIds = [] }, nameof(ServiceOptions.InstanceIds)),
            (good with { InstanceIds = ["a|b"] }, nameof(ServiceOptions.InstanceIds)),
            (good with { GroupIds = ["Test"] }, nameof(ServiceOptions.GroupIds)),
            (good with { GroupIds = ["GID_ab"] }, nameof(ServiceOptions.GroupIds)),
            (good with { GroupIds = [null!] }, nameof(ServiceOptions.GroupIds)),
            (good with { ParentTopics = ["ab"] }, nameof(ServiceOptions.ParentTopics)),
            (good with { ParentTopics = ["a/b"] }, nameof(ServiceOptions.ParentTopics)),
            (good with { ParentTopics = ["$SYS"] }, nameof(ServiceOptions.ParentTopics)),
            (good with { Accounts = [new ServiceAccount("a|b", "s")] }, nameof(ServiceOptions.Accounts)),
            (good with { Accounts = [new ServiceAccount("a", "")] }, nameof(ServiceOptions.Accounts)),
            (good with { Accounts = [new("a", "s"), new("a", "t")] }, nameof(ServiceOptions.Accounts)),
            (good with { DatabasePath = " " }, nameof(ServiceOptions.DatabasePath)),
            (good with { ListenAddress = "localhost" }, nameof(ServiceOptions.ListenAddress)),
            (good with { Port = 65536 }, nameof(ServiceOptions.Port)),
            (good with { WebSocketPort = -1 }, nameof(ServiceOptions.WebSocketPort)),
            (good with { TlsNames = ["a b"] }, nameof(ServiceOptions.TlsNames)),
            (good with { Instances = [new(TestService.Instance, [], [])] }, nameof(ServiceOptions.Instances)),
            (good with { Instances = [new("other", ["Test"], [])] }, nameof(ServiceOptions.Instances)),
            (good with { Grants = [new("x", "a/#/b", TokenActions.ReadWrite)] }, nameof(ServiceOptions.Grants)),
            (good with { SessionDatabasePath = "" }, nameof(ServiceOptions.SessionDatabasePath)),
            (good with { PostgresConnectionString = " " }, nameof(ServiceOptions.PostgresConnectionString)),
            (good with { PostgresConnectionString = "Host=x", DatabasePath = "x" }, nameof(ServiceOptions.PostgresConnectionString)),
            (good with { HttpPort = 65536 }, nameof(ServiceOptions.HttpPort)),
            (good with { HttpsPort = -1 }, nameof(ServiceOptions.HttpsPort)),
            (good with { HttpListenAddress = "localhost" }, nameof(ServiceOptions.HttpListenAddress)),
            (good with { AuthenticationSecret = "" }, nameof(ServiceOptions.AuthenticationSecret)),
            (good with { AuthenticationSecret = "a b" }, nameof(ServiceOptions.AuthenticationSecret)),
            (good with { ApplyTokenRate = 0 }, nameof(ServiceOptions.ApplyTokenRate)),
            (good with { QueryTokenRate = 0 }, nameof(ServiceOptions.QueryTokenRate)),
            (good with { RevokeTokenRate = 0 }, nameof(ServiceOptions.RevokeTokenRate)),
            (good with { RefusalCode = 3 }, nameof(ServiceOptions.RefusalCode)),
            (good with { ConnectTimeout = TimeSpan.Zero }, nameof(ServiceOptions.ConnectTimeout)),
            (good with { TraceCapacity = 0 }, nameof(ServiceOptions.TraceCapacity)),
            (good with { Random = null! }, nameof(ServiceOptions.Random)),
        ])
        {
            var exception = await Assert.ThrowsExactlyAsync<ArgumentException>(() => MqttService.StartAsync(options));
            Assert.AreEqual(field, exception.ParamName);
            Assert.Contains(field, exception.Message);
        }
    }

    [TestMethod]
    public async Task Over_TLS_a_device_is_let_in_and_a_plain_one_is_not()
    {
        using var certificate = MakeCertificate();
        var time = new ManualTime();
        var options = TestService.Options with { TlsPort = 0, TlsCertificate = certificate };
        await using var test = await TestService.StartAsync(options, time);
        var credential = test.Register("0001");
        var port = test.Service.TlsPort!.Value;

        using var plain = await RawClient.OpenAsync(port);
        await plain.SendAsync(TestService.ConnectPacket(credential));
        using var silent = await RawClient.OpenAsync(port);

        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        var expected = certificate.GetCertHashString();
        await using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == expected,
        });
        Assert.IsTrue(tls.SslProtocol is SslProtocols.Tls12 or SslProtocols.Tls13);
        await tls.WriteAsync(TestService.ConnectPacket(credential));
        var connAck = new byte[4];
        await tls.ReadExactlyAsync(connAck);
        CollectionAssert.AreEqual((byte[])[0x20, 2, 0, 0], connAck);

        // A close over TLS is told as one, and a handshake that never comes is not waited for.
        await tls.WriteAsync(RawClient.Packet(0x82, RawClient.Number(1), RawClient.Text("unknown/x"), [0]));
        Assert.AreEqual(0, await tls.ReadAsync(connAck));
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));
        await silent.ExpectCloseAsync();
        await Eventually.HoldsAsync(() => test.Service.Counters.Refused == 2, "the plain and the silent one are counted");
        await test.ExpectServesAsync();
    }

    internal static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
