using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>What comes faster than it is taken is bounded, wherever it waits.</summary>
[TestClass]
public sealed class FloodTests
{
    // More than the buffers of both systems hold, and less than a service that reads without end would take.
    private const int MostFlood = 96 * 1024 * 1024;

    private static readonly string _clientId = TestService.ClientId("0001");

    [TestMethod]
    [DataRow("ping", DisplayName = "PINGREQ")]
    [DataRow("publish", DisplayName = "QoS 1 PUBLISH to nobody")]
    [DataRow("publish2", DisplayName = "PUBREL")]
    [DataRow("unsubscribe", DisplayName = "UNSUBSCRIBE")]
    public async Task Who_sends_and_takes_no_answers_is_read_no_further_and_closed_after_30_seconds(string kind)
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        var credential = test.Register("0001");
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096, SendBufferSize = 65536 };
        await socket.ConnectAsync(IPAddress.Loopback, test.Service.Port);
        await socket.SendAsync(TestService.ConnectPacket(credential, keepAlive: 480));
        byte[] packet = kind switch
        {
            "ping" => [0xC0, 0],
            "publish" => RawClient.Packet(0x32, RawClient.Text("sensors/a"), RawClient.Number(1)),
            "publish2" => [0x62, 2, 0, 1],
            _ => RawClient.Packet(0xA2, RawClient.Number(1), RawClient.Text("sensors/a")),
        };
        var block = Enumerable.Repeat(packet, 65536 / packet.Length).SelectMany(bytes => bytes).ToArray();
        var sent = 0L;
        var stalled = false;

        while (sent < MostFlood && !stalled)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));

            try
            {
                sent += await socket.SendAsync(block, SocketFlags.None, patience.Token);
            }
            catch (OperationCanceledException)
            {
                stalled = true;
            }
        }

        Assert.IsTrue(stalled, $"{sent} bytes were taken from a client that takes no answer");
        Assert.IsGreaterThan(0, test.Service.Counters.SlowedReading);
        await test.ExpectServesAsync();

        time.Advance(TimeSpan.FromSeconds(30));
        await Eventually.HoldsAsync(() => !test.Service.IsOnline(_clientId), "it is closed");
    }

    [TestMethod]
    public async Task Messages_that_come_too_fast_for_a_client_follow_as_fast_as_it_acknowledges()
    {
        // A clock that stands: nothing of this may wait for the pace of offline messages.
        await using var test = await TestService.StartAsync(time: new ManualTime());
        var (client, _) = await test.ConnectPersistentAsync("0001");

        for (var i = 0; i < 5000; i++)
        {
            await test.Service.PublishP2PAsync(TestService.Parent, _clientId, Encoding.UTF8.GetBytes($"{i}"), 1);
        }

        for (var i = 0; i < 5000; i++)
        {
            var message = await client.ReadPublishAsync();
            Assert.AreEqual($"{i}", message.Text, "each once, in order");
            await client.AcknowledgeAsync(RawClient.PubAck, message.Id);
        }

        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task Messages_that_come_too_fast_for_a_clean_client_wait_in_memory_up_to_the_limit_and_the_rest_is_counted()
    {
        var options = TestService.Options with { Limits = new ServiceLimits { MaxUnacknowledged = 10, MaxQueuedMessages = 20 } };
        await using var test = await TestService.StartAsync(options, new ManualTime());
        using var client = await test.ConnectRawAsync("0001");

        for (var i = 0; i < 50; i++)
        {
            await test.Service.PublishP2PAsync(TestService.Parent, _clientId, Encoding.UTF8.GetBytes($"{i}"), 1);
        }

        for (var i = 0; i < 30; i++)
        {
            var message = await client.ReadPublishAsync();
            Assert.AreEqual($"{i}", message.Text);
            await client.AcknowledgeAsync(RawClient.PubAck, message.Id);
        }

        await client.ExpectNothingAsync();
        Assert.AreEqual(20, test.Service.Counters.DroppedByReason[DropReasons.SlowReader]);
    }

    [TestMethod]
    public async Task Clients_that_do_not_acknowledge_hold_together_no_more_memory_than_the_limit()
    {
        var limits = new ServiceLimits { MaxQueuedBytesTotal = 1024 * 1024 };
        await using var test = await TestService.StartAsync(TestService.Options with { Limits = limits }, new ManualTime());
        var clients = new List<RawClient>();

        for (var i = 0; i < 10; i++)
        {
            clients.Add(await test.ConnectRawAsync($"{i}"));
        }

        for (var i = 0; i < 1000; i++)
        {
            await test.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId($"{i % 10}"), new byte[10_000], 1);
        }

        Assert.IsGreaterThan(800, test.Service.Counters.DroppedByReason[DropReasons.SlowReader]);
        Assert.AreEqual("sensors/p2p/" + TestService.ClientId("0"), (await clients[0].ReadPublishAsync()).Topic);
        await test.ExpectServesAsync();
    }

    [TestMethod]
    public async Task Of_offline_messages_the_oldest_are_kept_up_to_the_limit_and_the_rest_is_counted()
    {
        var options = TestService.Options with { Limits = new ServiceLimits { MaxOfflineMessages = 10 } };
        await using var test = await TestService.StartAsync(options);
        await test.LeaveSubscriberAsync("0001", "sensors/a");
        using var publisher = await test.ConnectRawAsync("publisher");

        for (var i = 0; i < 15; i++)
        {
            await publisher.PublishAsync("sensors/a", Encoding.UTF8.GetBytes($"{i}"), qos: 1, id: 1 + i);
            await publisher.ExpectAsync(RawClient.PubAck);
        }

        var (client, _) = await test.ConnectPersistentAsync("0001");

        for (var i = 0; i < 10; i++)
        {
            var message = await client.ReadPublishAsync();
            Assert.AreEqual($"{i}", message.Text);
            await client.AcknowledgeAsync(RawClient.PubAck, message.Id);
        }

        await client.ExpectNothingAsync();
        Assert.AreEqual(5, test.Service.Counters.DroppedByReason[DropReasons.OfflineLimit]);

        // What was handed out makes room.
        await test.LeaveAsync(client, "0001");
        await Eventually.HoldsAsync(
            () => test.Service.PublishP2PAsync(TestService.Parent, _clientId, "room"u8.ToArray(), 1).GetAwaiter().GetResult(), "there is room");
        (client, _) = await test.ConnectPersistentAsync("0001");
        Assert.AreEqual("room", (await client.ReadPublishAsync()).Text);
    }

    [TestMethod]
    public async Task The_limit_of_offline_messages_counts_those_from_before_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("nanomqtt-flood-").FullName;

        try
        {
            var options = TestService.Options with
            {
                DatabasePath = Path.Combine(folder, "service.db"),
                Limits = new ServiceLimits { MaxOfflineMessages = 10 },
            };

            for (var start = 0; start < 2; start++)
            {
                await using var test = await TestService.StartAsync(options);

                if (start == 0)
                {
                    await test.LeaveSubscriberAsync("0001", "sensors/a");
                }

                for (var i = 0; i < 6; i++)
                {
                    Assert.AreEqual(start == 0 || i < 4, await test.Service.PublishP2PAsync(TestService.Parent, _clientId, new byte[] { 1 }, 1));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public async Task Messages_that_were_given_up_leave_the_disk_and_the_file_shrinks()
    {
        var folder = Directory.CreateTempSubdirectory("nanomqtt-shrink-").FullName;

        try
        {
            var options = TestService.Options with { DatabasePath = Path.Combine(folder, "service.db") };
            await using var test = await TestService.StartAsync(options);
            await test.LeaveSubscriberAsync("0001", "sensors/a");
            var payload = new byte[60_000];
            var file = new FileInfo(options.DatabasePath + ".sessions");

            for (var i = 0; i < 500; i++)
            {
                await test.Service.PublishP2PAsync(TestService.Parent, _clientId, payload, 1);
            }

            // A login with cleanSession=true gives them up; who publishes meanwhile does not wait for that.
            using var clean = await test.ConnectRawAsync("0001");
            await test.LeaveSubscriberAsync("0002", "sensors/b");
            using var publisher = await test.ConnectRawAsync("publisher");
            await publisher.PublishAsync("sensors/b", [1], qos: 1, id: 1);
            await publisher.ExpectAsync(RawClient.PubAck);

            await Eventually.HoldsAsync(
                () =>
                {
                    file.Refresh();
                    return file.Length is > 0 and < 8_000_000;
                },
                "the file is smaller than what was in it");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
