using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>
/// A serial line that takes its time: start bit, 8 data bits and stop bit of every byte, both ways at once. It has no thread of its own; bytes move
/// when the device reads or writes, at its pace of some milliseconds.
/// </summary>
public sealed class PacedLine : ISerialLine
{
    /// <summary>Bytes that wait to be sent at most, as in a driver's buffer; more are dropped.</summary>
    public const int SendBuffer = 4096;

    private const int BitsPerByte = 10;
    private const int MillisecondsPerSecond = 1000;

    private readonly ISerialLine _line;
    private readonly IClock _clock;
    private readonly Allowance _receiving;
    private readonly Allowance _sending;
    private readonly Queue<byte> _waiting = new(SendBuffer);
    private readonly byte[] _part = new byte[SendBuffer];

    /// <summary>Slows a line down.</summary>
    /// <param name="line">The line.</param>
    /// <param name="baud">Bits a second, for example 115200.</param>
    /// <param name="clock">Says how much time has passed.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1 bit a second.</exception>
    public PacedLine(ISerialLine line, int baud, IClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfLessThan(baud, 1);
        _line = line;
        _clock = clock;
        _receiving = new Allowance(baud, clock.Milliseconds);
        _sending = new Allowance(baud, clock.Milliseconds);
    }

    /// <inheritdoc/>
    public int Read(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Send();
        var allowed = Math.Min(_receiving.At(_clock.Milliseconds), buffer.Length);
        if (allowed == 0)
        {
            return 0;
        }

        if (allowed == buffer.Length)
        {
            var all = _line.Read(buffer);
            _receiving.Take(all, isAll: all < allowed);
            return all;
        }

        var part = new byte[allowed];
        var count = _line.Read(part);
        part.AsSpan(0, count).CopyTo(buffer);
        _receiving.Take(count, isAll: count < allowed);
        return count;
    }

    /// <inheritdoc/>
    public void Write(byte[] data, int count)
    {
        ArgumentNullException.ThrowIfNull(data);
        Send();
        for (var i = 0; i < count && _waiting.Count < SendBuffer; i++)
        {
            _waiting.Enqueue(data[i]);
        }
    }

    private void Send()
    {
        var count = Math.Min(_sending.At(_clock.Milliseconds), _waiting.Count);
        for (var i = 0; i < count; i++)
        {
            _part[i] = _waiting.Dequeue();
        }

        if (count > 0)
        {
            _line.Write(_part, count);
        }

        _sending.Take(count, isAll: _waiting.Count == 0);
    }

    // How many bytes the line could have carried since it was last idle.
    private sealed class Allowance(int baud, long start)
    {
        private long _last = start;

        // In parts of a byte: baud of them come every millisecond, PerByte of them are one byte.
        private long _parts;

        private static long PerByte => BitsPerByte * MillisecondsPerSecond;

        public int At(long now)
        {
            _parts = Math.Min(_parts + ((now - _last) * baud), SendBuffer * PerByte);
            _last = now;
            return (int)(_parts / PerByte);
        }

        // What was not used because there was nothing to carry is lost: time does not come back.
        public void Take(int count, bool isAll) => _parts = isAll ? 0 : _parts - (count * PerByte);
    }
}
