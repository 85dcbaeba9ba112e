using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class GrantTests
{
    private static readonly ServiceOptions _options = TestService.Options with
    {
        Grants =
        [
            new TopicGrant(TopicGrant.Everybody, "sensors/+/public", TokenActions.Read),
            new TopicGrant(TestService.ClientId("0001"), "sensors/0001/#", TokenActions.Write),
            new TopicGrant("LTAIaccount", "commands/#", TokenActions.ReadWrite),
        ],
    };

    [TestMethod]
    public async Task What_is_granted_may_be_used()
    {
        await using var test = await TestService.StartAsync(_options);
        using var device = await test.ConnectRawAsync("0001");
        using var account = await ConnectAccountAsync(test);

        await device.SubscribeAsync(1, ("sensors/+/public", 1), ("sensors/x/public", 0));
        await device.ExpectAsync(RawClient.SubAck);
        await device.PublishAsync("sensors/0001/public", [1], qos: 1, id: 2);
        Assert.AreEqual("sensors/0001/public", (await device.ReadPublishAsync()).Topic);
        await device.ExpectAsync(RawClient.PubAck);
        await account.SubscribeAsync(1, ("commands/#", 1));
        await account.ExpectAsync(RawClient.SubAck);
        await account.PublishAsync("commands/p2p/GID_Test@@@0001", [1]);
        Assert.AreEqual("commands/p2p/GID_Test@@@0001", (await device.ReadPublishAsync()).Topic);
    }

    [TestMethod]
    [DataRow("sensors/#", DisplayName = "more than is granted")]
    [DataRow("sensors/0001/x", DisplayName = "granted for publishing only")]
    [DataRow("commands/x", DisplayName = "granted to an account")]
    public async Task Subscribing_to_what_is_not_granted_closes_without_SUBACK(string filter)
    {
        await using var test = await TestService.StartAsync(_options);
        using var device = await test.ConnectRawAsync("0001");

        await device.SubscribeAsync(1, (filter, 1));

        await device.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.Subscribe, TraceReasons.ResourceAuthFailed);
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.Disconnect, TraceReasons.ResourceAuthFailed);
    }

    [TestMethod]
    [DataRow("sensors/x/public", DisplayName = "granted for subscribing only")]
    [DataRow("sensors/0002/x", DisplayName = "granted to nobody")]
    [DataRow("commands/p2p/GID_Test@@@0002", DisplayName = "P2P, granted to an account")]
    public async Task Publishing_to_what_is_not_granted_closes_without_PUBACK(string topic)
    {
        await using var test = await TestService.StartAsync(_options);
        using var device = await test.ConnectRawAsync("0001");

        await device.PublishAsync(topic, [1], qos: 1, id: 1);

        await device.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.PublishRefused, TraceReasons.ResourceAuthFailed);
        Assert.IsEmpty(test.Received);
    }

    [TestMethod]
    [DataRow("a/#", "a", true)]
    [DataRow("a/#", "a/b/c", true)]
    [DataRow("a/#", "a/+/c", true)]
    [DataRow("a/#", "a/#", true)]
    [DataRow("a/+", "a/b", true)]
    [DataRow("a/+", "a/+", true)]
    [DataRow("a/+", "a/", true)]
    [DataRow("+/+", "/a", true)]
    [DataRow("a/+/c", "a/b/c", true)]
    [DataRow("a/+/#", "a/b", true)]
    [DataRow("a/b", "a/b", true)]
    [DataRow("#", "a/b", true)]
    [DataRow("a/+", "a", false)]
    [DataRow("a/+", "a/b/c", false)]
    [DataRow("a/+", "a/#", false)]
    [DataRow("a/b", "a/+", false)]
    [DataRow("a/b/#", "a", false)]
    [DataRow("a/b", "a/b/c", false)]
    [DataRow("a/b/c", "a/b", false)]
    [DataRow("a", "ab", false)]
    [DataRow("a/b", "a/bc", false)]
    public async Task A_filter_covers_what_MQTT_says_and_no_more(string filter, string other, bool covers)
    {
        // Told by what a grant lets a client subscribe to.
        var options = TestService.Options with { Grants = [new TopicGrant("*", $"sensors/{filter}", TokenActions.Read)] };
        await using var test = await TestService.StartAsync(options);
        using var client = await test.ConnectRawAsync("0001");

        await client.SubscribeAsync(1, ($"sensors/{other}", 0));

        if (covers)
        {
            await client.ExpectAsync(RawClient.SubAck);
        }
        else
        {
            await client.ExpectCloseAsync();
        }
    }

    private static async Task<RawClient> ConnectAccountAsync(TestService test)
    {
        var clientId = TestService.ClientId("server");
        var client = await test.OpenAsync();
        var password = LoginSignature.Compute(TestService.AccountSecret, clientId);
        await client.SendAsync(RawClient.ConnectPacket(clientId, $"Signature|LTAIaccount|{TestService.Instance}", password));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        return client;
    }
}
