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
    ClientTraces traces,
    ServiceCounters counters)
{
    /// <summary>Sends a message on its way.</summary>
    /// <returns>Done when all is on the disk that has to be; only then its sender may be told that it has arrived.</returns>
    public Task Publish(ClientKey publisher, InstanceState instance, string topic, ReadOnlyMemory<byte> payload, int qos)
    {
        if (TopicRules.IsP2P(topic, out var target))
        {
            PublishP2P(publisher, new ClientKey(instance.Id, target), topic, payload, qos, out var committed);
            return committed;
        }

        return Deliver(publisher, instance.Subscriptions.Match(topic), new OutgoingMessage(topic, payload), qos, out _);
    }

    /// <summary>Sends a P2P message; without a publisher it comes from this process. True when its target is online or it waits for it.</summary>
    public bool PublishP2P(ClientKey? publisher, ClientKey target, string topic, ReadOnlyMemory<byte> payload, int qos, out Task committed)
    {
        // Several sessions when the client ID was used with logins of several owners.
        var targets = sessions.Find(target).Where(session => rights.MayReceive(session, topic)).Select(session => KeyValuePair.Create(session, qos)).ToArray();

        committed = Deliver(publisher, targets, new OutgoingMessage(topic, payload), qos, out var reached);

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
        ClientKey? publisher,
        IReadOnlyCollection<KeyValuePair<ClientSession, int>> subscribers,
        OutgoingMessage message,
        int qos,
        out int reached)
    {
        var committed = Task.CompletedTask;
        reached = 0;
        var kept = qos == 0 ? [] : subscribers.Where(s => s.Key.IsPersistent && s.Value > 0 && !IsFull(s.Key)).Select(s => s.Key).ToArray();
        var stored = kept.Length == 0
            ? message with { Number = traces.NextMessage() }
            : store.AddMessage(message, time.GetUtcNow().ToUnixTimeMilliseconds(), kept, out committed);

        // The same message to who has it on the disk and to who has not.
        message = kept.Length == 0 ? stored : message with { Number = stored.TraceNumber };

        if (publisher is { } client)
        {
            traces.Add(client, stored.TraceNumber, MessageTraceAction.Publish);
        }

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
