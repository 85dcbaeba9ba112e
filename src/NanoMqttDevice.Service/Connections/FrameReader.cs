using System.Buffers;

namespace NanoMqttDevice.Service;

/// <summary>
/// Cuts a stream into MQTT control packets (MQTT 3.1.1, 2.2). No memory is set aside for a packet beyond the limit, and for a large
/// one only as its bytes come.
/// </summary>
internal sealed class FrameReader(Stream stream, bool waitsWithoutBuffer) : IDisposable
{
    private const int MaxLengthBytes = 4;
    private const int LargestAtOnce = 4096;

    // What devices send is small, and there are many of them: a larger body is read into its own place.
    private const int BufferSize = 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    /// <summary>The next packet, or null when the client closed the connection, if only in the middle of one.</summary>
    /// <exception cref="InvalidDataException">The remaining length is malformed or above the limit.</exception>
    public async ValueTask<Frame?> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken))
        {
            return null;
        }

        var header = _buffer[_start++];
        var length = 0;

        for (var i = 0; ; i++)
        {
            if (i == MaxLengthBytes)
            {
                throw new InvalidDataException("the remaining length has more than four bytes");
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }

            var digit = _buffer[_start++];
            length |= (digit & 0x7F) << (7 * i);

            if (digit < 0x80)
            {
                break;
            }
        }

        if (length > limit)
        {
            throw new InvalidDataException("the packet is larger than any the service accepts");
        }

        var body = new byte[Math.Min(length, LargestAtOnce)];
        var filled = 0;

        while (filled < length)
        {
            if (filled == body.Length)
            {
                Array.Resize(ref body, Math.Min(length, body.Length * 2));
            }

            if (_start == _end && body.Length - filled >= BufferSize)
            {
                var read = await stream.ReadAsync(body.AsMemory(filled), cancellationToken);

                if (read == 0)
                {
                    return null;
                }

                filled += read;
                continue;
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }

            var count = Math.Min(body.Length - filled, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(body.AsSpan(filled));
            _start += count;
            filled += count;
        }

        return new Frame(header, body);
    }

    /// <summary>Gives the buffer back. Nothing may be read any more, nor be under way.</summary>
    public void Dispose() => Release();

    // A client that is silent, as most are most of the time, has no buffer: not here, nor, with TLS, in the stream.
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            return true;
        }

        if (waitsWithoutBuffer && _end < _buffer.Length)
        {
            Release();
#pragma warning disable CA2022 // Nothing is to be read here, only waited for.
            await stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
#pragma warning restore CA2022
        }

        if (_buffer.Length == 0)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        }

        _start = 0;
        _end = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
