namespace NanoMqttDevice.Service;

/// <summary>
/// Counts subscriptions. More than 30 per client, or 100 with wildcards below one parent topic, are silently not stored
/// (the vendor's limits page).
/// </summary>
internal sealed class SubscriptionQuota
{
    private const int PerClient = 30;
    private const int WildcardsPerParent = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<object, HashSet<string>> _filters = [];
    private readonly Dictionary<string, int> _wildcards = new(StringComparer.Ordinal);

    /// <summary>Whether there is room for the filter. One that the client already has takes no more.</summary>
    public bool TryAdd(object client, string filter)
    {
        lock (_gate)
        {
            if (!_filters.TryGetValue(client, out var filters))
            {
                _filters[client] = filters = new HashSet<string>(StringComparer.Ordinal);
            }

            if (filters.Contains(filter))
            {
                return true;
            }

            if (filters.Count == PerClient || (TopicRules.HasWildcard(filter) && !TryAddWildcard(filter)))
            {
                return false;
            }

            return filters.Add(filter);
        }
    }

    public void Remove(object client, string filter)
    {
        lock (_gate)
        {
            if (_filters.TryGetValue(client, out var filters) && filters.Remove(filter))
            {
                RemoveWildcard(filter);
            }
        }
    }

    public void RemoveAll(object client)
    {
        lock (_gate)
        {
            if (_filters.Remove(client, out var filters))
            {
                foreach (var filter in filters)
                {
                    RemoveWildcard(filter);
                }
            }
        }
    }

    private bool TryAddWildcard(string filter)
    {
        var parent = TopicRules.FirstLevel(filter);
        var count = _wildcards.GetValueOrDefault(parent);

        if (count == WildcardsPerParent)
        {
            return false;
        }

        _wildcards[parent] = count + 1;
        return true;
    }

    private void RemoveWildcard(string filter)
    {
        if (TopicRules.HasWildcard(filter))
        {
            _wildcards[TopicRules.FirstLevel(filter)]--;
        }
    }
}
