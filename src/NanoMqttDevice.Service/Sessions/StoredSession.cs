namespace NanoMqttDevice.Service;

/// <summary>A session as the store knows it.</summary>
internal sealed record StoredSession(long Id, ClientKey Key, SessionOwner Owner, long NewestMessage, StoredTally Tally)
{
    public List<(string Filter, int QoS)> Subscriptions { get; } = [];
}
