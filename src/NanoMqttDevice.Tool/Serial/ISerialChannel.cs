namespace NanoMqttDevice.Tool.Serial;

/// <summary>Bytes to and from a device: a serial port, or a cable in memory. One reader and one writer at a time.</summary>
internal interface ISerialChannel : IAsyncDisposable
{
    /// <summary>What the user knows it by, for example <c>/dev/ttyUSB0</c>.</summary>
    string Name { get; }

    /// <summary>Sends bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when they are on their way.</returns>
    /// <exception cref="IOException">The line has gone.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Takes bytes that the device has sent, and waits until there are some.</summary>
    /// <param name="buffer">Receives them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many; 0 when the line has gone.</returns>
    /// <exception cref="IOException">The line has gone.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}
