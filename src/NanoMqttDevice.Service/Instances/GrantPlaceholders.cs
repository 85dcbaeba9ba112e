namespace NanoMqttDevice.Service;

/// <summary>
/// The placeholders in a grant's topic filter: <c>{clientId}</c> and <c>{groupId}</c>, those of the client that asks. Neither can hold
/// a wildcard or a '/', so a filled filter is never wider than it looks.
/// </summary>
internal static class GrantPlaceholders
{
    public const string ClientId = "{clientId}";
    public const string GroupId = "{groupId}";

    public static string Fill(string filter, string clientId, string groupId)
    {
        return !filter.Contains('{', StringComparison.Ordinal)
            ? filter
            : filter.Replace(ClientId, clientId, StringComparison.Ordinal).Replace(GroupId, groupId, StringComparison.Ordinal);
    }

    /// <summary>Whether all that stands in braces is a placeholder: a mistyped one would grant nobody anything, without a word.</summary>
    public static bool AreKnown(string filter)
    {
        return Fill(filter, string.Empty, string.Empty).AsSpan().IndexOfAny('{', '}') < 0;
    }
}
