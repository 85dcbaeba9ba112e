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
    RightsReview Review,
    OnlineClients Online,
    TraceLog Trace,
    ClientTraces Traces,
    ServiceCounters Counters,
    ServiceLimits Limits,
    MemoryBudget Budget,
    ConnectionLimiter Connections,
    Action<ServiceMessage> Received)
{
    /// <summary>Tells whoever listens of an accepted message.</summary>
    public void Tell(ServiceMessage message)
    {
        Counters.CountMessageIn();
        Received(message);
    }
}
