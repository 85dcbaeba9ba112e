namespace NanoMqttDevice.Page.Links;

/// <summary>The bytes of a serial port that the user's browser has open.</summary>
public interface IBoardPort
{
    /// <summary>Sends bytes to the board.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when they are on their way.</returns>
    /// <exception cref="IOException">The line has gone.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Takes bytes that the board has sent, and waits until there are some.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The bytes; none when the line has gone.</returns>
    ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken);
}
