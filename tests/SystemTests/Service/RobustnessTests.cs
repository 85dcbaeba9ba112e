using System.Net.Sockets;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class RobustnessTests
{
    [TestMethod]
    public async Task After_garbage_the_next_honest_client_is_served()
    {
        await using var test = await TestService.StartAsync();
        var random = new Random(20260101);

        for (var i = 0; i < 100; i++)
        {
            var garbage = new byte[random.Next(1, 300)];
            random.NextBytes(garbage);
            using var client = await test.OpenAsync();
            await SendIgnoringCloseAsync(client, garbage);
        }

        await test.ExpectServesAsync();
    }

    [TestMethod]
    public async Task After_garbage_from_clients_that_were_let_in_the_next_honest_client_is_served()
    {
        await using var test = await TestService.StartAsync();
        var random = new Random(20260102);

        for (var i = 0; i < 100; i++)
        {
            using var client = await test.ConnectRawAsync("0001");
            var body = new byte[random.Next(0, 40)];
            random.NextBytes(body);

            // Each packet type in turn, with a well-formed length, so that the bodies are looked into.
            var flags = (byte)(i % 16 is 6 or 8 or 10 ? 2 : 0);
            await SendIgnoringCloseAsync(client, RawClient.Packet((byte)((i % 16 << 4) | flags), body));
        }

        await test.ExpectServesAsync();
        Assert.IsFalse(test.Service.Trace.Any(entry => entry.Detail == "the service stops"), "an end without a reason");
    }

    [TestMethod]
    public async Task A_CONNECT_cut_anywhere_harms_nobody()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        var connect = TestService.ConnectPacket(credential);

        for (var length = 0; length < connect.Length; length++)
        {
            using var client = await RawClient.OpenAsync(test.Service.Port);
            await client.SendAsync(connect[..length]);
        }

        Assert.AreEqual(0, test.Service.Counters.Accepted);
        await test.ExpectServesAsync();
    }

    [TestMethod]
    public async Task A_CONNECT_in_single_bytes_is_let_in()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        using var client = await test.OpenAsync();

        foreach (var b in TestService.ConnectPacket(credential))
        {
            await client.SendAsync([b]);
        }

        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
    }

    [TestMethod]
    public async Task A_connection_without_CONNECT_is_closed_in_time_even_if_bytes_trickle()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        using var silent = await test.OpenAsync();
        using var slow = await test.OpenAsync();

        await time.WaitForTimerAsync(TimeSpan.FromSeconds(10), count: 2);
        time.Advance(TimeSpan.FromSeconds(9));
        await slow.SendAsync([0x10, 0x7F, 0]);
        time.Advance(TimeSpan.FromSeconds(1));

        await silent.ExpectCloseAsync();
        await slow.ExpectCloseAsync();
        await Eventually.HoldsAsync(() => test.Service.Counters.Refused == 2, "both are counted");
        await test.ExpectServesAsync();
    }

    [TestMethod]
    public async Task Two_hundred_half_open_connections_keep_nobody_out()
    {
        await using var test = await TestService.StartAsync();

        for (var i = 0; i < 200; i++)
        {
            await test.OpenAsync();
        }

        await test.ExpectServesAsync();
    }

    [TestMethod]
    public async Task A_CONNECT_of_a_megabyte_is_closed_and_the_next_honest_client_served()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.OpenAsync();

        byte[] levelAndFlags = [4, 0xC2];
        var packet = RawClient.Packet(0x10, RawClient.Text("MQTT"), levelAndFlags, RawClient.Number(60), new byte[1 << 20]);
        await SendIgnoringCloseAsync(client, packet);

        await client.ExpectCloseAsync();
        await test.ExpectServesAsync();
    }

    [TestMethod]
    public async Task The_longest_user_name_and_password_are_refused_with_return_code_5()
    {
        await using var test = await TestService.StartAsync();
        // As long as a CONNECT may be.
        var longest = new string('|', 5000);

        var userName = $"DeviceCredential|x|{TestService.Instance}";

        Assert.AreEqual(5, await test.LoginAsync(TestService.ClientId("0001"), longest, longest));
        Assert.AreEqual(5, await test.LoginAsync(new string('c', 5000), userName, longest));
        await test.ExpectServesAsync();
    }

    [TestMethod]
    public async Task A_length_of_256_megabytes_is_refused_before_it_is_read()
    {
        await using var test = await TestService.StartAsync();
        using var stranger = await test.OpenAsync();
        using var client = await test.ConnectRawAsync("0001");

        await stranger.SendAsync([0x10, 0xFF, 0xFF, 0xFF, 0x7F]);
        await client.SendAsync([0x30, 0xFF, 0xFF, 0xFF, 0x7F]);

        await stranger.ExpectCloseAsync();
        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.Disconnect, TraceReasons.InvalidParam);
    }

    [TestMethod]
    public async Task A_second_CONNECT_closes_the_connection()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        using var client = await test.ConnectRawAsync("0001");

        await client.SendAsync(TestService.ConnectPacket(credential));

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(credential.ClientId, TraceActions.Disconnect, TraceReasons.InvalidParam);
    }

    [TestMethod]
    public async Task A_packet_before_CONNECT_is_not_done()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.OpenAsync();

        await client.PublishAsync("sensors/a", [1], qos: 1, id: 1);

        await client.ExpectCloseAsync();
        Assert.IsEmpty(test.Received);
        Assert.AreEqual(1, test.Service.Counters.RefusedByReason[TraceReasons.InvalidParam]);
    }

    [TestMethod]
    public async Task A_client_that_reads_nothing_does_not_keep_others_from_being_served()
    {
        await using var test = await TestService.StartAsync();
        using var deaf = await test.ConnectRawAsync("deaf");
        await deaf.SubscribeAsync(1, ("sensors/#", 0));
        using var publisher = await test.ConnectRawAsync("0001");
        using var subscriber = await test.ConnectAsync("0002");
        await subscriber.SubscribeAsync("sensors/last");

        for (var i = 0; i < 200; i++)
        {
            await publisher.PublishAsync("sensors/x", new byte[65536]);
        }

        await publisher.PublishAsync("sensors/last", [1]);

        Assert.AreEqual("sensors/last", (await subscriber.ReadAsync()).Topic);
        Assert.IsTrue(await test.Service.DropAsync(TestService.ClientId("deaf")));
    }

    private static async Task SendIgnoringCloseAsync(RawClient client, byte[] bytes)
    {
        try
        {
            await client.SendAsync(bytes);
        }
        catch (SocketException)
        {
            // The service may close before it has read all: the next lines tell whether it still serves.
        }
    }
}
