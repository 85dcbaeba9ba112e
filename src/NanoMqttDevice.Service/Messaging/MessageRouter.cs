namespace NanoMqttDevice.Service;

/// <summary>
/// Brings messages to their clients. P2P: a message to <c>{parent}/p2p/{clientId}</c> goes to that client alone, subscribed or not,
/// topic unchanged, with the publisher's QoS (the vendor's P2P page). A client that is away misses a message, unless it connected
/// with cleanSession=false and the message has QoS 1: then it waits in the store.
/// </summary>
internal sealed class MessageRouter(
    SessionRegistry sessions,
    SessionStore store,
    ReadRights rights,
    TimeProvider time,
    ServiceCounters counters)
{
    /// <summary>Sends a message on its way.</summary>
    /// <returns>Done when all is on the disk that has to be; only then its sender may be told that it has arrived.</returns>
    public Task Publish(InstanceState instance, string topic, ReadOnlyMemory<byte> payload, int qos)
    {
        if (TopicRules.IsP2P(topic, out var target))
        {
            PublishP2P(new ClientKey(instance.Id, target), topic, payload, qos, out var committed);
            return committed;
        }

        return Deliver(instance.Subscriptions.Match(topic), new OutgoingMessage(topic, payload), qos, out _);
    }

    /// <summary>Sends a P2P message. True when its target is online or it waits for it.</summary>
    public bool PublishP2P(ClientKey target, string topic, ReadOnlyMemory<byte> payload, int qos, out Task committed)
    {
        committed = Task.CompletedTask;
        var reached = 0;

        // Several sessions when the client ID was used with logins of several owners.
        var targets = sessions.Find(target).Where(session => rights.MayReceive(session, topic)).Select(session => KeyValuePair.Create(session, qos)).ToArray();

        if (targets.Length > 0)
        {
            committed = Deliver(targets, new OutgoingMessage(topic, payload), qos, out reached);
        }

        if (reached > 0)
        {
            counters.CountP2PDelivered();
        }
        else
        {
            counters.CountP2PDropped();
        }

        return reached > 0;
    }

    private Task Deliver(
        IReadOnlyCollection<KeyValuePair<ClientSession, int>> subscribers,
        OutgoingMessage message,
        int qos,
        out int reached)
    {
        var committed = Task.CompletedTask;
        reached = 0;
        var kept = qos == 0 ? [] : subscribers.Where(s => s.Key.IsPersistent && s.Value > 0 && !IsFull(s.Key)).Select(s => s.Key).ToArray();
        var stored = kept.Length == 0
            ? message
            : store.AddMessage(message, time.GetUtcNow().ToUnixTimeMilliseconds(), kept, out committed);

        foreach (var (session, granted) in subscribers)
        {
            var effective = session.Granted(Math.Min(qos, granted));

            // One whose disk is full gets it if it is online, and misses it if it is not.
            if (session.Deliver(effective > 0 && Array.IndexOf(kept, session) >= 0 ? stored : message, effective))
            {
                reached++;
            }
        }

        return committed;
    }

    private bool IsFull(ClientSession session)
    {
        if (!session.IsFull)
        {
            return false;
        }

        counters.CountDropped(DropReasons.OfflineLimit);
        return true;
    }
}
