namespace NanoMqttDevice.Service;

/// <summary>What every session needs of the service around it.</summary>
internal sealed record SessionContext(
    TimeProvider Time,
    SessionStore Store,
    ReadRights Rights,
    ServiceLimits Limits,
    MemoryBudget Budget,
    ClientTraces Traces,
    ServiceCounters Counters)
{
    /// <summary>How long offline messages are kept (the vendor's limits page).</summary>
    public static readonly TimeSpan KeepTime = TimeSpan.FromDays(3);
}
