namespace NanoMqttDevice.Service;

/// <summary>Who may publish and subscribe where, as it stands at the moment of the question. An instance without grants grants everything.</summary>
internal sealed class GrantTable(InstanceDirectory directory)
{
    /// <summary>Whether an action is granted on a topic, or on every topic of a filter.</summary>
    public bool IsGranted(ClientLogin login, string topicOrFilter, TokenActions action)
    {
        return directory.Current.Find(login.Key.InstanceId)?.Grants is { } grants
            && (grants.IsOpen
                || grants.Filters(login.AccessKeyId, login.Key.ClientId, action).Any(filter => TopicFilter.Covers(filter, topicOrFilter)));
    }
}
