using System.Buffers;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>
/// Turns MQTT 3.1.1 packets into bytes and back. The library's formatter is for one thread at a time and holds a buffer: there is
/// one for each thread, not for each client.
/// </summary>
internal static class MqttCodec
{
    private const int BufferSize = 4096;
    private const int LargestKeptBuffer = 128 * 1024;

    [ThreadStatic]
    private static MqttPacketFormatterAdapter? _formatter;

    private static MqttPacketFormatterAdapter Formatter =>
        _formatter ??= new MqttPacketFormatterAdapter(MqttProtocolVersion.V311, new MqttBufferWriter(BufferSize, LargestKeptBuffer));

    /// <exception cref="MqttProtocolViolationException">The packet is malformed.</exception>
    public static MqttPacket Decode(Frame frame)
    {
        return Formatter.Decode(new ReceivedMqttPacket(frame.Header, frame.Body, frame.Body.Length + 2));
    }

    public static byte[] Encode(MqttPacket packet)
    {
        var formatter = Formatter;

        try
        {
            var buffer = formatter.Encode(packet);
            var bytes = new byte[buffer.Length];
            buffer.Packet.AsSpan().CopyTo(bytes);
            buffer.Payload.CopyTo(bytes.AsSpan(buffer.Packet.Count));
            return bytes;
        }
        finally
        {
            formatter.Cleanup();
        }
    }

    public static byte[] Publish(OutgoingMessage message, int qos, ushort id, bool isRepeat) => Encode(new MqttPublishPacket
    {
        Topic = message.Topic,
        Payload = new ReadOnlySequence<byte>(message.Payload),
        QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
        PacketIdentifier = id,
        Dup = isRepeat,
    });

    /// <summary>PUBACK, PUBREC, PUBREL, PUBCOMP and UNSUBACK: two bytes of identifier and nothing else.</summary>
    public static byte[] Acknowledgement(MqttControlPacketType type, ushort id)
    {
        var flags = type == MqttControlPacketType.PubRel ? 2 : 0;
        return [(byte)(((int)type << 4) | flags), 2, (byte)(id >> 8), (byte)id];
    }
}
