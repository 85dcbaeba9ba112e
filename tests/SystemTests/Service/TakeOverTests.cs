using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class TakeOverTests
{
    [TestMethod]
    public async Task The_same_client_ID_takes_over_and_the_loser_sees_a_bare_close()
    {
        await using var test = await TestService.StartAsync();
        using var loser = await test.ConnectRawAsync("0001");
        using var winner = await test.ConnectRawAsync("0001");

        await loser.ExpectCloseAsync();
        await winner.PingAsync();
        await winner.ExpectAsync(RawClient.PingResp);

        var clientId = TestService.ClientId("0001");
        Assert.IsTrue(test.Service.IsOnline(clientId));
        Assert.AreEqual(1, test.Service.Counters.CurrentConnections);
        Assert.AreEqual(1, test.Service.Counters.DisconnectedByReason[TraceReasons.ClientIdConflict]);
        CollectionAssert.AreEqual(
            (string[])["connect accepted", "disconnect clientId conflict", "connect accepted"],
            test.Service.Trace.Select(entry => $"{entry.Action} {entry.Reason}").ToArray());
    }

    [TestMethod]
    public async Task The_winner_gets_the_messages_and_the_losers_subscriptions_are_gone()
    {
        await using var test = await TestService.StartAsync();
        using var loser = await test.ConnectAsync("0001");
        await loser.SubscribeAsync("sensors/old");
        using var winner = await test.ConnectAsync("0001");
        await winner.SubscribeAsync("sensors/new");
        using var publisher = await test.ConnectAsync("0002");

        await publisher.PublishAsync("sensors/old", [1]);
        await publisher.PublishAsync("sensors/new", [2]);

        Assert.AreEqual("sensors/new", (await winner.ReadAsync()).Topic);
        Assert.IsTrue(await test.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId("0001"), new byte[] { 3 }, 1));
        Assert.AreEqual("sensors/p2p/GID_Test@@@0001", (await winner.ReadAsync()).Topic);
        Assert.IsEmpty(loser.Messages);
    }

    [TestMethod]
    public async Task A_fight_of_many_over_one_client_ID_ends_with_exactly_one_that_works()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        var connect = TestService.ConnectPacket(credential);

        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            var client = await RawClient.OpenAsync(test.Service.Port);
            await client.SendAsync(connect);
            return client;
        }));

        try
        {
            var ends = clients.Select(client => client.ReadToEndAsync()).ToArray();
            await Eventually.HoldsAsync(() => ends.Count(end => end.IsCompleted) == clients.Length - 1, "one is left");
            Assert.AreEqual(1, test.Service.Counters.CurrentConnections);

            using var last = await test.ConnectRawAsync("0001");
            await Task.WhenAll(ends);
            Assert.AreEqual(1, test.Service.Counters.CurrentConnections);
            Assert.IsTrue(test.Service.IsOnline(credential.ClientId));
            Assert.IsTrue(await test.Service.PublishP2PAsync(TestService.Parent, credential.ClientId, new byte[] { 1 }, 0));
            await last.ExpectAsync(RawClient.Publish);
        }
        finally
        {
            foreach (var client in clients)
            {
                client.Dispose();
            }
        }
    }
}
