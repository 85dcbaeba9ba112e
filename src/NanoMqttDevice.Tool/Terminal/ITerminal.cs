namespace NanoMqttDevice.Tool.Terminal;

/// <summary>Where a person types requests, or a program pipes them.</summary>
internal interface ITerminal
{
    /// <summary>Takes a line.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The line; null when there are no more.</returns>
    Task<string?> ReadLineAsync(CancellationToken cancellationToken);

    /// <summary>Takes the line of a value, which is not shown.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The line; null when there are no more.</returns>
    Task<string?> ReadHiddenAsync(CancellationToken cancellationToken);

    /// <summary>Writes a line.</summary>
    /// <param name="text">The line.</param>
    void WriteLine(string text);
}
