namespace NanoMqttDevice.Service;

/// <summary>The vendor's naming rules: client IDs, groups, instances, parent topics and access key ids.</summary>
internal static class Identifiers
{
    public const string Separator = "@@@";

    public const string ClientIdRule =
        "a client ID is GroupId@@@DeviceId, at most 64 characters, letters, digits, '-' and '_' beside the separator";

    public const string GroupIdRule = "a group ID has 7 to 64 letters, digits, '-' or '_' and starts with GID_ or GID-";
    public const string InstanceIdRule = "an instance ID has 1 to 64 letters, digits, '-' or '_'";

    public const string ParentTopicRule =
        "a parent topic has 3 to 64 characters, no '/', '+', '#', space or control character, and no '$' in front";

    public const string AccessKeyIdRule = "an access key id has 1 to 64 characters, no '|' and no control character";

    private const int MaxLength = 64;

    /// <summary>Splits a client ID at the first separator. Both sides are checked, whether the group exists is not.</summary>
    public static bool TryGetGroup(string clientId, out string groupId)
    {
        groupId = string.Empty;
        var split = clientId.IndexOf(Separator, StringComparison.Ordinal);

        if (split < 0 || clientId.Length > MaxLength)
        {
            return false;
        }

        // A fourth '@' lands in the device part and is refused there.
        var device = clientId.AsSpan(split + Separator.Length);
        groupId = clientId[..split];
        return IsGroupId(groupId) && !device.IsEmpty && IsWord(device);
    }

    public static bool IsClientId(string clientId) => TryGetGroup(clientId, out _);

    public static bool IsGroupId(string groupId)
    {
        return groupId.Length is >= 7 and <= MaxLength
            && (groupId.StartsWith("GID_", StringComparison.Ordinal) || groupId.StartsWith("GID-", StringComparison.Ordinal))
            && IsWord(groupId);
    }

    // The documents show post-cn-…, mqtt-cn-… and, as a placeholder, mqtt-xxxxx: the prefix is not a rule.
    public static bool IsInstanceId(string instanceId) => instanceId.Length is >= 1 and <= MaxLength && IsWord(instanceId);

    public static bool IsParentTopic(string topic)
    {
        return topic.Length is >= 3 and <= MaxLength
            && topic[0] != '$'
            && !topic.Any(c => c is '/' or '+' or '#' || char.IsControl(c) || char.IsWhiteSpace(c));
    }

    public static bool IsAccessKeyId(string id)
    {
        return id is { Length: >= 1 and <= MaxLength } && !id.Any(c => c == '|' || char.IsControl(c));
    }

    private static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
