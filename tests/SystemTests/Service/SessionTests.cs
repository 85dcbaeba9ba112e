using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class SessionTests
{
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(5);

    private string _folder = string.Empty;

    private ServiceOptions OnDisk => TestService.Options with { DatabasePath = Path.Combine(_folder, "service.db") };

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("service").FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task Session_present_is_told_only_after_cleanSession_false_and_until_a_clean_connect()
    {
        await using var test = await TestService.StartAsync();

        foreach (var expected in (bool[])[false, true, true])
        {
            var (client, isPresent) = await test.ConnectPersistentAsync("0001");
            Assert.AreEqual(expected, isPresent);
            await test.LeaveAsync(client, "0001");
        }

        // A clean session leaves nothing behind, neither of the old one nor of itself.
        var clean = await test.ConnectRawAsync("0001");
        await clean.SubscribeAsync(1, ("sensors/a", 1));
        await clean.ExpectAsync(RawClient.SubAck);
        await test.LeaveAsync(clean, "0001");
        var (last, isStillPresent) = await test.ConnectPersistentAsync("0001");
        Assert.IsFalse(isStillPresent);
        await last.PublishAsync("sensors/a", [1]);
        await last.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task Subscriptions_of_cleanSession_false_last_and_QoS_1_messages_wait()
    {
        await using var test = await TestService.StartAsync();
        await test.LeaveSubscriberAsync("0001", "sensors/+");
        using var publisher = await test.ConnectAsync("0002");

        foreach (var text in (string[])["one", "two", "three"])
        {
            await publisher.PublishAsync("sensors/a", Encoding.UTF8.GetBytes(text));
        }

        var (client, isPresent) = await test.ConnectPersistentAsync("0001");
        Assert.IsTrue(isPresent);

        foreach (var text in (string[])["one", "two", "three"])
        {
            var message = await client.ReadPublishAsync();
            Assert.AreEqual(("sensors/a", text, 1, false), (message.Topic, message.Text, message.QoS, message.IsRepeat));
            await client.AcknowledgeAsync(RawClient.PubAck, message.Id);
        }

        // What was acknowledged does not come again, and the subscription still holds.
        await client.ExpectNothingAsync();
        await test.LeaveAsync(client, "0001");
        (client, _) = await test.ConnectPersistentAsync("0001");
        await client.ExpectNothingAsync();
        await publisher.PublishAsync("sensors/b", [4]);
        Assert.AreEqual("sensors/b", (await client.ReadPublishAsync()).Topic);
    }

    [TestMethod]
    public async Task A_p2p_message_of_QoS_1_waits_for_a_client_with_cleanSession_false()
    {
        await using var test = await TestService.StartAsync();
        await test.LeaveSubscriberAsync("0001", "sensors/none");

        Assert.IsTrue(await test.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId("0001"), "on"u8.ToArray(), 1));

        var (client, _) = await test.ConnectPersistentAsync("0001");
        Assert.AreEqual("sensors/p2p/GID_Test@@@0001", (await client.ReadPublishAsync()).Topic);
    }

    [TestMethod]
    [DataRow(0, 1, DisplayName = "published with QoS 0")]
    [DataRow(1, 0, DisplayName = "subscribed to with QoS 0")]
    public async Task QoS_0_messages_do_not_wait(int publishedQoS, int subscribedQoS)
    {
        await using var test = await TestService.StartAsync();
        await test.LeaveSubscriberAsync("0001", "sensors/a", subscribedQoS);
        using var publisher = await test.ConnectAsync("0002");

        await publisher.PublishAsync("sensors/a", [1], publishedQoS);
        await Eventually.HoldsAsync(() => !test.Received.IsEmpty, "it has arrived");

        var (client, _) = await test.ConnectPersistentAsync("0001");
        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task Offline_messages_come_30_at_once_and_30_more_every_5_seconds()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        await test.LeaveSubscriberAsync("0001", "sensors/a");
        using var publisher = await test.ConnectAsync("0002");

        for (var i = 0; i < 70; i++)
        {
            await publisher.PublishAsync("sensors/a", Encoding.UTF8.GetBytes($"{i}"));
        }

        var (client, _) = await test.ConnectPersistentAsync("0001");
        var expected = 0;

        foreach (var count in (int[])[30, 30, 10])
        {
            for (var i = 0; i < count; i++)
            {
                var message = await client.ReadPublishAsync();
                Assert.AreEqual($"{expected++}", message.Text);
                await client.AcknowledgeAsync(RawClient.PubAck, message.Id);
            }

            await client.ExpectNothingAsync();
            time.Advance(_pace - TimeSpan.FromMilliseconds(1));
            await client.ExpectNothingAsync();
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task A_live_message_does_not_wait_behind_the_offline_ones()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        await test.LeaveSubscriberAsync("0001", "sensors/a");
        using var publisher = await test.ConnectAsync("0002");

        for (var i = 0; i < 31; i++)
        {
            await publisher.PublishAsync("sensors/a", Encoding.UTF8.GetBytes($"{i}"));
        }

        var (client, _) = await test.ConnectPersistentAsync("0001");

        for (var i = 0; i < 30; i++)
        {
            await client.AcknowledgeAsync(RawClient.PubAck, (await client.ReadPublishAsync()).Id);
        }

        await publisher.PublishAsync("sensors/a", "live"u8.ToArray());
        var live = await client.ReadPublishAsync();
        Assert.AreEqual("live", live.Text);
        await client.AcknowledgeAsync(RawClient.PubAck, live.Id);
        await client.ExpectNothingAsync();
        time.Advance(_pace);
        Assert.AreEqual("30", (await client.ReadPublishAsync()).Text);
    }

    [TestMethod]
    public async Task Offline_messages_are_kept_3_days()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        await test.LeaveSubscriberAsync("0001", "sensors/a");
        using var publisher = await test.ConnectAsync("0002");
        await publisher.PublishAsync("sensors/a", "old"u8.ToArray());
        time.Advance(TimeSpan.FromSeconds(1));
        using var again = await test.ConnectAsync("0002");
        await again.PublishAsync("sensors/a", "new"u8.ToArray());

        time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));

        var (client, isPresent) = await test.ConnectPersistentAsync("0001");
        Assert.IsTrue(isPresent);
        Assert.AreEqual("new", (await client.ReadPublishAsync()).Text);
        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task What_is_older_than_3_days_leaves_the_disk()
    {
        var time = new ManualTime();

        await using (var test = await TestService.StartAsync(OnDisk, time))
        {
            await test.LeaveSubscriberAsync("0001", "sensors/a");
            await test.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId("0001"), new byte[] { 1 }, 1);
        }

        Assert.AreEqual(1L, Count("Message"));
        time.Advance(TimeSpan.FromDays(3));

        await using (await TestService.StartAsync(OnDisk, time))
        {
        }

        Assert.AreEqual((0L, 0L, 1L), (Count("Message"), Count("Delivery"), Count("Session")));
    }

    [TestMethod]
    public async Task Sessions_subscriptions_and_messages_survive_a_restart_of_the_service()
    {
        await using (var test = await TestService.StartAsync(OnDisk))
        {
            await test.LeaveSubscriberAsync("0001", "sensors/+");
            await test.LeaveSubscriberAsync("0002", "sensors/b");
            var (client, _) = await test.ConnectPersistentAsync("0002");
            await client.SendAsync(RawClient.Packet(0xA2, RawClient.Number(2), RawClient.Text("sensors/b")));
            await client.ExpectAsync(RawClient.UnsubAck);
            using var publisher = await test.ConnectAsync("0003");
            await publisher.PublishAsync("sensors/b", "kept"u8.ToArray());
        }

        await using (var test = await TestService.StartAsync(OnDisk))
        {
            var (client, isPresent) = await test.ConnectPersistentAsync("0001");
            Assert.IsTrue(isPresent);
            Assert.AreEqual("kept", (await client.ReadPublishAsync()).Text);
            using var publisher = await test.ConnectAsync("0003");
            await publisher.PublishAsync("sensors/c", "new"u8.ToArray());
            Assert.AreEqual("new", (await client.ReadPublishAsync()).Text);
            var (other, isOtherPresent) = await test.ConnectPersistentAsync("0002");
            Assert.IsTrue(isOtherPresent);
            await publisher.PublishAsync("sensors/b", [1]);
            await other.ExpectNothingAsync();
        }
    }

    [TestMethod]
    public async Task An_acknowledged_message_and_a_cleaned_session_leave_the_disk()
    {
        await using (var test = await TestService.StartAsync(OnDisk))
        {
            await test.LeaveSubscriberAsync("0001", "sensors/a");
            await test.LeaveSubscriberAsync("0002", "sensors/a");
            using var publisher = await test.ConnectAsync("0003");
            await publisher.PublishAsync("sensors/a", [1]);
            await publisher.PublishAsync("sensors/a", [2]);
            var (client, _) = await test.ConnectPersistentAsync("0001");
            await client.AcknowledgeAsync(RawClient.PubAck, (await client.ReadPublishAsync()).Id);
            await client.AcknowledgeAsync(RawClient.PubAck, (await client.ReadPublishAsync()).Id);
            await client.ExpectNothingAsync();
        }

        Assert.AreEqual((2L, 2L, 2L), (Count("Message"), Count("Delivery"), Count("Session")));

        await using (var test = await TestService.StartAsync(OnDisk))
        {
            await test.ConnectRawAsync("0002");
        }

        Assert.AreEqual((0L, 0L, 1L, 1L), (Count("Message"), Count("Delivery"), Count("Session"), Count("Subscription")));
    }

    [TestMethod]
    public async Task An_unacknowledged_QoS_1_message_is_repeated_every_5_to_10_seconds_with_DUP_until_it_is_acknowledged()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        using var client = await test.ConnectRawAsync("0001");
        await client.SubscribeAsync(1, ("sensors/#", 1));
        await client.ExpectAsync(RawClient.SubAck);
        using var publisher = await test.ConnectAsync("0002");

        await publisher.PublishAsync("sensors/a", "a"u8.ToArray());
        var first = await client.ReadPublishAsync();
        Assert.IsFalse(first.IsRepeat);
        time.Advance(TimeSpan.FromSeconds(3));
        await publisher.PublishAsync("sensors/b", "b"u8.ToArray());
        var second = await client.ReadPublishAsync();
        await client.ExpectNothingAsync();

        // 5 s after the first and 2 s after the second; then 5 s later.
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.AreEqual((first.Id, true), Name(await client.ReadPublishAsync()));
        await client.ExpectNothingAsync();
        time.Advance(_pace);
        Assert.AreEqual((first.Id, true), Name(await client.ReadPublishAsync()));
        Assert.AreEqual((second.Id, true), Name(await client.ReadPublishAsync()));

        await client.AcknowledgeAsync(RawClient.PubAck, first.Id);
        await client.ExpectNothingAsync();
        time.Advance(_pace);
        Assert.AreEqual((second.Id, true), Name(await client.ReadPublishAsync()));
        await client.AcknowledgeAsync(RawClient.PubAck, second.Id);
        await client.ExpectNothingAsync();
        time.Advance(_pace);
        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task What_was_not_acknowledged_before_the_connection_ended_comes_again_with_its_identifier_and_DUP()
    {
        await using var test = await TestService.StartAsync();
        var (client, _) = await test.ConnectPersistentAsync("0001");
        await client.SubscribeAsync(1, ("sensors/#", 1));
        await client.ExpectAsync(RawClient.SubAck);
        using var publisher = await test.ConnectAsync("0002");
        await publisher.PublishAsync("sensors/a", "a"u8.ToArray());
        await publisher.PublishAsync("sensors/b", "b"u8.ToArray());
        var first = await client.ReadPublishAsync();
        var second = await client.ReadPublishAsync();
        await client.AcknowledgeAsync(RawClient.PubAck, first.Id);
        await client.ExpectNothingAsync();
        await test.Service.DropAsync(TestService.ClientId("0001"));
        await publisher.PublishAsync("sensors/c", "c"u8.ToArray());

        var (again, _) = await test.ConnectPersistentAsync("0001");

        var repeated = await again.ReadPublishAsync();
        Assert.AreEqual(("b", second.Id, true), (repeated.Text, repeated.Id, repeated.IsRepeat));
        var fresh = await again.ReadPublishAsync();
        Assert.AreEqual(("c", false), (fresh.Text, fresh.IsRepeat));
        Assert.AreNotEqual(repeated.Id, fresh.Id);
        await again.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task A_QoS_2_message_comes_once_however_often_its_sender_repeats_it()
    {
        await using var test = await TestService.StartAsync();
        using var subscriber = await test.ConnectRawAsync("0001");
        await subscriber.SubscribeAsync(1, ("sensors/a", 2));
        await subscriber.ExpectAsync(RawClient.SubAck);
        using var publisher = await test.ConnectRawAsync("0002");

        await publisher.PublishAsync("sensors/a", [1], qos: 2, id: 7);
        await publisher.ExpectAsync(RawClient.PubRec);
        await publisher.PublishAsync("sensors/a", [1], qos: 2, id: 7);
        await publisher.ExpectAsync(RawClient.PubRec);
        await publisher.AcknowledgeAsync(RawClient.PubRel, 7);
        await publisher.ExpectAsync(RawClient.PubComp);

        var message = await subscriber.ReadPublishAsync();
        Assert.AreEqual(2, message.QoS);
        await subscriber.AcknowledgeAsync(RawClient.PubRec, message.Id);
        await subscriber.ExpectAsync(RawClient.PubRel);
        await subscriber.AcknowledgeAsync(RawClient.PubComp, message.Id);
        await subscriber.ExpectNothingAsync();
        Assert.HasCount(1, test.Received);

        // The identifier is free again.
        await publisher.PublishAsync("sensors/a", [2], qos: 2, id: 7);
        await publisher.ExpectAsync(RawClient.PubRec);
        Assert.AreEqual(2, (await subscriber.ReadPublishAsync()).Payload[0]);
    }

    [TestMethod]
    public async Task Publishing_QoS_2_with_cleanSession_false_is_unsupported_and_closes_the_connection()
    {
        await using var test = await TestService.StartAsync();
        var (client, _) = await test.ConnectPersistentAsync("0001");

        await client.PublishAsync("sensors/a", [1], qos: 2, id: 1);

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("0001"), TraceActions.Disconnect, TraceReasons.InvalidParam);
        Assert.IsEmpty(test.Received);
    }

    [TestMethod]
    public async Task Subscribing_to_QoS_2_with_cleanSession_false_grants_QoS_1()
    {
        await using var test = await TestService.StartAsync();
        var (client, _) = await test.ConnectPersistentAsync("0001");

        await client.SubscribeAsync(9, ("sensors/a", 2), ("sensors/b", 0));

        CollectionAssert.AreEqual((byte[])[0, 9, 1, 0], (await client.ReadAsync())!.Value.Body);
        using var publisher = await test.ConnectAsync("0002");
        await publisher.PublishAsync("sensors/a", [1], qos: 2);
        Assert.AreEqual(1, (await client.ReadPublishAsync()).QoS);
    }

    [TestMethod]
    public async Task PUBACKs_come_in_the_order_of_the_messages_also_when_only_some_wait_for_the_disk()
    {
        await using var test = await TestService.StartAsync(OnDisk);
        await test.LeaveSubscriberAsync("0001", "sensors/kept");
        using var publisher = await test.ConnectRawAsync("0002");

        byte[] burst =
        [
            .. Enumerable.Range(1, 200).SelectMany(id => RawClient.Packet(
                0x32, RawClient.Text(id % 3 == 0 ? "sensors/kept" : "sensors/other"), RawClient.Number(id), [1])),
        ];
        await publisher.SendAsync(burst);

        for (var id = 1; id <= 200; id++)
        {
            var ack = await publisher.ReadAsync();
            Assert.AreEqual(RawClient.PubAck, ack!.Value.Header);
            CollectionAssert.AreEqual(RawClient.Number(id), ack.Value.Body);
        }
    }

    [TestMethod]
    public async Task A_thousand_unacknowledged_messages_are_the_most_and_the_rest_follows()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        var (client, _) = await test.ConnectPersistentAsync("0001");
        await client.SubscribeAsync(1, ("sensors/a", 1));
        await client.ExpectAsync(RawClient.SubAck);

        for (var i = 0; i < 1010; i++)
        {
            await test.Service.PublishP2PAsync(TestService.Parent, TestService.ClientId("0001"), Encoding.UTF8.GetBytes($"{i}"), 1);
        }

        var unacknowledged = new Queue<int>();

        for (var i = 0; i < 1000; i++)
        {
            var message = await client.ReadPublishAsync();
            Assert.AreEqual(i.ToString(CultureInfo.InvariantCulture), message.Text);
            unacknowledged.Enqueue(message.Id);
        }

        await client.ExpectNothingAsync();

        while (unacknowledged.TryDequeue(out var id))
        {
            await client.AcknowledgeAsync(RawClient.PubAck, id);
        }

        for (var i = 1000; i < 1010; i++)
        {
            Assert.AreEqual(i.ToString(CultureInfo.InvariantCulture), (await client.ReadPublishAsync()).Text);
        }
    }

    [TestMethod]
    public async Task A_session_database_of_something_else_or_of_a_newer_program_is_refused()
    {
        var path = Path.Combine(_folder, "other.db");
        Execute(path, "CREATE TABLE Other (X);");
        var options = TestService.Options with { SessionDatabasePath = path };
        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(() => MqttService.StartAsync(options));
        Assert.Contains("something else", exception.Message);

        await using (await TestService.StartAsync(OnDisk))
        {
        }

        Execute(OnDisk.DatabasePath + ".sessions", "PRAGMA user_version = 99;");
        exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(() => MqttService.StartAsync(OnDisk));
        Assert.Contains("version 99", exception.Message);
    }

    [TestMethod]
    public async Task A_session_database_that_another_service_uses_is_refused()
    {
        await using var first = await TestService.StartAsync(OnDisk);

        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(() => MqttService.StartAsync(OnDisk));

        Assert.Contains("in use by another service", exception.Message);
        await first.ExpectServesAsync();
    }

    private static (int Id, bool IsRepeat) Name(RawClient.Message message) => (message.Id, message.IsRepeat);

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private long Count(string table)
    {
        using var connection = new SqliteConnection($"Data Source={OnDisk.DatabasePath}.sessions;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are this file's own.
        command.CommandText = $"SELECT count(*) FROM {table};";
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
