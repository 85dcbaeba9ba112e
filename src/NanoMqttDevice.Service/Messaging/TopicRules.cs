namespace NanoMqttDevice.Service;

/// <summary>
/// Which topics may be used (the vendor's limits page). A topic whose parent was not created beforehand ends the connection
/// with <c>resource auth failed</c>; one that breaks a limit or MQTT 4.7 with <c>invalid param</c>.
/// </summary>
internal sealed class TopicRules(IEnumerable<string> parents)
{
    public const int MaxPayload = 64 * 1024;

    /// <summary>Where a device hands in a new token, the only '$' topic a client may publish to.</summary>
    public const string UploadToken = "$SYS/uploadToken";

    private const int MaxTopic = 64;
    private const string P2PLevel = "p2p";

    private readonly HashSet<string> _parents = new(parents, StringComparer.Ordinal);

    public bool IsParent(string topic) => _parents.Contains(topic);

    public Fault? CheckPublish(string topic, long payloadLength)
    {
        if (payloadLength > MaxPayload)
        {
            return Fault.Invalid($"a payload has at most {MaxPayload} bytes");
        }

        // MQTT-3.3.2-2, MQTT-4.7.3-1 and -2.
        if (topic.Length == 0 || topic.AsSpan().IndexOfAny("+#\0") >= 0)
        {
            return Fault.Invalid("a topic is not empty and has no wildcard and no U+0000");
        }

        if (topic == UploadToken)
        {
            return null;
        }

        var isP2P = IsP2P(topic, out var target);

        // A client ID alone may have 64 characters.
        if (!isP2P && topic.Length > MaxTopic)
        {
            return Fault.Invalid($"a topic has at most {MaxTopic} characters");
        }

        if (!IsParent(FirstLevel(topic)))
        {
            return UnknownParent(topic);
        }

        return isP2P && !Identifiers.IsClientId(target)
            ? Fault.Invalid($"a P2P topic ends with a client ID: {Identifiers.ClientIdRule}")
            : null;
    }

    public Fault? CheckFilter(string filter)
    {
        if (!TopicFilter.IsValid(filter))
        {
            return Fault.Invalid("a topic filter is not empty, its wildcards fill a level, '#' only the last [MQTT-4.7.1]");
        }

        // A wildcard in front would reach topics of others, '$' what belongs to the service: neither is a parent.
        if (!IsParent(FirstLevel(filter)))
        {
            return UnknownParent(filter);
        }

        return filter.Length > MaxTopic && !IsP2P(filter, out _)
            ? Fault.Invalid($"a topic filter has at most {MaxTopic} characters")
            : null;
    }

    /// <summary>Whether this is <c>{parent}/p2p/{clientId}</c>, or meant to be: the target may be empty or malformed.</summary>
    public static bool IsP2P(string topic, out string target)
    {
        target = string.Empty;
        var rest = topic.AsSpan(Math.Min(topic.Length, FirstLevel(topic).Length + 1));

        if (FirstLevel(rest) is not P2PLevel)
        {
            return false;
        }

        target = rest[Math.Min(rest.Length, P2PLevel.Length + 1)..].ToString();
        return true;
    }

    public static string P2PTopic(string parent, string clientId) => $"{parent}/{P2PLevel}/{clientId}";

    public static string FirstLevel(ReadOnlySpan<char> topic)
    {
        var slash = topic.IndexOf('/');
        return (slash < 0 ? topic : topic[..slash]).ToString();
    }

    private static Fault UnknownParent(string topic)
    {
        return Fault.Unauthorized($"the parent topic of '{TraceText.Clean(topic)}' was not created beforehand");
    }
}
