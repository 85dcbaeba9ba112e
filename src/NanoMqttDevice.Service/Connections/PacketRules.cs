using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>
/// The rules of MQTT 3.1.1 for the bytes of a packet that a client sends. Looked at before the packet is decoded: decoders repair what a
/// server has to refuse. Breaking one ends the connection [MQTT-4.8.0-1].
/// </summary>
internal static class PacketRules
{
    private const byte Reserved = 0x01;
    private const byte Will = 0x04;
    private const byte WillQoS = 0x18;
    private const byte WillRetain = 0x20;
    private const byte Password = 0x40;
    private const byte UserName = 0x80;
    private const byte Dup = 0x08;
    private const byte MaxQoS = 2;

    /// <summary>The rule that a packet breaks, in words and with its number; null when there is none.</summary>
    public static string? Broken(Frame frame)
    {
        if (!frame.HasValidFlags)
        {
            return frame.Type == MqttControlPacketType.Publish
                ? "a PUBLISH with a QoS of 3 [MQTT-3.3.1-4]"
                : "the flags of the fixed header are wrong [MQTT-2.2.2-2]";
        }

        var reader = new PacketReader(frame.Body);

        switch (frame.Type)
        {
            case MqttControlPacketType.Connect:
                Connect(ref reader);
                break;

            case MqttControlPacketType.Publish:
                Publish(ref reader, frame.Header);
                break;

            case MqttControlPacketType.Subscribe:
                Filters(ref reader, withQoS: true, "a SUBSCRIBE without a topic filter [MQTT-3.8.3-3]");
                break;

            case MqttControlPacketType.Unsubscribe:
                Filters(ref reader, withQoS: false, "an UNSUBSCRIBE without a topic filter [MQTT-3.10.3-2]");
                break;

            case MqttControlPacketType.PubAck or MqttControlPacketType.PubRec or MqttControlPacketType.PubRel or MqttControlPacketType.PubComp:
                reader.Identifier();
                break;

            case MqttControlPacketType.PingReq or MqttControlPacketType.Disconnect:
                break;

            default:
                return "a packet that only a server sends, or none at all";
        }

        reader.End();
        return reader.Broken;
    }

    // Behind the protocol's name and level, which have been looked at: they decide how the refusal is told.
    private static void Connect(ref PacketReader reader)
    {
        reader.Bytes();
        reader.Byte();
        var flags = reader.Byte();
        var willQoS = (flags & WillQoS) >> 3;

        if ((flags & Reserved) != 0)
        {
            reader.Break("a CONNECT whose reserved flag is set [MQTT-3.1.2-3]");
        }

        if ((flags & Will) == 0 && willQoS != 0)
        {
            reader.Break("a will QoS without a will [MQTT-3.1.2-13]");
        }

        if ((flags & Will) == 0 && (flags & WillRetain) != 0)
        {
            reader.Break("a will retain without a will [MQTT-3.1.2-15]");
        }

        if (willQoS > MaxQoS)
        {
            reader.Break("a will QoS of 3 [MQTT-3.1.2-14]");
        }

        if ((flags & (UserName | Password)) == Password)
        {
            reader.Break("a password without a user name [MQTT-3.1.2-22]");
        }

        reader.Number();
        reader.Text();

        if ((flags & Will) != 0)
        {
            TopicName(ref reader, "a will topic that is empty or has a wildcard [MQTT-3.1.3-10, MQTT-4.7.3-1, MQTT-4.7.1-1]");
            reader.Bytes();
        }

        if ((flags & UserName) != 0)
        {
            reader.Text();
        }

        if ((flags & Password) != 0)
        {
            reader.Bytes();
        }
    }

    private static void Publish(ref PacketReader reader, byte header)
    {
        var qos = (header >> 1) & 3;

        if (qos == 0 && (header & Dup) != 0)
        {
            reader.Break("a PUBLISH with DUP and QoS 0 [MQTT-3.3.1-2]");
        }

        TopicName(ref reader, "a topic that is empty or has a wildcard [MQTT-4.7.3-1, MQTT-3.3.2-2]");

        if (qos > 0)
        {
            reader.Identifier();
        }

        reader.Skip();
    }

    private static void TopicName(ref PacketReader reader, string rule)
    {
        var topic = reader.Text();

        if (topic.IsEmpty || topic.IndexOfAny("+#"u8) >= 0)
        {
            reader.Break(rule);
        }
    }

    private static void Filters(ref PacketReader reader, bool withQoS, string ruleOfNone)
    {
        reader.Identifier();

        if (reader.IsAtEnd)
        {
            reader.Break(ruleOfNone);
        }

        while (!reader.IsAtEnd)
        {
            if (reader.Text().IsEmpty)
            {
                reader.Break("an empty topic filter [MQTT-4.7.3-1]");
            }

            if (withQoS && reader.Byte() > MaxQoS)
            {
                reader.Break("a SUBSCRIBE with a QoS above 2 or a reserved bit [MQTT-3.8.3-4]");
            }
        }
    }
}
