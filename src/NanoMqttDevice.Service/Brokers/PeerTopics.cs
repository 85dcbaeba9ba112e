namespace NanoMqttDevice.Service;

/// <summary>
/// P2P topics, <c>{parent}/p2p/{clientId}</c>, where the broker does not route them: there they are topics like any other, and a
/// subscription to <c>demo/#</c> would hand one device the commands of all. So a filter that reaches them is good for reading only when it
/// says so: when its second level is <c>p2p</c>. For publishing they are topics like any other, here as at the service itself: what
/// <c>demo/#</c> covers is MQTT's rule, and the vendor is assumed to let any client of an instance publish to them.
/// </summary>
internal static class PeerTopics
{
    private const string Level = "p2p";

    /// <summary>Whether a topic is a P2P topic, or a filter takes one in.</summary>
    public static bool AreReachedBy(string topicOrFilter)
    {
        ReadOnlySpan<char> rest = topicOrFilter;
        var parent = TopicFilter.TakeLevel(ref rest, out var isLast);

        if (isLast)
        {
            return parent is "#";
        }

        var second = TopicFilter.TakeLevel(ref rest, out isLast);
        return second is "#" || (second is "+" or Level && !isLast);
    }

    /// <summary>Whether a granted filter covers a topic to publish to, or a filter to subscribe to.</summary>
    public static bool Covers(string granted, string topicOrFilter, TokenActions action)
    {
        return TopicFilter.Covers(granted, topicOrFilter)
            && (action == TokenActions.Write || !AreReachedBy(topicOrFilter) || AreNamedBy(granted));
    }

    /// <summary>Whether a filter says that it means P2P topics.</summary>
    public static bool AreNamedBy(string granted)
    {
        ReadOnlySpan<char> rest = granted;
        TopicFilter.TakeLevel(ref rest, out var isLast);
        return !isLast && TopicFilter.TakeLevel(ref rest, out _) is Level;
    }
}
