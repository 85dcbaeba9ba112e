using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class TopicTests
{
    private static readonly string _client = TestService.ClientId("0001");

    [TestMethod]
    public async Task A_message_reaches_subscribers_and_the_application()
    {
        await using var test = await TestService.StartAsync();
        using var subscriber = await test.ConnectAsync("0001");
        using var publisher = await test.ConnectAsync("0002");
        await subscriber.SubscribeAsync("sensors/+/temperature");

        await publisher.PublishAsync("sensors/hall/temperature", "21"u8.ToArray());

        var message = await subscriber.ReadAsync();
        Assert.AreEqual("sensors/hall/temperature", message.Topic);
        CollectionAssert.AreEqual("21"u8.ToArray(), message.Payload);
        Assert.IsTrue(test.Received.TryDequeue(out var received));
        Assert.AreEqual(TestService.ClientId("0002"), received.ClientId);
        Assert.AreEqual("sensors/hall/temperature", received.Topic);
        CollectionAssert.AreEqual("21"u8.ToArray(), received.Payload.ToArray());
    }

    [TestMethod]
    [DataRow("unknown/topic")]
    [DataRow("unknown/#")]
    [DataRow("sensor")]
    [DataRow("Sensors/x")]
    [DataRow("/sensors")]
    [DataRow("#")]
    [DataRow("+/x")]
    [DataRow("$SYS/#")]
    [DataRow("$SYS/uploadToken")]
    [DataRow("$share/group/sensors/x")]
    public async Task Subscribing_below_a_parent_that_was_not_created_closes_without_SUBACK(string filter)
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.SubscribeAsync(1, (filter, 1));

        await client.ExpectCloseAsync();
        Assert.IsFalse(test.Service.IsOnline(_client));
        await test.ExpectTraceAsync(_client, TraceActions.Subscribe, TraceReasons.ResourceAuthFailed);
        await test.ExpectTraceAsync(_client, TraceActions.Disconnect, TraceReasons.ResourceAuthFailed);
        Assert.AreEqual(1, test.Service.Counters.DisconnectedByReason[TraceReasons.ResourceAuthFailed]);
    }

    [TestMethod]
    public async Task One_unknown_parent_among_good_filters_closes_without_SUBACK()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.SubscribeAsync(1, ("sensors/a", 1), ("unknown/b", 0), ("commands/c", 2));

        await client.ExpectCloseAsync();
    }

    [TestMethod]
    [DataRow("unknown/topic")]
    [DataRow("unknown/p2p/GID_Test@@@0002")]
    [DataRow("$SYS/broker")]
    [DataRow("$SYS/tokenExpireNotice")]
    [DataRow("$SYS/uploadToken/x")]
    public async Task Publishing_below_a_parent_that_was_not_created_closes_without_PUBACK_and_delivers_nothing(string topic)
    {
        await using var test = await TestService.StartAsync();
        using var other = await test.ConnectRawAsync("0002");
        using var client = await test.ConnectRawAsync("0001");

        await client.PublishAsync(topic, [1], qos: 1, id: 1);

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_client, TraceActions.PublishRefused, TraceReasons.ResourceAuthFailed);
        await test.ExpectTraceAsync(_client, TraceActions.Disconnect, TraceReasons.ResourceAuthFailed);
        Assert.IsEmpty(test.Received);
        Assert.AreEqual(0, test.Service.Counters.MessagesIn);
        await other.PingAsync();
        await other.ExpectAsync(RawClient.PingResp);
    }

    [TestMethod]
    public async Task What_is_sent_behind_a_refused_packet_is_not_done()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.SendAsync(
        [
            .. RawClient.Packet(0x32, RawClient.Text("unknown/x"), RawClient.Number(1), [1]),
            .. RawClient.Packet(0x32, RawClient.Text("sensors/x"), RawClient.Number(2), [2]),
        ]);

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_client, TraceActions.Disconnect, TraceReasons.ResourceAuthFailed);
        Assert.IsEmpty(test.Received);
    }

    [TestMethod]
    [DataRow("sensors/a#")]
    [DataRow("sensors/#/b")]
    [DataRow("sensors/a+/b")]
    [DataRow("")]
    public async Task A_malformed_filter_closes_the_connection(string filter)
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.SubscribeAsync(1, (filter, 1));

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_client, TraceActions.Disconnect, TraceReasons.InvalidParam);
    }

    [TestMethod]
    [DataRow("sensors/+")]
    [DataRow("sensors/#")]
    [DataRow("sensors/a\0")]
    [DataRow("")]
    public async Task A_malformed_topic_closes_the_connection(string topic)
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.PublishAsync(topic, [1]);

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_client, TraceActions.Disconnect, TraceReasons.InvalidParam);
    }

    [TestMethod]
    public async Task Granted_levels_come_in_the_order_asked()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.SubscribeAsync(9, ("sensors/a", 0), ("sensors/b", 2), ("sensors/c", 1), ("sensors/d", 0));

        var subAck = await client.ReadAsync();
        Assert.IsNotNull(subAck);
        Assert.AreEqual(RawClient.SubAck, subAck.Value.Header);
        CollectionAssert.AreEqual((byte[])[0, 9, 0, 2, 1, 0], subAck.Value.Body);
    }

    [TestMethod]
    public async Task Unsubscribing_stops_the_messages()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectAsync("0001");
        await client.SubscribeAsync("sensors/a");
        await client.SubscribeAsync("sensors/b");

        await client.UnsubscribeAsync("sensors/a");
        await client.PublishAsync("sensors/a", [1]);
        await client.PublishAsync("sensors/b", [2]);

        Assert.AreEqual("sensors/b", (await client.ReadAsync()).Topic);
    }

    [TestMethod]
    public async Task An_uploaded_token_is_acknowledged_and_shown_to_nobody()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.PublishAsync("$SYS/uploadToken", """{"token":"t0k3n","type":"RW"}"""u8.ToArray(), qos: 1, id: 5);

        await client.ExpectAsync(RawClient.PubAck);
        Assert.IsEmpty(test.Received);
        Assert.IsFalse(test.Service.Trace.Any(entry => entry.ToString().Contains("t0k3n", StringComparison.Ordinal)));
    }
}
