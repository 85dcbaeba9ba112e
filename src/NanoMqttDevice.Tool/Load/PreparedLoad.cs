namespace NanoMqttDevice.Tool.Load;

/// <summary>What a load run needs.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Clients">The clients.</param>
/// <param name="End">Takes away what was made for the run.</param>
internal sealed record PreparedLoad(BrokerAddress Broker, IReadOnlyList<LoadClient> Clients, Func<ValueTask> End) : IAsyncDisposable
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync() => End();
}
