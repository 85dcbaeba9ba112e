using System.Buffers.Binary;
using System.Text.Unicode;

namespace NanoMqttDevice.Service;

/// <summary>Goes through the body of a packet. The first rule that is broken stays in <see cref="Broken"/>, and all that follows is empty.</summary>
internal ref struct PacketReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>The rule, in words and with its number; null while all is well.</summary>
    public string? Broken { get; private set; }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte()
    {
        return Take(1) is [var value] ? value : (byte)0;
    }

    public ushort Number()
    {
        return Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;
    }

    /// <summary>A packet identifier, which is not zero [MQTT-2.3.1-1].</summary>
    public void Identifier()
    {
        if (Number() == 0)
        {
            Break("a packet identifier of zero [MQTT-2.3.1-1]");
        }
    }

    /// <summary>Two bytes of length, and as many bytes.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Number());

    /// <summary>Text: well-formed UTF-8 [MQTT-1.5.3-1] without U+0000 [MQTT-1.5.3-2].</summary>
    public ReadOnlySpan<byte> Text()
    {
        var text = Bytes();

        if (!Utf8.IsValid(text))
        {
            Break("text that is not well-formed UTF-8 [MQTT-1.5.3-1]");
        }

        if (text.Contains((byte)0))
        {
            Break("text with U+0000 [MQTT-1.5.3-2]");
        }

        return text;
    }

    /// <summary>What is left may be anything.</summary>
    public void Skip() => _rest = [];

    public void End()
    {
        if (!IsAtEnd)
        {
            Break("bytes behind the end of what the packet has");
        }
    }

    public void Break(string rule)
    {
        Broken ??= rule;
        _rest = [];
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_rest.Length < count)
        {
            Break("the packet ends too early");
            return [];
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
