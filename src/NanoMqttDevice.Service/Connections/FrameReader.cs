namespace NanoMqttDevice.Service;

/// <summary>
/// Cuts a stream into MQTT control packets (MQTT 3.1.1, 2.2). No memory is set aside for a packet beyond the limit, and for a large
/// one only as its bytes come.
/// </summary>
internal sealed class FrameReader(Stream stream)
{
    private const int MaxLengthBytes = 4;
    private const int LargestAtOnce = 4096;

    // What devices send is small, and there are many of them: a larger body is read into its own place.
    private readonly byte[] _buffer = new byte[512];
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

            if (_start == _end && body.Length - filled >= _buffer.Length)
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

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            return true;
        }

        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken);
        return _end > 0;
    }
}
