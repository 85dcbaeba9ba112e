using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>A device in this process, at the end of a cable in memory.</summary>
/// <param name="name">What it is called in messages.</param>
/// <param name="cable">The cable.</param>
internal sealed class CableChannel(string name, SerialCable cable) : ISerialChannel
{
    private ReadOnlyMemory<byte> _left;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        cable.Send(data.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left.IsEmpty)
        {
            _left = await cable.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(_left.Length, buffer.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
