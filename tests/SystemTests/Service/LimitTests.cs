using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class LimitTests
{
    private static readonly string _client = TestService.ClientId("0001");

    [TestMethod]
    public async Task A_payload_of_65536_bytes_passes()
    {
        await using var test = await TestService.StartAsync();
        using var subscriber = await test.ConnectAsync("0002");
        await subscriber.SubscribeAsync("sensors/big");
        using var client = await test.ConnectRawAsync("0001");

        await client.PublishAsync("sensors/big", new byte[65536], qos: 1, id: 1);

        await client.ExpectAsync(RawClient.PubAck);
        Assert.HasCount(65536, (await subscriber.ReadAsync()).Payload);
    }

    [TestMethod]
    [DataRow(65537, 0)]
    [DataRow(65537, 1)]
    [DataRow(1_000_000, 1)]
    public async Task A_larger_payload_closes_the_connection_without_PUBACK(int size, int qos)
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.PublishAsync("sensors/big", new byte[size], qos, id: 1);

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_client, TraceActions.Disconnect, TraceReasons.InvalidParam);
        Assert.IsEmpty(test.Received);
    }

    [TestMethod]
    public async Task A_topic_of_64_characters_passes_and_of_65_closes_the_connection()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");
        var topic = "sensors/".PadRight(64, 't');

        await client.SubscribeAsync(1, (topic, 0));
        await client.ExpectAsync(RawClient.SubAck);
        await client.PublishAsync(topic, [1], qos: 1, id: 2);
        await Eventually.HoldsAsync(() => test.Received.Count == 1, "it passes");

        using var second = await test.ConnectRawAsync("0002");
        await second.PublishAsync(topic + "t", [1], qos: 1, id: 3);
        await second.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0002"), TraceActions.Disconnect, TraceReasons.InvalidParam);

        using var third = await test.ConnectRawAsync("0003");
        await third.SubscribeAsync(4, (topic + "t", 1));
        await third.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0003"), TraceActions.Disconnect, TraceReasons.InvalidParam);
    }

    [TestMethod]
    public async Task The_31st_subscription_is_granted_and_silently_not_stored()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectAsync("0001");

        for (var i = 1; i <= 31; i++)
        {
            await client.SubscribeAsync($"sensors/{i}");
        }

        // One that is there already takes no room.
        await client.SubscribeAsync("sensors/30");

        await client.PublishAsync("sensors/31", [31]);
        await client.PublishAsync("sensors/30", [30]);
        Assert.AreEqual("sensors/30", (await client.ReadAsync()).Topic);

        // Room that is given back is room for another.
        await client.UnsubscribeAsync("sensors/1");
        await client.SubscribeAsync("sensors/31");
        await client.PublishAsync("sensors/31", [31]);
        Assert.AreEqual("sensors/31", (await client.ReadAsync()).Topic);
    }

    [TestMethod]
    public async Task Thirty_one_filters_in_one_packet_are_all_granted_and_thirty_stored()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.SubscribeAsync(1, [.. Enumerable.Range(1, 31).Select(i => ($"sensors/{i}", i % 3))]);

        var subAck = await client.ReadAsync();
        Assert.IsNotNull(subAck);
        Assert.AreEqual(RawClient.SubAck, subAck.Value.Header);
        CollectionAssert.AreEqual(Enumerable.Range(1, 31).Select(i => (byte)(i % 3)).ToArray(), subAck.Value.Body[2..]);

        await client.SubscribeAsync(2, ("sensors/32", 1));
        subAck = await client.ReadAsync();
        CollectionAssert.AreEqual((byte[])[0, 2, 1], subAck!.Value.Body);
    }

    [TestMethod]
    public async Task The_101st_wildcard_below_a_parent_is_granted_and_silently_not_stored()
    {
        await using var test = await TestService.StartAsync();

        for (var device = 0; device < 4; device++)
        {
            var client = await test.ConnectRawAsync($"many{device}");
            await client.SubscribeAsync(1, [.. Enumerable.Range(0, 25).Select(i => ($"sensors/{device}/{i}/+", 0))]);
            await client.ExpectAsync(RawClient.SubAck);
        }

        using var late = await test.ConnectAsync("0001");
        await late.SubscribeAsync("sensors/#");
        await late.SubscribeAsync("commands/#");
        await late.PublishAsync("sensors/x", [1]);
        await late.PublishAsync("commands/x", [2]);
        Assert.AreEqual("commands/x", (await late.ReadAsync()).Topic);
    }

    [TestMethod]
    public async Task Nothing_is_retained()
    {
        await using var test = await TestService.StartAsync();
        using var early = await test.ConnectAsync("0001");
        await early.SubscribeAsync("sensors/#");
        using var publisher = await test.ConnectAsync("0002");

        await publisher.PublishAsync("sensors/a", [1], retain: true);

        Assert.IsFalse((await early.ReadAsync()).Retain);
        using var late = await test.ConnectAsync("0003");
        await late.SubscribeAsync("sensors/#");
        await publisher.PublishAsync("sensors/b", [2]);
        Assert.AreEqual("sensors/b", (await late.ReadAsync()).Topic);
    }

    [TestMethod]
    [DataRow("sensors/will")]
    [DataRow("unknown/will")]
    public async Task A_will_is_ignored(string topic)
    {
        await using var test = await TestService.StartAsync();
        using var subscriber = await test.ConnectAsync("0002");
        await subscriber.SubscribeAsync("sensors/#");
        using var client = await test.ConnectRawAsync("0001", will: (topic, "gone"));

        client.Dispose();
        await test.ExpectTraceAsync(_client, TraceActions.Disconnect, TraceReasons.ClosedByClient);

        await subscriber.PublishAsync("sensors/after", [1]);
        Assert.AreEqual("sensors/after", (await subscriber.ReadAsync()).Topic);
        Assert.HasCount(1, test.Received);
    }
}
