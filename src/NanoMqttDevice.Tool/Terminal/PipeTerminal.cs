namespace NanoMqttDevice.Tool.Terminal;

/// <summary>Standard input and output as they are, line by line.</summary>
internal sealed class PipeTerminal : ITerminal
{
    /// <inheritdoc/>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) => await Console.In.ReadLineAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<string?> ReadHiddenAsync(CancellationToken cancellationToken) => ReadLineAsync(cancellationToken);

    /// <inheritdoc/>
    public void WriteLine(string text) => Console.Out.WriteLine(text);
}
