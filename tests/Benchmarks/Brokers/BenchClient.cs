using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NanoMqttDevice.Benchmarks.Brokers;

/// <summary>As much MQTT 3.1.1 as these measurements take, so that a client costs little beside the broker.</summary>
internal sealed class BenchClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;
    private int _start;
    private int _end;

    private BenchClient(int bufferSize)
    {
        _buffer = new byte[bufferSize];
    }

    /// <summary>Logs in with cleanSession=true.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public static async Task<BenchClient> ConnectAsync(int port, BenchLogin login, int bufferSize = 65536)
    {
        var client = new BenchClient(bufferSize);
        await client._socket.ConnectAsync(IPAddress.Loopback, port);
        await client._socket.SendAsync(Packet(0x10, [.. Text("MQTT"), 4, 0xC2, 0, 240, .. Text(login.ClientId), .. Text(login.UserName), .. Text(login.Password)]));
        return await client.ReadAsync() is (0x20, { } body) && body.Span[1] == 0
            ? client
            : throw new InvalidOperationException($"{login.ClientId} was refused.");
    }

    /// <summary>A PUBLISH of QoS 1.</summary>
    public static byte[] Publish(string topic, ushort id, ReadOnlySpan<byte> payload) => Packet(0x32, [.. Text(topic), (byte)(id >> 8), (byte)id, .. payload]);

    public static byte[] PubAck(ReadOnlySpan<byte> id) => [0x40, 2, id[0], id[1]];

    public async Task SubscribeAsync(string filter)
    {
        await SendAsync(Packet(0x82, [0, 1, .. Text(filter), 1]));
        await ReadAsync();
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await _socket.SendAsync(bytes)..];
        }
    }

    /// <summary>The next packet; its body is good until the next call. Header 0 when the connection has ended.</summary>
    public async ValueTask<(byte Header, ReadOnlyMemory<byte> Body)> ReadAsync()
    {
        while (true)
        {
            if (TryRead(out var header, out var body))
            {
                return (header, body);
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_end));

            if (read == 0)
            {
                return default;
            }

            _end += read;
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryRead(out byte header, out ReadOnlyMemory<byte> body)
    {
        (header, body) = (0, default);
        var (length, at) = (0, _start + 1);

        for (var shift = 0; ; shift += 7)
        {
            if (at >= _end)
            {
                return false;
            }

            length |= (_buffer[at] & 0x7F) << shift;

            if (_buffer[at++] < 0x80)
            {
                break;
            }
        }

        if (at + length > _end)
        {
            return false;
        }

        (header, body) = (_buffer[_start], _buffer.AsMemory(at, length));
        _start = at + length;
        return true;
    }

    private static byte[] Packet(byte header, ReadOnlySpan<byte> body)
    {
        var packet = new List<byte>(body.Length + 3) { header };
        var length = body.Length;

        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);

        packet.AddRange(body);
        return [.. packet];
    }

    private static byte[] Text(string text)
    {
        var bytes = new byte[2 + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(bytes.Length - 2));
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(2));
        return bytes;
    }
}
