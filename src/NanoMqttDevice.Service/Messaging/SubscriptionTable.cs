using System.Runtime.InteropServices;

namespace NanoMqttDevice.Service;

/// <summary>
/// The subscriptions of one instance. More than 30 per client, or 100 with wildcards below one parent topic, are silently not
/// stored (the vendor's limits page); so a topic is found by one look-up and at most 100 comparisons.
/// </summary>
internal sealed class SubscriptionTable
{
    private const int PerClient = 30;
    private const int WildcardsPerParent = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<ClientSession, int>> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Wildcard>> _wildcards = new(StringComparer.Ordinal);
    private readonly Dictionary<ClientSession, HashSet<string>> _filters = [];

    /// <summary>Stores a subscription, or gives one that is there already another QoS. False when there is no room.</summary>
    public bool TryAdd(ClientSession session, string filter, int qos)
    {
        lock (_gate)
        {
            ref var filters = ref CollectionsMarshal.GetValueRefOrAddDefault(_filters, session, out _);
            filters ??= new HashSet<string>(StringComparer.Ordinal);
            var isNew = !filters.Contains(filter);

            if (isNew && filters.Count == PerClient)
            {
                return false;
            }

            if (!TopicFilter.HasWildcard(filter))
            {
                ref var sessions = ref CollectionsMarshal.GetValueRefOrAddDefault(_exact, filter, out _);
                sessions ??= new Dictionary<ClientSession, int>(1);
                sessions[session] = qos;
                filters.Add(filter);
                return true;
            }

            ref var wildcards = ref CollectionsMarshal.GetValueRefOrAddDefault(_wildcards, TopicRules.FirstLevel(filter), out _);
            wildcards ??= [];

            if (isNew && wildcards.Count == WildcardsPerParent)
            {
                return false;
            }

            wildcards.RemoveAll(wildcard => wildcard.Session == session && wildcard.Filter == filter);
            wildcards.Add(new Wildcard(filter, session, qos));
            filters.Add(filter);
            return true;
        }
    }

    /// <summary>What a session subscribes to: a copy.</summary>
    public IReadOnlyList<string> Of(ClientSession session)
    {
        lock (_gate)
        {
            return _filters.TryGetValue(session, out var filters) ? [.. filters] : [];
        }
    }

    /// <summary>Whether the subscription was there.</summary>
    public bool Remove(ClientSession session, string filter)
    {
        lock (_gate)
        {
            if (!_filters.TryGetValue(session, out var filters) || !filters.Remove(filter))
            {
                return false;
            }

            Forget(session, filter);
            return true;
        }
    }

    public void RemoveAll(ClientSession session)
    {
        lock (_gate)
        {
            if (_filters.Remove(session, out var filters))
            {
                foreach (var filter in filters)
                {
                    Forget(session, filter);
                }
            }
        }
    }

    /// <summary>Who gets a message: each once, with the highest QoS of its subscriptions [MQTT-3.3.5-1].</summary>
    public IReadOnlyCollection<KeyValuePair<ClientSession, int>> Match(string topic)
    {
        lock (_gate)
        {
            var exact = _exact.GetValueOrDefault(topic);
            var wildcards = _wildcards.GetValueOrDefault(TopicRules.FirstLevel(topic));

            if (wildcards is null)
            {
                return exact is null ? [] : [.. exact];
            }

            var found = exact is null ? [] : new Dictionary<ClientSession, int>(exact);

            foreach (var wildcard in wildcards)
            {
                if (TopicFilter.Covers(wildcard.Filter, topic))
                {
                    found[wildcard.Session] = Math.Max(found.GetValueOrDefault(wildcard.Session), wildcard.QoS);
                }
            }

            return found;
        }
    }

    private void Forget(ClientSession session, string filter)
    {
        if (!TopicFilter.HasWildcard(filter))
        {
            var sessions = _exact[filter];
            sessions.Remove(session);

            if (sessions.Count == 0)
            {
                _exact.Remove(filter);
            }

            return;
        }

        var parent = TopicRules.FirstLevel(filter);
        var wildcards = _wildcards[parent];
        wildcards.RemoveAll(wildcard => wildcard.Session == session && wildcard.Filter == filter);

        if (wildcards.Count == 0)
        {
            _wildcards.Remove(parent);
        }
    }

    private readonly record struct Wildcard(string Filter, ClientSession Session, int QoS);
}
