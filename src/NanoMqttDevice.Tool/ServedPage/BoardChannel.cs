using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>A board at the user's browser.</summary>
/// <param name="port">The browser's port.</param>
internal sealed class BoardChannel(IBoardPort port) : ISerialChannel
{
    private ReadOnlyMemory<byte> _left;

    /// <inheritdoc/>
    public string Name => "the browser's serial port";

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => port.SendAsync(data, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_left.IsEmpty)
        {
            _left = await port.ReceiveAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(_left.Length, buffer.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }

    /// <summary>The port stays open: it is the user's to close.</summary>
    /// <returns>Done.</returns>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
