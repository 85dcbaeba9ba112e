namespace NanoMqttDevice.Service;

/// <summary>
/// Who may publish and subscribe where in one instance. A holder is an AccessKeyId, a client ID, a group ID or everybody; in a
/// grant's filter <c>{clientId}</c> and <c>{groupId}</c> stand for those of the client that asks.
/// </summary>
internal sealed class InstanceGrants(IReadOnlyList<TopicGrant>? grants)
{
    private readonly ILookup<string, TopicGrant>? _grants = grants?.ToLookup(grant => grant.Holder, StringComparer.Ordinal);

    /// <summary>Whether nothing is granted one by one: then everything is granted.</summary>
    public bool IsOpen => _grants is null;

    /// <summary>The filters that a client may use for an action, placeholders filled in. Only asked where it is not open.</summary>
    public IEnumerable<string> Filters(string accessKeyId, string clientId, TokenActions action)
    {
        var group = Identifiers.TryGetGroup(clientId, out var found) ? found : string.Empty;

        return ((string[])[accessKeyId, clientId, group, TopicGrant.Everybody])
            .SelectMany(holder => _grants![holder])
            .Where(grant => grant.Actions.HasFlag(action))
            .Select(grant => GrantPlaceholders.Fill(grant.TopicFilter, clientId, group));
    }
}
