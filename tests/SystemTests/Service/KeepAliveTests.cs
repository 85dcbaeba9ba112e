using System.Diagnostics;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class KeepAliveTests
{
    [TestMethod]
    public async Task A_client_silent_for_one_and_a_half_times_its_keepalive_is_disconnected()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001", keepAlive: 1);
        var watch = Stopwatch.StartNew();

        await client.ExpectCloseAsync();

        Assert.IsInRange(TimeSpan.FromSeconds(1.3), TimeSpan.FromSeconds(9), watch.Elapsed);
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.Disconnect, TraceReasons.NoHeart);
        Assert.AreEqual(1, test.Service.Counters.DisconnectedByReason[TraceReasons.NoHeart]);
    }

    [TestMethod]
    public async Task The_time_is_counted_anew_from_each_packet()
    {
        var time = new ManualTime();
        await using var service = await MqttService.StartAsync(TestService.Options, time);
        var credential = service.Credentials.Register(TestService.Instance, TestService.ClientId("0001"));
        using var client = await RawClient.OpenAsync(service.Port);
        await client.SendAsync(TestService.ConnectPacket(credential, 60));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());

        for (var i = 0; i < 3; i++)
        {
            await client.PingAsync();
            await client.ExpectAsync(RawClient.PingResp);
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(90));
            time.Advance(TimeSpan.FromSeconds(89));
        }

        Assert.IsTrue(service.IsOnline(credential.ClientId));
        time.Advance(TimeSpan.FromSeconds(1));
        await client.ExpectCloseAsync();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(481)]
    [DataRow(65535)]
    public async Task A_keepalive_that_is_longer_or_none_is_treated_as_480_seconds(int keepAlive)
    {
        var time = new ManualTime();
        await using var service = await MqttService.StartAsync(TestService.Options, time);
        var credential = service.Credentials.Register(TestService.Instance, TestService.ClientId("0001"));
        using var client = await RawClient.OpenAsync(service.Port);
        await client.SendAsync(TestService.ConnectPacket(credential, keepAlive));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(720));

        time.Advance(TimeSpan.FromSeconds(719));
        await client.PingAsync();
        await client.ExpectAsync(RawClient.PingResp);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(720));
        time.Advance(TimeSpan.FromSeconds(720));

        await client.ExpectCloseAsync();
    }
}
