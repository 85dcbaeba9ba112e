namespace NanoMqttDevice.Service;

/// <summary>A session as the store knows it.</summary>
internal sealed record StoredSession(long Id, ClientKey Key, long NewestMessage)
{
    public List<(string Filter, int QoS)> Subscriptions { get; } = [];
}
