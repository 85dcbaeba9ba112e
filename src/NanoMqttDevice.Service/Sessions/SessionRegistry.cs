using System.Collections.Concurrent;

namespace NanoMqttDevice.Service;

/// <summary>
/// All sessions. Opening and closing one is for the connection that has claimed its client ID: never two at once.
/// </summary>
internal sealed class SessionRegistry(SessionContext context, IReadOnlyDictionary<string, InstanceState> instances) : IDisposable
{
    private readonly ConcurrentDictionary<ClientKey, ClientSession> _sessions = new();

    public ClientSession? Find(ClientKey key) => _sessions.GetValueOrDefault(key);

    /// <summary>Brings back what the store has. A session of an instance that is no longer there stays in the store.</summary>
    public async Task LoadAsync()
    {
        foreach (var stored in await context.Store.LoadAsync())
        {
            if (instances.TryGetValue(stored.Key.InstanceId, out var instance))
            {
                var session = new ClientSession(stored.Key, instance, context, stored.Id, stored.NewestMessage);
                _sessions[stored.Key] = session;
                stored.Subscriptions.ForEach(s => instance.Subscriptions.TryAdd(session, s.Filter, s.QoS));
            }
        }
    }

    /// <summary>The session for a client that connects, and whether it was there before (MQTT 3.1.1, 3.1.2.4 and 3.2.2.2).</summary>
    public async Task<(ClientSession Session, bool IsPresent)> OpenAsync(ClientKey key, bool clean)
    {
        if (_sessions.TryGetValue(key, out var old))
        {
            if (!clean)
            {
                return (old, true);
            }

            Forget(old);
            await context.Store.RemoveSessionAsync(old.StoreId);
        }

        var session = new ClientSession(key, instances[key.InstanceId], context, clean ? 0 : context.Store.AddSession(key));
        _sessions[key] = session;
        return (session, false);
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
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }
    }

    private void Forget(ClientSession session)
    {
        _sessions.TryRemove(KeyValuePair.Create(session.Key, session));
        session.Instance.Subscriptions.RemoveAll(session);
        session.Dispose();
    }
}
