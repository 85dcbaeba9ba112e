using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>MQTT byte by byte: what a client library would hide or not send.</summary>
internal sealed class RawClient : IDisposable
{
    public const byte ConnAck = 0x20;
    public const byte Publish = 0x30;
    public const byte PubAck = 0x40;
    public const byte PubRec = 0x50;
    public const byte PubRel = 0x62;
    public const byte PubComp = 0x70;
    public const byte SubAck = 0x90;
    public const byte UnsubAck = 0xB0;
    public const byte PingResp = 0xD0;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(10);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawClient()
    {
    }

    public static async Task<RawClient> OpenAsync(int port)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(IPAddress.Loopback, port);
        return client;
    }

    public static byte[] Packet(byte header, params ReadOnlySpan<byte[]> parts)
    {
        var packet = new List<byte> { header };
        var length = 0;

        foreach (var part in parts)
        {
            length += part.Length;
        }

        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        foreach (var part in parts)
        {
            packet.AddRange(part);
        }

        return [.. packet];
    }

    public static byte[] Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public static byte[] Bytes(byte[] bytes) => [.. Number(bytes.Length), .. bytes];

    public static byte[] Number(int number)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }

    public static byte[] ConnectPacket(
        string clientId,
        string? userName,
        string? password,
        int keepAlive = 60,
        byte level = 4,
        bool clean = true,
        (string Topic, string Message)? will = null)
    {
        var login = (password is null ? 0 : 0x40) | (userName is null ? 0 : 0x80);
        var flags = login | (clean ? 0x02 : 0) | (will is null ? 0 : 0x2C);

        return Packet(
            0x10,
            Text("MQTT"),
            [level, (byte)flags],
            Number(keepAlive),
            Text(clientId),
            will is { } w ? [.. Text(w.Topic), .. Text(w.Message)] : [],
            userName is null ? [] : Text(userName),
            password is null ? [] : Text(password));
    }

    public Task SendAsync(byte[] bytes) => _socket.SendAsync(bytes).WaitAsync(_deadline);

    public Task PublishAsync(string topic, byte[] payload, int qos = 0, int id = 0, bool retain = false)
    {
        var header = (byte)(Publish | (qos << 1) | (retain ? 1 : 0));
        return SendAsync(Packet(header, Text(topic), qos == 0 ? [] : Number(id), payload));
    }

    public Task SubscribeAsync(int id, params (string Filter, int QoS)[] filters)
    {
        return SendAsync(Packet(0x82, [Number(id), .. filters.Select(f => (byte[])[.. Text(f.Filter), (byte)f.QoS])]));
    }

    /// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
    public Task AcknowledgeAsync(byte header, int id) => SendAsync(Packet(header, Number(id)));

    /// <summary>The next packet, which must be a PUBLISH.</summary>
    public async Task<Message> ReadPublishAsync()
    {
        var packet = await ReadAsync();
        Assert.IsNotNull(packet, "closed");
        var (header, body) = packet.Value;
        Assert.AreEqual(Publish, header & 0xF0, $"packet 0x{header:X2}");
        var length = BinaryPrimitives.ReadUInt16BigEndian(body);
        var qos = (header >> 1) & 3;
        var rest = body.AsSpan(2 + length);
        var id = qos == 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(rest);
        var payload = rest[(qos == 0 ? 0 : 2)..].ToArray();
        return new Message(Encoding.UTF8.GetString(body, 2, length), payload, qos, id, (header & 8) != 0);
    }

    /// <summary>Proves that nothing was sent to the client that it has not read, and that the service has read all from it.</summary>
    public async Task ExpectNothingAsync()
    {
        await PingAsync();
        await ExpectAsync(PingResp);
    }

    public Task PingAsync() => SendAsync([0xC0, 0]);

    /// <summary>The next packet, or null when the connection is closed.</summary>
    public async Task<(byte Header, byte[] Body)?> ReadAsync()
    {
        var header = await TakeAsync(1);

        if (header is null)
        {
            return null;
        }

        var length = 0;

        for (var shift = 0; ; shift += 7)
        {
            var digit = (await TakeAsync(1))![0];
            length |= (digit & 0x7F) << shift;

            if (digit < 0x80)
            {
                break;
            }
        }

        return (header[0], (await TakeAsync(length))!);
    }

    public async Task<byte> ReadConnAckCodeAsync()
    {
        var packet = await ReadAsync();
        Assert.IsNotNull(packet, "closed without CONNACK");
        Assert.AreEqual(ConnAck, packet.Value.Header);
        Assert.HasCount(2, packet.Value.Body);
        return packet.Value.Body[1];
    }

    public async Task ExpectAsync(byte header)
    {
        var packet = await ReadAsync();
        Assert.IsNotNull(packet, "closed");
        Assert.AreEqual(header, packet.Value.Header);
    }

    public async Task ExpectCloseAsync()
    {
        var packet = await ReadAsync();
        Assert.IsNull(packet, $"packet 0x{packet?.Header:X2} instead of a close");
    }

    /// <summary>Reads whatever comes until the connection is closed.</summary>
    public async Task ReadToEndAsync()
    {
        while (await ReadAsync() is not null)
        {
        }
    }

    public void Dispose() => _socket.Dispose();

    internal sealed record Message(string Topic, byte[] Payload, int QoS, int Id, bool IsRepeat)
    {
        public string Text => Encoding.UTF8.GetString(Payload);
    }

    private async Task<byte[]?> TakeAsync(int count)
    {
        using var deadline = new CancellationTokenSource(_deadline);
        var bytes = new byte[count];

        for (var filled = 0; filled < count;)
        {
            int read;

            try
            {
                read = await _socket.ReceiveAsync(bytes.AsMemory(filled), SocketFlags.None, deadline.Token);
            }
            catch (SocketException)
            {
                return null;
            }

            if (read == 0)
            {
                return null;
            }

            filled += read;
        }

        return bytes;
    }
}
