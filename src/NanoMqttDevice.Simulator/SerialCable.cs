using System.Threading.Channels;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>A serial line in memory: this is the device's end, <see cref="Send"/> and <see cref="ReceiveAsync"/> are the other one.</summary>
public sealed class SerialCable : ISerialLine
{
    private readonly Channel<byte> _toDevice = Channel.CreateUnbounded<byte>();
    private readonly Channel<byte[]> _fromDevice = Channel.CreateUnbounded<byte[]>();

    /// <inheritdoc/>
    public int Read(byte[] buffer)
    {
        var count = 0;
        while (count < buffer.Length && _toDevice.Reader.TryRead(out var value))
        {
            buffer[count++] = value;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Write(byte[] data, int count) => _fromDevice.Writer.TryWrite(data[..count]);

    /// <summary>Sends bytes to the device.</summary>
    /// <param name="data">The bytes.</param>
    public void Send(ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            _toDevice.Writer.TryWrite(value);
        }
    }

    /// <summary>Takes bytes that the device has sent.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The bytes of one write.</returns>
    public ValueTask<byte[]> ReceiveAsync(CancellationToken cancellationToken) => _fromDevice.Reader.ReadAsync(cancellationToken);
}
