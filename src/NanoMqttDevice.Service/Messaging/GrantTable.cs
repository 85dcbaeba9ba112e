namespace NanoMqttDevice.Service;

/// <summary>Who may publish and subscribe where. Without any grant in the options everything is granted.</summary>
internal sealed class GrantTable(IReadOnlyList<TopicGrant>? grants)
{
    private readonly ILookup<string, TopicGrant>? _grants = grants?.ToLookup(grant => grant.Holder, StringComparer.Ordinal);

    /// <summary>Whether an action is granted on a topic, or on every topic of a filter.</summary>
    public bool IsGranted(ClientLogin login, string topicOrFilter, TokenActions action)
    {
        return _grants is null
            || Grants(login.AccessKeyId)
            || Grants(login.Key.ClientId)
            || Grants(TopicGrant.Everybody);

        bool Grants(string holder) => _grants[holder].Any(grant =>
            grant.Actions.HasFlag(action) && TopicFilter.Covers(grant.TopicFilter, topicOrFilter));
    }
}
