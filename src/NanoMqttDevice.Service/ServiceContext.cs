namespace NanoMqttDevice.Service;

/// <summary>What every connection needs of the service around it.</summary>
internal sealed record ServiceContext(
    TimeProvider Time,
    ConnectGate Gate,
    TopicRules Topics,
    SubscriptionQuota Quota,
    OnlineClients Online,
    TraceLog Trace,
    ServiceCounters Counters);
