using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class InstanceTests
{
    private const string Third = "mqtt-cn-0003";

    private static readonly ServiceOptions _options = TestService.Options with
    {
        Instances = [new ServiceInstance(Third, ["GID_Third"], ["third"])],
    };

    [TestMethod]
    public async Task The_same_client_ID_may_be_online_in_two_instances()
    {
        await using var test = await TestService.StartAsync();
        using var first = await ConnectAsync(test, TestService.Instance, "GID_Test@@@0001");
        using var second = await ConnectAsync(test, TestService.OtherInstance, "GID_Test@@@0001");

        await first.ExpectNothingAsync();
        await second.ExpectNothingAsync();
        Assert.IsTrue(test.Service.IsOnline("GID_Test@@@0001", TestService.Instance));
        Assert.IsTrue(test.Service.IsOnline("GID_Test@@@0001", TestService.OtherInstance));
        Assert.IsFalse(test.Service.IsOnline("GID_Test@@@0001", "mqtt-cn-none"));
    }

    [TestMethod]
    public async Task No_message_leaves_its_instance()
    {
        await using var test = await TestService.StartAsync();
        using var first = await ConnectAsync(test, TestService.Instance, "GID_Test@@@0001");
        using var second = await ConnectAsync(test, TestService.OtherInstance, "GID_Test@@@0001");
        using var sender = await ConnectAsync(test, TestService.OtherInstance, "GID_Test@@@0002");

        foreach (var client in (RawClient[])[first, second])
        {
            await client.SubscribeAsync(1, ("sensors/#", 1), ("sensors/a", 1));
            await client.ExpectAsync(RawClient.SubAck);
        }

        await sender.PublishAsync("sensors/a", [1], qos: 1, id: 1);
        await sender.PublishAsync("sensors/p2p/GID_Test@@@0001", [2], qos: 1, id: 2);
        await sender.ExpectAsync(RawClient.PubAck);
        await sender.ExpectAsync(RawClient.PubAck);

        Assert.AreEqual(1, (await second.ReadPublishAsync()).Payload[0]);
        Assert.AreEqual(2, (await second.ReadPublishAsync()).Payload[0]);
        await first.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task An_instance_has_its_own_groups_and_topics()
    {
        await using var test = await TestService.StartAsync(_options);
        Assert.ThrowsExactly<ArgumentException>(() => test.Service.Credentials.Register(Third, "GID_Test@@@0001"));
        Assert.ThrowsExactly<ArgumentException>(() => test.Service.Credentials.Register(TestService.Instance, "GID_Third@@@0001"));
        var byAccount = LoginSignature.Compute(TestService.AccountSecret, "GID_Test@@@0001");
        Assert.AreEqual(5, await test.LoginAsync("GID_Test@@@0001", $"Signature|LTAIaccount|{Third}", byAccount));

        using var client = await ConnectAsync(test, Third, "GID_Third@@@0001");
        await client.SubscribeAsync(1, ("third/a", 1));
        await client.ExpectAsync(RawClient.SubAck);
        Assert.IsTrue(await test.Service.PublishP2PAsync("third", "GID_Third@@@0001", new byte[] { 1 }, 0, Third));
        await client.ReadPublishAsync();
        await client.SubscribeAsync(2, ("sensors/a", 1));
        await client.ExpectCloseAsync();

        using var other = await test.ConnectRawAsync("0001");
        await other.PublishAsync("third/a", [1]);
        await other.ExpectCloseAsync();
    }

    private static async Task<RawClient> ConnectAsync(TestService test, string instance, string clientId)
    {
        var client = await test.OpenAsync();
        await client.SendAsync(TestService.ConnectPacket(test.Service.Credentials.Register(instance, clientId)));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        return client;
    }
}
