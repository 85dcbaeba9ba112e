namespace NanoMqttDevice.Service;

/// <summary>How much of each limit is used now. A service that is no broker has only the figures of its process.</summary>
internal sealed class ServiceGauges
{
    private readonly Func<IEnumerable<(string Name, string Help, long Value)>> _ofBroker;

    /// <summary>The gauges of a service that is no broker.</summary>
    public ServiceGauges()
    {
        _ofBroker = () => [];
    }

    /// <summary>The gauges of a broker.</summary>
    public ServiceGauges(ConnectionLimiter connections, SessionRegistry sessions, SessionStore store, MemoryBudget budget, ClientTraces traces)
    {
        _ofBroker = () =>
        [
            ("open_connections", "Connections, with those that are not logged in.", connections.Count),
            ("open_connections_limit", "Connections that there may be: the option, or what the file descriptors permit.", connections.Most),
            ("unfinished_connections", "Connections that have not sent their CONNECT.", connections.Unfinished),
            ("sessions", "Sessions kept for clients with cleanSession=false.", sessions.Kept),
            ("queued_bytes", "Bytes that wait to be written or acknowledged.", budget.Used),
            ("queued_bytes_limit", "Bytes that may wait.", budget.Limit),
            ("store_waiting", "Changes that wait for the session database.", store.Waiting),
            ("device_traces", "Events of connections kept for trace queries.", traces.DeviceCount),
            ("message_traces", "Steps of messages kept for trace queries.", traces.MessageCount),
        ];
    }

    public IEnumerable<(string Name, string Help, long Value)> All =>
    [
        .. _ofBroker(),
        ("heap_bytes", "Bytes of the process's objects, with those that are garbage already.", GC.GetTotalMemory(false)),
        ("resident_bytes", "Bytes of the process in memory.", Environment.WorkingSet),
    ];
}
