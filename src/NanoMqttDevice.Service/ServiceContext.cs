namespace NanoMqttDevice.Service;

/// <summary>What every connection needs of the service around it.</summary>
internal sealed record ServiceContext(
    TimeProvider Time,
    ConnectGate Gate,
    GrantTable Grants,
    TokenStore Tokens,
    SessionStore Store,
    SessionRegistry Sessions,
    MessageRouter Router,
    OnlineClients Online,
    TraceLog Trace,
    ServiceCounters Counters,
    Action<ServiceMessage> Received)
{
    /// <summary>Tells whoever listens of an accepted message.</summary>
    public void Tell(ServiceMessage message)
    {
        Counters.CountMessageIn();
        Received(message);
    }
}
