namespace NanoMqttDevice.Service;

/// <summary>The grants of one client, for a broker that asks nobody and is given a list.</summary>
public static class BrokerGrants
{
    /// <summary>What is granted to a client, placeholders filled in.</summary>
    /// <param name="instance">Its instance, which has grants.</param>
    /// <param name="accessKeyId">Its AccessKeyId or DeviceAccessKeyId.</param>
    /// <param name="clientId">Its client ID.</param>
    /// <returns>The grants, with their holders as they stand in the instance.</returns>
    public static IEnumerable<TopicGrant> Of(ServiceInstance instance, string accessKeyId, string clientId)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(accessKeyId);
        ArgumentNullException.ThrowIfNull(clientId);
        var group = Identifiers.TryGetGroup(clientId, out var found) ? found : string.Empty;
        return (instance.Grants ?? [])
            .Where(grant => grant.Holder == TopicGrant.Everybody
                || grant.Holder == accessKeyId
                || grant.Holder == clientId
                || grant.Holder == group)
            .Select(grant => grant with { TopicFilter = GrantPlaceholders.Fill(grant.TopicFilter, clientId, group) });
    }

    /// <summary>Whether a filter takes in P2P topics without naming them, as <c>demo/#</c> does.</summary>
    /// <param name="filter">The filter.</param>
    /// <returns>True when a list with this filter would be wider than the grant.</returns>
    public static bool ReachesPeersUnnamed(string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return PeerTopics.AreReachedBy(filter) && !PeerTopics.AreNamedBy(filter);
    }
}
