using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Brokers;

/// <summary>Instances, groups, topics and grants from a file that changes while the service runs.</summary>
[TestClass]
public sealed class InstancesFileTests
{
    private const string One = """{"instanceId":"mqtt-cn-0001","groupIds":["GID_Test"],"parentTopics":["sensors"]}""";
    private const string Two = """{"instanceId":"post-cn-0002","groupIds":["GID_Test"],"parentTopics":["other"],"vhost":"two"}""";

    [TestMethod]
    public async Task What_is_added_and_taken_away_counts_while_the_service_runs()
    {
        using var folder = new TestFolder();
        var time = new ManualTime();
        var told = new List<string>();
        var path = folder.Write("instances.json", Of(One));
        using var watcher = InstancesWatcher.Start(path, time, told.Add);
        await using var test = await TestService.StartAsync(new ServiceOptions { Directory = watcher.Directory }, time);
        var credential = test.Register("0001");
        Assert.AreEqual(0, await test.LoginAsync(credential));
        Assert.Throws<ArgumentException>(() => test.Service.Credentials.Register("post-cn-0002", "GID_Test@@@0001"));

        folder.Write("instances.json", Of(One, Two));
        time.Advance(TimeSpan.FromSeconds(1));
        var second = test.Service.Credentials.Register("post-cn-0002", "GID_Test@@@0001");
        Assert.AreEqual(0, await test.LoginAsync(second));

        folder.Write("instances.json", Of(Two));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.AreEqual(5, await test.LoginAsync(credential));
        Assert.AreEqual(0, await test.LoginAsync(second));
        Assert.HasCount(2, told);
    }

    [TestMethod]
    public async Task A_client_whose_instance_changes_is_asked_again_and_one_of_another_instance_is_left_alone()
    {
        using var folder = new TestFolder();
        var time = new ManualTime();
        var path = folder.Write("instances.json", Of(One, Two));
        using var watcher = InstancesWatcher.Start(path, time);
        await using var test = await TestService.StartAsync(new ServiceOptions { Directory = watcher.Directory }, time);
        using var changed = await test.ConnectRawAsync("0001");
        await changed.SubscribeAsync(1, ("sensors/a", 1));
        await changed.ExpectAsync(RawClient.SubAck);
        var other = test.Service.Credentials.Register("post-cn-0002", "GID_Test@@@0002");
        using var alone = await test.OpenAsync();
        await alone.SendAsync(TestService.ConnectPacket(other));
        Assert.AreEqual(0, await alone.ReadConnAckCodeAsync());

        var grants = ""","grants":[{"holder":"*","topicFilter":"sensors/b","actions":"RW"}]}""";
        folder.Write("instances.json", Of(One[..^1] + grants, Two));
        time.Advance(TimeSpan.FromSeconds(1));

        using var again = await test.ConnectRawAsync("0001");
        await again.SubscribeAsync(1, ("sensors/b", 1));
        await again.ExpectAsync(RawClient.SubAck);
        await again.SubscribeAsync(2, ("sensors/a", 1));
        await again.ExpectCloseAsync();
        await alone.PingAsync();
        await alone.ExpectAsync(RawClient.PingResp);
    }

    [TestMethod]
    public async Task A_known_client_stays_online_with_what_it_subscribed_to_when_a_grant_changes_that_does_not_concern_it()
    {
        using var folder = new TestFolder();
        var time = new ManualTime();
        const string Own = """{"holder":"GID_Test@@@0001","topicFilter":"sensors/a","actions":"RW"}""";
        var path = folder.Write("instances.json", Of(Granting(Own, """{"holder":"GID_Test@@@0002","topicFilter":"sensors/#","actions":"RW"}""")));
        using var watcher = InstancesWatcher.Start(path, time);
        await using var test = await TestService.StartAsync(new ServiceOptions { Directory = watcher.Directory }, time);
        using var known = await test.ConnectRawAsync("0001");
        await known.SubscribeAsync(1, ("sensors/a", 1));
        await known.ExpectAsync(RawClient.SubAck);
        using var concerned = await test.ConnectRawAsync("0002");
        await concerned.SubscribeAsync(1, ("sensors/b", 1));
        await concerned.ExpectAsync(RawClient.SubAck);

        folder.Write("instances.json", Of(Granting(Own, """{"holder":"GID_Test@@@0002","topicFilter":"sensors/a","actions":"W"}""")));
        time.Advance(TimeSpan.FromSeconds(1));
        await test.ExpectTraceAsync("GID_Test@@@0002", TraceActions.Unsubscribe, TraceReasons.ResourceAuthFailed);

        await concerned.PublishAsync("sensors/a", [1], qos: 1, id: 2);
        await concerned.ExpectAsync(RawClient.PubAck);
        Assert.AreEqual("sensors/a", (await known.ReadPublishAsync()).Topic);
        await known.PublishAsync("sensors/a", [2]);
        CollectionAssert.AreEqual((byte[])[2], (await known.ReadPublishAsync()).Payload);
        Assert.IsFalse(test.Service.Trace.Any(entry => entry is { ClientId: "GID_Test@@@0001", Action: TraceActions.Disconnect or TraceActions.Unsubscribe }));
        Assert.AreEqual(1, test.Service.Counters.SubscriptionsTakenBack);
    }

    [TestMethod]
    [DataRow("", "is no file of instances")]
    [DataRow("[]", "is no file of instances")]
    [DataRow("""{"instances":[]}""", "at least one instance is needed")]
    [DataRow("""{"instances":[{"instanceId":"mqtt-cn-0001"}]}""", "is no file of instances")]
    [DataRow("""{"instances":[{"instanceId":"a|b","groupIds":[],"parentTopics":[]}]}""", "an instance ID has")]
    [DataRow("""{"instances":[{"instanceId":"a","groupIds":["x"],"parentTopics":[]}]}""", "a group ID has")]
    [DataRow("""{"instances":[{"instanceId":"a","groupIds":[],"parentTopics":["a/b"]}]}""", "a parent topic has")]
    [DataRow("""{"instances":[{"instanceId":"a","groupIds":[],"parentTopics":[],"colour":1}]}""", "is no file of instances")]
    [DataRow("""{"instances":[{"instanceId":"a","groupIds":[],"parentTopics":[],"grants":[{"holder":"*","topicFilter":"a","actions":"X"}]}]}""", "must be R, W or RW")]
    [DataRow("""{"instances":[{"instanceId":"a","groupIds":[],"parentTopics":[],"grants":[{"holder":"*","topicFilter":"a/{device}","actions":"R"}]}]}""", "{clientId} and {groupId}")]
    [DataRow("""{"instances":[{"instanceId":"a","groupIds":[],"parentTopics":[]},{"instanceId":"a","groupIds":[],"parentTopics":[]}]}""", "may stand once")]
    public void A_file_that_breaks_a_rule_is_refused_and_changes_nothing(string text, string says)
    {
        using var folder = new TestFolder();
        var time = new ManualTime();
        var told = new List<string>();
        var path = folder.Write("instances.json", Of(One));
        using var watcher = InstancesWatcher.Start(path, time, told.Add);

        folder.Write("instances.json", text);
        time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.AreEqual("mqtt-cn-0001", watcher.Directory.Instances.Single().InstanceId);
        Assert.Contains(says, told.Single());
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => InstancesFile.Read(path)).Message);

        folder.Write("instances.json", Of(One, Two));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.HasCount(2, watcher.Directory.Instances);
    }

    private static string Granting(params string[] grants) => $$"""{{One[..^1]}},"grants":[{{string.Join(',', grants)}}]}""";

    private static string Of(params string[] instances) => $$"""{"instances":[{{string.Join(',', instances)}}]}""";
}
