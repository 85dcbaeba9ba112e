using System.Globalization;
using System.Net;
using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>The vendor's four trace queries: fields and words as its pages have them.</summary>
[TestClass]
public sealed class TraceQueryTests
{
    private const string Publisher = "GID_Test@@@publisher";
    private const string Subscriber = "GID_Test@@@subscriber";

    private static readonly ServiceOptions _options = TestService.Options with { HttpPort = 0 };

    [TestMethod]
    public async Task QueryMqttTraceDevice_tells_each_connection_from_its_login_to_its_end_in_the_vendors_words()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = new ApiClient(test.Service.HttpPort!.Value, time);
        var credential = test.Register("publisher");
        Assert.AreEqual(5, await test.LoginAsync(credential with { DeviceAccessKeySecret = "wrong" }));
        using (var polite = await test.ConnectRawAsync("publisher"))
        {
            await test.LeaveAsync(polite, "publisher");
        }

        using var cut = await test.ConnectRawAsync("publisher");
        Assert.IsTrue(await test.Service.DropAsync(Publisher));

        var reply = await DevicesAsync(api, time);

        var rows = reply.GetProperty("DeviceInfoList").EnumerateArray().ToArray();
        CollectionAssert.AreEqual(
            (string[])
            [
                "close mqtt.trace.action.close not authorized",
                "connect mqtt.trace.action.connect accepted",
                "disconnect mqtt.trace.action.disconnect disconnected by client",
                "connect mqtt.trace.action.connect accepted",
                "close mqtt.trace.action.close Socket IOException",
            ],
            rows.Select(row => $"{Text(row, "Action")} {Text(row, "ActionCode")} {Text(row, "ActionInfo")}").ToArray());
        Assert.AreEqual((5, 1, 100), (Number(reply, "Total"), Number(reply, "CurrentPage"), Number(reply, "PageSize")));

        // Of one connection the same, of two different ones.
        var channels = rows.Select(row => Text(row, "ChannelId")).ToArray();
        CollectionAssert.AreEqual((int[])[0, 1, 1, 3, 3], channels.Select(channel => Array.IndexOf(channels, channel)).ToArray());
        Assert.MatchesRegex("^[0-9a-f]{32}$", channels[0]);

        // 00:00 in UTC, in the vendor's zone.
        Assert.AreEqual("2026-01-01 08:00:00.000", Text(rows[0], "Time"));
    }

    [TestMethod]
    public async Task A_message_is_found_at_its_publisher_by_its_MsgId_and_at_each_who_got_it_at_once_or_later()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = new ApiClient(test.Service.HttpPort!.Value, time);
        await test.LeaveSubscriberAsync("away", "sensors/a");
        using var subscriber = await test.ConnectRawAsync("subscriber");
        await subscriber.SubscribeAsync(1, ("sensors/#", 0));
        await subscriber.ExpectAsync(RawClient.SubAck);
        using var publisher = await test.ConnectRawAsync("publisher");
        await publisher.PublishAsync("sensors/a", [1], qos: 1, id: 1);
        await publisher.ExpectAsync(RawClient.PubAck);
        Assert.AreEqual("sensors/a", (await subscriber.ReadPublishAsync()).Topic);
        time.Advance(TimeSpan.FromSeconds(1));
        var (late, _) = await test.ConnectPersistentAsync("away");
        Assert.AreEqual("sensors/a", (await late.ReadPublishAsync()).Topic);

        var published = Single(await MessagesAsync(api, time, Publisher), "MessageOfClientList");
        var id = Text(published, "MsgId");
        Assert.MatchesRegex("^[0-9A-F]{32}$", id);
        Assert.AreEqual(
            $"2026-01-01 08:00:00.000 {Publisher} pub_mqtt mqtt.trace.action.msg.pub.mqtt Pub From Mqtt Client", Row(published));
        Assert.AreEqual(Row(published), Row(Single(await api.OkAsync("QueryMqttTraceMessagePublish", Range(time, ("MsgId", id))), "MessageTraceLists")));

        var delivered = await SubscribedAsync(api, time, id);
        CollectionAssert.AreEqual(
            (string[])
            [
                $"2026-01-01 08:00:00.000 {Subscriber} sub mqtt.trace.action.msg.sub Push To Mqtt Client",
                "2026-01-01 08:00:01.000 GID_Test@@@away push_offline mqtt.trace.action.msg.push.offline Push Offline Msg To Mqtt Client",
            ],
            delivered.GetProperty("MessageTraceLists").EnumerateArray().Select(Row).ToArray());
        Assert.AreEqual(2, Number(delivered, "Total"));
        Assert.AreEqual(1, Number(await SubscribedAsync(api, time, id, ("ClientId", Subscriber)), "Total"));
        Assert.AreEqual(id, Text(Single(await MessagesAsync(api, time, Subscriber), "MessageOfClientList"), "MsgId"));
    }

    [TestMethod]
    public async Task Messages_are_told_apart_and_those_that_reach_nobody_are_found_too()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = new ApiClient(test.Service.HttpPort!.Value, time);
        using var subscriber = await test.ConnectRawAsync("subscriber");
        using var publisher = await test.ConnectRawAsync("publisher");
        await publisher.PublishAsync("sensors/nobody", [1], qos: 1, id: 1);
        await publisher.ExpectAsync(RawClient.PubAck);
        await publisher.PublishAsync($"sensors/p2p/{Subscriber}", [2], qos: 1, id: 2);
        Assert.AreEqual(2, (await subscriber.ReadPublishAsync()).Payload[0]);
        await publisher.ExpectAsync(RawClient.PubAck);
        await publisher.PublishAsync("sensors/p2p/GID_Test@@@gone", [3], qos: 1, id: 3);
        await publisher.ExpectAsync(RawClient.PubAck);

        var ids = (await MessagesAsync(api, time, Publisher)).GetProperty("MessageOfClientList").EnumerateArray().Select(row => Text(row, "MsgId")).ToArray();

        Assert.HasCount(3, ids.Distinct().ToArray());
        CollectionAssert.AreEqual((int[])[0, 1, 0], await Task.WhenAll(ids.Select(async id => Number(await SubscribedAsync(api, time, id), "Total"))));
        Assert.AreEqual(0, Number(await SubscribedAsync(api, time, new string('0', 32)), "Total"), "of another start of the service");
        Assert.AreEqual(0, Number(await SubscribedAsync(api, time, "no id"), "Total"));
    }

    [TestMethod]
    public async Task Pages_go_forward_or_backward_and_the_range_of_time_is_kept()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = new ApiClient(test.Service.HttpPort!.Value, time);
        var begin = time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            using var client = await test.ConnectRawAsync("publisher");
            await test.LeaveAsync(client, "publisher");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.AreEqual("00 00 01 01 02 02", await SecondsAsync(1, 100, reverse: false, 0, 10));
        Assert.AreEqual("02 02 01 01 00 00", await SecondsAsync(1, 100, reverse: true, 0, 10));
        Assert.AreEqual("01 01", await SecondsAsync(2, 2, reverse: false, 0, 10));
        Assert.AreEqual("02 02", await SecondsAsync(3, 2, reverse: false, 0, 10));
        Assert.AreEqual("", await SecondsAsync(4, 2, reverse: false, 0, 10));
        Assert.AreEqual("", await SecondsAsync(int.MaxValue, 100, reverse: false, 0, 10));
        Assert.AreEqual("01 01", await SecondsAsync(1, 100, reverse: false, 1, 1));

        async Task<string> SecondsAsync(int page, int size, bool reverse, int from, int to)
        {
            var reply = await api.OkAsync(
                "QueryMqttTraceDevice",
                ("MqttRegionId", "cn-hangzhou"),
                ("ClientId", Publisher),
                ("BeginTime", Milliseconds(begin.AddSeconds(from))),
                ("EndTime", Milliseconds(begin.AddSeconds(to))),
                ("CurrentPage", page.ToString(CultureInfo.InvariantCulture)),
                ("PageSize", size.ToString(CultureInfo.InvariantCulture)),
                ("Reverse", reverse ? "true" : "false"));
            return string.Join(' ', reply.GetProperty("DeviceInfoList").EnumerateArray().Select(row => Text(row, "Time")[17..19]));
        }
    }

    [TestMethod]
    public async Task What_is_kept_has_a_limit_and_the_oldest_goes_first()
    {
        var time = new ManualTime();
        var limits = new ServiceLimits { MaxDeviceTraces = 3, MaxMessageTraces = 2 };
        await using var test = await TestService.StartAsync(_options with { Limits = limits }, time);
        using var api = new ApiClient(test.Service.HttpPort!.Value, time);
        using (var first = await test.ConnectRawAsync("publisher"))
        {
            await test.LeaveAsync(first, "publisher");
        }

        using var client = await test.ConnectRawAsync("publisher");
        for (var id = 1; id <= 5; id++)
        {
            await client.PublishAsync("sensors/a", [1], qos: 1, id);
            await client.ExpectAsync(RawClient.PubAck);
        }

        using var last = await test.ConnectRawAsync("publisher");
        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(Publisher, TraceActions.Disconnect, TraceReasons.ClientIdConflict);

        Assert.AreEqual(
            "connect accepted, close clientId conflict, connect accepted",
            string.Join(", ", (await DevicesAsync(api, time)).GetProperty("DeviceInfoList").EnumerateArray().Select(row => $"{Text(row, "Action")} {Text(row, "ActionInfo")}")));
        Assert.AreEqual(2, Number(await MessagesAsync(api, time, Publisher), "Total"));
        var metrics = await api.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains("nanomqtt_device_traces 3\n", metrics);
        Assert.Contains("nanomqtt_message_traces 2\n", metrics);
    }

    [TestMethod]
    public async Task Another_instance_sees_nothing_of_it()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = new ApiClient(test.Service.HttpPort!.Value, time);
        using var publisher = await test.ConnectRawAsync("publisher");
        await publisher.PublishAsync("sensors/a", [1], qos: 1, id: 1);
        await publisher.ExpectAsync(RawClient.PubAck);
        var id = Text(Single(await MessagesAsync(api, time, Publisher), "MessageOfClientList"), "MsgId");
        var other = ("InstanceId", TestService.OtherInstance);

        Assert.AreEqual(0, Number(await api.OkAsync("QueryMqttTraceDevice", Page(time, ("ClientId", Publisher), other)), "Total"));
        Assert.AreEqual(0, Number(await api.OkAsync("QueryMqttTraceMessageOfClient", Page(time, ("ClientId", Publisher), other)), "Total"));
        Assert.IsEmpty((await api.OkAsync("QueryMqttTraceMessagePublish", Range(time, ("MsgId", id), other))).GetProperty("MessageTraceLists").EnumerateArray());
    }

    [TestMethod]
    [DataRow("MqttRegionId", "", "MissingMqttRegionId", "")]
    [DataRow("ClientId", "", "MissingClientId", "")]
    [DataRow("ClientId", "0001", "ParameterCheckFailed", "ClientId: ")]
    [DataRow("ClientId", "GID_None@@@0001", "PermissionCheckFailed", "the group was not created beforehand")]
    [DataRow("BeginTime", "", "MissingBeginTime", "")]
    [DataRow("BeginTime", "yesterday", "ParameterCheckFailed", "BeginTime: must be a whole number")]
    [DataRow("EndTime", "1", "ParameterCheckFailed", "EndTime: must not be before BeginTime")]
    [DataRow("CurrentPage", "", "MissingCurrentPage", "")]
    [DataRow("CurrentPage", "0", "ParameterCheckFailed", "CurrentPage: ")]
    [DataRow("PageSize", "101", "ParameterCheckFailed", "PageSize: must be a whole number from 1 to 100")]
    [DataRow("Reverse", "maybe", "ParameterCheckFailed", "Reverse: must be true or false")]
    public async Task A_parameter_that_breaks_its_rule_is_refused_by_name(string name, string value, string code, string says)
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = new ApiClient(test.Service.HttpPort!.Value, TimeProvider.System);

        (await api.CallAsync("QueryMqttTraceDevice", Page(TimeProvider.System, ("ClientId", Publisher), (name, value))))
            .AssertRefused(HttpStatusCode.BadRequest, code, says);
    }

    [TestMethod]
    public async Task Too_many_queries_in_a_second_are_SystemOverFlow()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options with { TraceQueryRate = 1 }, time);
        using var api = new ApiClient(test.Service.HttpPort!.Value, time);

        await DevicesAsync(api, time);
        (await api.CallAsync("QueryMqttTraceDevice", Page(time, ("ClientId", Publisher))))
            .AssertRefused(HttpStatusCode.InternalServerError, "SystemOverFlow");
        await MessagesAsync(api, time, Publisher);
    }

    private static Task<JsonElement> DevicesAsync(ApiClient api, TimeProvider time)
    {
        return api.OkAsync("QueryMqttTraceDevice", Page(time, ("ClientId", Publisher)));
    }

    private static Task<JsonElement> MessagesAsync(ApiClient api, TimeProvider time, string clientId)
    {
        return api.OkAsync("QueryMqttTraceMessageOfClient", Page(time, ("ClientId", clientId)));
    }

    private static Task<JsonElement> SubscribedAsync(ApiClient api, TimeProvider time, string id, params (string, string)[] more)
    {
        return api.OkAsync("QueryMqttTraceMessageSubscribe", Page(time, [("MsgId", id), .. more]));
    }

    private static (string Name, string Value)[] Page(TimeProvider time, params (string, string)[] more)
    {
        return Range(time, [("CurrentPage", "1"), ("PageSize", "100"), .. more]);
    }

    private static (string Name, string Value)[] Range(TimeProvider time, params (string, string)[] more)
    {
        var now = time.GetUtcNow();
        return [("MqttRegionId", "cn-hangzhou"), ("BeginTime", Milliseconds(now.AddHours(-1))), ("EndTime", Milliseconds(now.AddHours(1))), .. more];
    }

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static JsonElement Single(JsonElement reply, string list) => reply.GetProperty(list).EnumerateArray().Single();

    private static string Row(JsonElement row)
    {
        return $"{Text(row, "Time")} {Text(row, "ClientId")} {Text(row, "Action")} {Text(row, "ActionCode")} {Text(row, "ActionInfo")}";
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static int Number(JsonElement reply, string name) => reply.GetProperty(name).GetInt32();
}
