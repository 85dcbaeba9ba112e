using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>One MQTT control packet as it came: its first byte and what follows the remaining length.</summary>
internal sealed record Frame(byte Header, byte[] Body)
{
    public MqttControlPacketType Type => (MqttControlPacketType)(Header >> 4);

    /// <summary>
    /// Whether the four flags are those MQTT 3.1.1 table 2.2 prescribes; if not, the connection is closed [MQTT-2.2.2-2].
    /// </summary>
    public bool HasValidFlags => Type switch
    {
        MqttControlPacketType.Publish => (Header & 0b0110) != 0b0110,
        MqttControlPacketType.PubRel or MqttControlPacketType.Subscribe or MqttControlPacketType.Unsubscribe =>
            (Header & 0b1111) == 0b0010,
        _ => (Header & 0b1111) == 0,
    };
}
