using System.Collections.Concurrent;

namespace NanoMqttDevice.Service;

/// <summary>
/// All sessions. A client ID has one for each owner that has used it with cleanSession=false, and one of them at most is online.
/// Opening and closing one is for the connection that has claimed its client ID: never two at once.
/// </summary>
internal sealed class SessionRegistry(SessionContext context, IReadOnlyDictionary<string, InstanceState> instances) : IDisposable
{
    private readonly ConcurrentDictionary<ClientKey, ClientSession[]> _sessions = new();
    private int _kept;

    /// <summary>Sessions of clients with cleanSession=false.</summary>
    public int Kept => Volatile.Read(ref _kept);

    public IReadOnlyList<ClientSession> Find(ClientKey key) => _sessions.GetValueOrDefault(key) ?? [];

    public IEnumerable<ClientSession> OfInstance(string instanceId)
    {
        return _sessions.Where(entry => entry.Key.InstanceId == instanceId).SelectMany(entry => entry.Value);
    }

    /// <summary>Brings back what the store has. A session of an instance that is no longer there stays in the store.</summary>
    public async Task LoadAsync()
    {
        foreach (var stored in await context.Store.LoadAsync())
        {
            if (instances.TryGetValue(stored.Key.InstanceId, out var instance))
            {
                var session = new ClientSession(stored.Key, stored.Owner, instance, context, stored.Id, stored.Tally, stored.NewestMessage);
                Add(session);
                stored.Subscriptions.ForEach(s => instance.Subscriptions.TryAdd(session, s.Filter, s.QoS));
            }
        }
    }

    /// <summary>
    /// The session for a client that connects, and whether it was there before (MQTT 3.1.1, 3.1.2.4 and 3.2.2.2). What the client is
    /// told of it is on the disk when this is done.
    /// </summary>
    /// <exception cref="IOException">The disk does not take it: nothing has changed.</exception>
    /// <exception cref="LimitException">There are too many sessions.</exception>
    public async Task<(ClientSession Session, bool IsPresent)> OpenAsync(ClientKey key, SessionOwner owner, bool clean)
    {
        var old = Find(key).FirstOrDefault(session => owner.Owns(session.Owner));

        if (old is not null && !clean)
        {
            if (old.Owner != owner)
            {
                await context.Store.ChangeOwnerAsync(old.StoreId, owner);
                old.Owner = owner;
            }

            return (old, true);
        }

        if (old is not null)
        {
            await context.Store.RemoveSessionAsync(old.StoreId);
            Forget(old);
        }

        if (!clean && Kept >= context.Limits.MaxSessions)
        {
            throw new LimitException(nameof(ServiceLimits.MaxSessions));
        }

        var session = clean
            ? new ClientSession(key, owner, instances[key.InstanceId], context)
            : await KeepAsync(key, owner);
        Add(session);
        return (session, false);
    }

    private async Task<ClientSession> KeepAsync(ClientKey key, SessionOwner owner)
    {
        var (id, tally) = await context.Store.AddSessionAsync(key, owner);
        return new ClientSession(key, owner, instances[key.InstanceId], context, id, tally);
    }

    /// <summary>Ends the session of a connection that is gone, unless it is to be kept.</summary>
    public void Close(ClientSession session)
    {
        if (!session.IsPersistent)
        {
            Forget(session);
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values.SelectMany(sessions => sessions))
        {
            session.Dispose();
        }
    }

    private void Add(ClientSession session)
    {
        _sessions.AddOrUpdate(session.Key, [session], (_, others) => [.. others, session]);

        if (session.IsPersistent)
        {
            Interlocked.Increment(ref _kept);
        }
    }

    private void Forget(ClientSession session)
    {
        if (_sessions.TryGetValue(session.Key, out var all) && all.Contains(session))
        {
            if (all.Length == 1)
            {
                _sessions.TryRemove(session.Key, out _);
            }
            else
            {
                _sessions[session.Key] = [.. all.Where(other => other != session)];
            }

            if (session.IsPersistent)
            {
                Interlocked.Decrement(ref _kept);
            }
        }

        session.Instance.Subscriptions.RemoveAll(session);
        session.Dispose();
    }
}
