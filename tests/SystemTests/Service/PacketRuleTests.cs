using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>The rules of MQTT 3.1.1 for packets, by number: who breaks one is disconnected [MQTT-4.8.0-1], and acknowledged by nothing.</summary>
[TestClass]
public sealed class PacketRuleTests
{
    private static readonly string _clientId = TestService.ClientId("0001");
    private static readonly byte[] _topic = RawClient.Text("sensors/a");
    private static readonly byte[] _id = [0, 1];

    public static IEnumerable<object[]> IllFormed => from bytes in (byte[][])
        [
            [0xFF], [0xFE], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0x80],
        ]
                                                     select (object[])[Convert.ToHexString(bytes)];

    [TestMethod]
    [DynamicData(nameof(IllFormed))]
    public async Task Text_that_is_not_well_formed_UTF_8_closes_the_connection_MQTT_1_5_3_1(string hex)
    {
        byte[] topic = RawClient.Bytes([.. "sensors/"u8, .. Convert.FromHexString(hex)]);
        await ExpectBrokenAsync("MQTT-1.5.3-1", RawClient.Packet(0x30, topic));
        await ExpectBrokenAsync("MQTT-1.5.3-1", RawClient.Packet(0x82, _id, topic, [1]));
        await ExpectBrokenAsync("MQTT-1.5.3-1", RawClient.Packet(0xA2, _id, topic));

        foreach (var connect in (byte[][])[Connect(0xC2, clientId: topic), Connect(0xC2, userName: topic), Connect(0xC6, willTopic: topic)])
        {
            await ExpectConnectBrokenAsync("MQTT-1.5.3-1", connect);
        }
    }

    [TestMethod]
    public async Task Well_formed_UTF_8_passes_unchanged_a_byte_order_mark_too_MQTT_1_5_3_3()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");
        const string Topic = "sensors/\uFEFFä€\U0001F600";
        await client.SubscribeAsync(1, ("sensors/#", 0));
        await client.ExpectAsync(RawClient.SubAck);
        await client.PublishAsync(Topic, [1]);
        Assert.AreEqual(Topic, (await client.ReadPublishAsync()).Topic);
    }

    [TestMethod]
    public async Task Text_with_U_0000_closes_the_connection_MQTT_1_5_3_2()
    {
        var topic = RawClient.Text("sensors/\0a");
        await ExpectBrokenAsync("MQTT-1.5.3-2", RawClient.Packet(0x30, topic));
        await ExpectBrokenAsync("MQTT-1.5.3-2", RawClient.Packet(0x82, _id, topic, [1]));
        await ExpectBrokenAsync("MQTT-1.5.3-2", RawClient.Packet(0xA2, _id, topic));
        await ExpectConnectBrokenAsync("MQTT-1.5.3-2", Connect(0xC2, clientId: topic));
    }

    [TestMethod]
    [DataRow((byte)0x11, DisplayName = "CONNECT")]
    [DataRow((byte)0x41, DisplayName = "PUBACK")]
    [DataRow((byte)0x60, DisplayName = "PUBREL")]
    [DataRow((byte)0x80, DisplayName = "SUBSCRIBE [MQTT-3.8.1-1]")]
    [DataRow((byte)0xA0, DisplayName = "UNSUBSCRIBE [MQTT-3.10.1-1]")]
    [DataRow((byte)0xC1, DisplayName = "PINGREQ")]
    [DataRow((byte)0xE1, DisplayName = "DISCONNECT [MQTT-3.14.1-1]")]
    public async Task Flags_that_are_not_those_of_the_packet_close_the_connection_MQTT_2_2_2_2(byte header)
    {
        await ExpectBrokenAsync("MQTT-2.2.2-2", RawClient.Packet(header, _id));
    }

    [TestMethod]
    [DataRow((byte)0x32, DisplayName = "PUBLISH")]
    [DataRow((byte)0x82, DisplayName = "SUBSCRIBE")]
    [DataRow((byte)0xA2, DisplayName = "UNSUBSCRIBE")]
    [DataRow((byte)0x40, DisplayName = "PUBACK")]
    [DataRow((byte)0x50, DisplayName = "PUBREC")]
    [DataRow((byte)0x62, DisplayName = "PUBREL")]
    [DataRow((byte)0x70, DisplayName = "PUBCOMP")]
    public async Task A_packet_identifier_of_zero_closes_the_connection_MQTT_2_3_1_1(byte header)
    {
        byte[] body = header switch
        {
            0x32 => [.. _topic, 0, 0],
            0x82 => [0, 0, .. _topic, 1],
            0xA2 => [0, 0, .. _topic],
            _ => [0, 0],
        };
        await ExpectBrokenAsync("MQTT-2.3.1-1", RawClient.Packet(header, body));
    }

    [TestMethod]
    [DataRow("C00100", DisplayName = "PINGREQ with a body")]
    [DataRow("E00100", DisplayName = "DISCONNECT with a body")]
    [DataRow("4003000100", DisplayName = "PUBACK")]
    [DataRow("5003000100", DisplayName = "PUBREC")]
    [DataRow("6203000100", DisplayName = "PUBREL")]
    [DataRow("7003000100", DisplayName = "PUBCOMP")]
    [DataRow("820700010001610000", DisplayName = "SUBSCRIBE cut in a filter")]
    [DataRow("400100", DisplayName = "PUBACK that is too short")]
    [DataRow("30020005", DisplayName = "PUBLISH shorter than its topic")]
    public async Task A_packet_that_is_longer_or_shorter_than_what_it_has_closes_the_connection(string hex)
    {
        await ExpectBrokenAsync("", Convert.FromHexString(hex));
    }

    [TestMethod]
    public async Task A_first_packet_that_is_no_CONNECT_is_closed_and_a_second_CONNECT_too_MQTT_3_1_0()
    {
        await ExpectConnectBrokenAsync("MQTT-3.1.0-1", [0xC0, 0]);
        await ExpectBrokenAsync("MQTT-3.1.0-2", Connect(0xC2));
    }

    [TestMethod]
    [DataRow((byte)0xC3, "MQTT-3.1.2-3", DisplayName = "the reserved flag")]
    [DataRow((byte)0xCA, "MQTT-3.1.2-13", DisplayName = "will QoS without a will")]
    [DataRow((byte)0xE2, "MQTT-3.1.2-15", DisplayName = "will retain without a will")]
    [DataRow((byte)0xDE, "MQTT-3.1.2-14", DisplayName = "will QoS 3")]
    [DataRow((byte)0x42, "MQTT-3.1.2-22", DisplayName = "password without user name")]
    public async Task CONNECT_flags_that_contradict_each_other_close_the_connection_MQTT_3_1_2(byte flags, string rule)
    {
        await ExpectConnectBrokenAsync(rule, Connect(flags));
    }

    [TestMethod]
    [DataRow("", DisplayName = "empty")]
    [DataRow("sensors/+", DisplayName = "+")]
    [DataRow("#", DisplayName = "#")]
    public async Task A_will_topic_that_is_no_topic_name_closes_the_connection_MQTT_3_1_3_10(string topic)
    {
        await ExpectConnectBrokenAsync("MQTT-3.1.3-10", Connect(0xC6, willTopic: RawClient.Text(topic)));
    }

    [TestMethod]
    public async Task Bytes_behind_the_fields_of_a_CONNECT_or_missing_ones_close_the_connection_MQTT_3_1_3_1()
    {
        await ExpectConnectBrokenAsync("behind the end", Connect(0xC2, more: [0]));

        // Flags that promise more than there is: a password, and a will's message.
        await ExpectConnectBrokenAsync("too early", RawClient.Packet(
            0x10, RawClient.Text("MQTT"), [4, 0xC2], RawClient.Number(60), RawClient.Text(_clientId), RawClient.Text("x")));
    }

    [TestMethod]
    public async Task DUP_with_QoS_0_closes_the_connection_MQTT_3_3_1_2()
    {
        await ExpectBrokenAsync("MQTT-3.3.1-2", RawClient.Packet(0x38, _topic));
    }

    [TestMethod]
    public async Task QoS_3_closes_the_connection_MQTT_3_3_1_4()
    {
        await ExpectBrokenAsync("MQTT-3.3.1-4", RawClient.Packet(0x36, _topic, _id));
    }

    [TestMethod]
    [DataRow("sensors/+")]
    [DataRow("sensors/#")]
    public async Task A_topic_with_a_wildcard_closes_the_connection_MQTT_3_3_2_2(string topic)
    {
        await ExpectBrokenAsync("MQTT-3.3.2-2", RawClient.Packet(0x30, RawClient.Text(topic)));
    }

    [TestMethod]
    [DataRow((byte)0x30)]
    [DataRow((byte)0x82)]
    [DataRow((byte)0xA2)]
    public async Task An_empty_topic_or_filter_closes_the_connection_MQTT_4_7_3_1(byte header)
    {
        byte[] body = header switch { 0x30 => [0, 0], 0x82 => [0, 1, 0, 0, 1], _ => [0, 1, 0, 0] };
        await ExpectBrokenAsync("MQTT-4.7.3-1", RawClient.Packet(header, body));
    }

    [TestMethod]
    public async Task A_SUBSCRIBE_or_UNSUBSCRIBE_without_filter_closes_the_connection_MQTT_3_8_3_3_and_3_10_3_2()
    {
        await ExpectBrokenAsync("MQTT-3.8.3-3", RawClient.Packet(0x82, _id));
        await ExpectBrokenAsync("MQTT-3.10.3-2", RawClient.Packet(0xA2, _id));
    }

    [TestMethod]
    [DataRow((byte)3)]
    [DataRow((byte)4)]
    [DataRow((byte)0x81)]
    public async Task A_SUBSCRIBE_with_a_QoS_above_2_or_a_reserved_bit_closes_the_connection_MQTT_3_8_3_4(byte qos)
    {
        await ExpectBrokenAsync("MQTT-3.8.3-4", RawClient.Packet(0x82, _id, _topic, [qos]));
    }

    [TestMethod]
    [DataRow("sensors/a+")]
    [DataRow("sensors/#/a")]
    [DataRow("sensors/a#")]
    public async Task A_filter_whose_wildcards_are_misplaced_closes_the_connection_MQTT_4_7_1(string filter)
    {
        await ExpectBrokenAsync("MQTT-4.7.1", RawClient.Packet(0x82, _id, RawClient.Text(filter), [1]));
        await ExpectBrokenAsync("MQTT-4.7.1", RawClient.Packet(0xA2, _id, RawClient.Text(filter)));
    }

    [TestMethod]
    [DataRow((byte)0x20, DisplayName = "CONNACK")]
    [DataRow((byte)0x90, DisplayName = "SUBACK")]
    [DataRow((byte)0xB0, DisplayName = "UNSUBACK")]
    [DataRow((byte)0xD0, DisplayName = "PINGRESP")]
    [DataRow((byte)0x00, DisplayName = "reserved 0")]
    [DataRow((byte)0xF0, DisplayName = "reserved 15")]
    public async Task A_packet_that_only_a_server_sends_or_none_at_all_closes_the_connection(byte header)
    {
        await ExpectBrokenAsync("only a server sends", RawClient.Packet(header, _id));
    }

    [TestMethod]
    [DataRow(1, RawClient.PubRec, "MQTT-4.3.2-1", DisplayName = "PUBREC for QoS 1")]
    [DataRow(1, RawClient.PubComp, "MQTT-4.3.3-1", DisplayName = "PUBCOMP for QoS 1")]
    [DataRow(2, RawClient.PubAck, "MQTT-4.3.3-1", DisplayName = "PUBACK for QoS 2")]
    [DataRow(2, RawClient.PubComp, "MQTT-4.3.3-1", DisplayName = "PUBCOMP before PUBREC")]
    public async Task An_acknowledgement_of_the_wrong_kind_closes_the_connection_MQTT_4_3(int qos, byte header, string rule)
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");
        await test.Service.PublishP2PAsync(TestService.Parent, _clientId, new byte[] { 1 }, qos);
        var message = await client.ReadPublishAsync();

        await client.AcknowledgeAsync(header, message.Id);

        await client.ExpectCloseAsync();
        await ExpectRuleAsync(test, TraceActions.Disconnect, rule);
    }

    [TestMethod]
    public async Task An_acknowledgement_of_what_is_unknown_is_left_alone()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.AcknowledgeAsync(RawClient.PubAck, 77);
        await client.AcknowledgeAsync(RawClient.PubComp, 77);

        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task A_remaining_length_of_five_bytes_closes_the_connection_MQTT_2_2_3()
    {
        await ExpectBrokenAsync("four bytes", [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);
    }

    private static byte[] Connect(
        byte flags, byte[]? clientId = null, byte[]? userName = null, byte[]? willTopic = null, byte[]? more = null)
    {
        return RawClient.Packet(
            0x10,
            RawClient.Text("MQTT"),
            [4, flags],
            RawClient.Number(60),
            clientId ?? RawClient.Text(_clientId),
            (flags & 4) == 0 ? [] : [.. willTopic ?? _topic, .. RawClient.Text("will")],
            (flags & 0x80) == 0 ? [] : userName ?? RawClient.Text("x"),
            (flags & 0x40) == 0 ? [] : RawClient.Text("y"),
            more ?? []);
    }

    private static async Task ExpectBrokenAsync(string rule, byte[] packet)
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.ConnectRawAsync("0001");

        await client.SendAsync(packet);

        await client.ExpectCloseAsync();
        await ExpectRuleAsync(test, TraceActions.Disconnect, rule);
        Assert.IsEmpty(test.Received);
    }

    private static async Task ExpectConnectBrokenAsync(string rule, byte[] packet)
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.OpenAsync();

        await client.SendAsync(packet);

        await client.ExpectCloseAsync();
        await ExpectRuleAsync(test, TraceActions.Refuse, rule);
    }

    private static Task ExpectRuleAsync(TestService test, string action, string rule)
    {
        return Eventually.HoldsAsync(
            () => test.Service.Trace.Any(entry =>
                entry.Action == action && entry.Reason == TraceReasons.InvalidParam && entry.Detail.Contains(rule, StringComparison.Ordinal)),
            $"{action} {rule}");
    }
}
