using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Brokers;

/// <summary>Who may publish to another's P2P topic: the service, RabbitMQ and EMQX answer the same.</summary>
[TestClass]
public sealed class PeerPublishTests
{
    private const string Sender = "GID_Test@@@0001";
    private const string Topic = "sensors/p2p/GID_Test@@@0002";

    private static readonly ServiceOptions _options = TestService.Options with { HttpPort = 0 };

    [TestMethod]
    [DataRow(null, TokenActions.None, true, DisplayName = "without grants everything is granted")]
    [DataRow("sensors/#", TokenActions.Write, true)]
    [DataRow("sensors/+/+", TokenActions.ReadWrite, true)]
    [DataRow("#", TokenActions.Write, true)]
    [DataRow("sensors/p2p/#", TokenActions.Write, true)]
    [DataRow("sensors/p2p/GID_Test@@@0002", TokenActions.Write, true)]
    [DataRow("sensors/p2p/GID_Test@@@0003", TokenActions.Write, false)]
    [DataRow("sensors/p2p/{clientId}", TokenActions.Write, false)]
    [DataRow("sensors/+", TokenActions.Write, false)]
    [DataRow("sensors/{clientId}/#", TokenActions.Write, false)]
    [DataRow("commands/#", TokenActions.Write, false)]
    [DataRow("sensors/#", TokenActions.Read, false)]
    public async Task A_grant_decides_the_same_here_and_at_other_brokers(string? filter, TokenActions actions, bool isAllowed)
    {
        await using var test = await TestService.StartAsync(_options with
        {
            Grants = filter is null ? null : [new TopicGrant(TopicGrant.Everybody, filter, actions)],
        });
        var credential = test.Register("0001");

        await ExpectAsync(test, TestService.UserName(credential), TestService.Password(credential), isAllowed);
    }

    [TestMethod]
    [DataRow("sensors/#", TokenActions.Write, true)]
    [DataRow("sensors/p2p/+", TokenActions.Write, true)]
    [DataRow("sensors/+", TokenActions.Write, false)]
    [DataRow("commands/#", TokenActions.Write, false)]
    [DataRow("sensors/#", TokenActions.Read, false)]
    public async Task A_token_decides_the_same_here_and_at_other_brokers(string resource, TokenActions actions, bool isAllowed)
    {
        await using var test = await TestService.StartAsync(_options);
        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        var token = test.Service.Tokens.Issue(TestService.Instance, ApiClient.AccessKeyId, [resource], actions, expires);

        await ExpectAsync(
            test, $"Token|{ApiClient.AccessKeyId}|{TestService.Instance}", $"{(actions == TokenActions.Write ? "W" : "R")}|{token}", isAllowed);
    }

    private static async Task ExpectAsync(TestService test, string userName, string password, bool isAllowed)
    {
        using var target = await test.ConnectRawAsync("0002");
        using var sender = await test.OpenAsync();
        await sender.SendAsync(RawClient.ConnectPacket(Sender, userName, password));
        Assert.AreEqual(0, await sender.ReadConnAckCodeAsync());
        await sender.PublishAsync(Topic, [1], qos: 1, id: 1);

        if (isAllowed)
        {
            Assert.AreEqual(Topic, (await target.ReadPublishAsync()).Topic);
            await sender.ExpectAsync(RawClient.PubAck);
        }
        else
        {
            // One with a token is told why before the close; nobody gets a PUBACK.
            while (await sender.ReadAsync() is { } packet)
            {
                Assert.AreEqual(RawClient.Publish, packet.Header);
            }

            await test.ExpectTraceAsync(Sender, TraceActions.PublishRefused, TraceReasons.ResourceAuthFailed);
            await target.ExpectNothingAsync();
        }

        var answer = isAllowed ? "allow" : "deny";
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);
        Assert.AreEqual("allow", await broker.RabbitUserAsync(Sender, userName, password));
        Assert.AreEqual(answer, await broker.RabbitTopicAsync(Sender, userName, "write", Topic.Replace('/', '.')));
        Assert.AreEqual(answer, await broker.AuthorizeAsync(Sender, userName, Topic, "publish"));

        // Reading it is another matter, and nobody's here.
        Assert.AreEqual("deny", await broker.AuthorizeAsync(Sender, userName, "sensors/#", "subscribe"));
    }
}
