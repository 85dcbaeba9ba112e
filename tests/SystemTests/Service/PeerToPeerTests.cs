using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class PeerToPeerTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task A_p2p_message_reaches_its_target_without_subscription_topic_and_QoS_unchanged(int qos)
    {
        await using var test = await TestService.StartAsync();
        using var target = await test.ConnectAsync("0001");
        using var sender = await test.ConnectAsync("0002");

        await sender.PublishAsync("sensors/p2p/GID_Test@@@0001", [1, 2, 3], qos);

        var message = await target.ReadAsync();
        Assert.AreEqual("sensors/p2p/GID_Test@@@0001", message.Topic);
        Assert.AreEqual(qos, message.QoS);
        CollectionAssert.AreEqual((byte[])[1, 2, 3], message.Payload);

        // Counted by the service when it has handed the message over, which the target may see first.
        var counters = test.Service.Counters;
        await Eventually.HoldsAsync(
            () => counters is { P2PDelivered: 1, MessagesIn: 1, MessagesOut: 1 },
            "it is counted");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task An_application_server_in_the_same_process_reaches_a_client(int qos)
    {
        await using var test = await TestService.StartAsync();
        using var target = await test.ConnectAsync("0001");

        Assert.IsTrue(await test.Service.PublishP2PAsync("commands", TestService.ClientId("0001"), "on"u8.ToArray(), qos));

        var message = await target.ReadAsync();
        Assert.AreEqual("commands/p2p/GID_Test@@@0001", message.Topic);
        Assert.AreEqual(qos, message.QoS);
    }

    [TestMethod]
    public async Task A_p2p_message_goes_to_its_target_alone_and_once_whoever_subscribes()
    {
        await using var test = await TestService.StartAsync();
        using var target = await test.ConnectAsync("0001");
        using var listener = await test.ConnectAsync("0002");
        using var sender = await test.ConnectAsync("0003");
        await target.SubscribeAsync("sensors/p2p/GID_Test@@@0001");
        await listener.SubscribeAsync("sensors/#");
        await listener.SubscribeAsync("sensors/p2p/GID_Test@@@0001");

        await sender.PublishAsync("sensors/p2p/GID_Test@@@0001", [1]);
        await sender.PublishAsync("sensors/p2p/GID_Test@@@0002", [2]);
        await sender.PublishAsync("sensors/p2p/GID_Test@@@0001", [3]);

        Assert.AreEqual(1, (await target.ReadAsync()).Payload[0]);
        Assert.AreEqual(3, (await target.ReadAsync()).Payload[0]);
        Assert.AreEqual(2, (await listener.ReadAsync()).Payload[0]);
        Assert.IsEmpty(listener.Messages);
    }

    [TestMethod]
    public async Task A_p2p_message_to_a_client_that_is_not_online_is_acknowledged_dropped_and_counted()
    {
        await using var test = await TestService.StartAsync();
        using var sender = await test.ConnectRawAsync("0001");

        await sender.PublishAsync("sensors/p2p/GID_Test@@@gone", [1], qos: 1, id: 7);

        await sender.ExpectAsync(RawClient.PubAck);
        Assert.AreEqual(1, test.Service.Counters.P2PDropped);
        Assert.IsFalse(await test.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId("gone"), new byte[] { 1 }, 1));

        using var late = await test.ConnectRawAsync("gone");
        await late.PingAsync();
        await late.ExpectAsync(RawClient.PingResp);
    }

    [TestMethod]
    [DataRow("sensors/p2p/0001")]
    [DataRow("sensors/p2p/GID_Test@@@00.01")]
    [DataRow("sensors/p2p/GID_Test@@@0001/more")]
    [DataRow("sensors/p2p/")]
    [DataRow("sensors/p2p")]
    public async Task A_p2p_target_that_is_no_client_ID_closes_the_connection(string topic)
    {
        await using var test = await TestService.StartAsync();
        using var sender = await test.ConnectRawAsync("0001");

        await sender.PublishAsync(topic, [1], qos: 1, id: 7);

        await sender.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.PublishRefused, TraceReasons.InvalidParam);
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.Disconnect, TraceReasons.InvalidParam);
    }

    [TestMethod]
    public async Task A_p2p_topic_may_be_longer_than_64_characters_because_a_client_ID_may_have_64()
    {
        await using var test = await TestService.StartAsync();
        var device = new string('d', 64 - "GID_Test@@@".Length);
        using var target = await test.ConnectAsync(device);
        using var sender = await test.ConnectAsync("0001");

        await sender.PublishAsync($"sensors/p2p/{TestService.ClientId(device)}", [1]);

        Assert.AreEqual($"sensors/p2p/{TestService.ClientId(device)}", (await target.ReadAsync()).Topic);
    }

    [TestMethod]
    public async Task An_application_servers_wrong_arguments_are_named()
    {
        await using var test = await TestService.StartAsync();
        var clientId = TestService.ClientId("0001");

        foreach (var (parent, target, size, qos) in ((string, string, int, int)[])
        [
            ("unknown", clientId, 1, 1),
            (TestService.Parent, "0001", 1, 1),
            (TestService.Parent, clientId, 65537, 1),
            (TestService.Parent, clientId, 1, 3),
            (TestService.Parent, clientId, 1, -1),
        ])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => test.Service.PublishP2PAsync(parent, target, new byte[size], qos));
        }
    }
}
