namespace NanoMqttDevice.Service;

/// <summary>What somebody may do with the topics of a filter (the vendor's permission management).</summary>
/// <param name="Holder">An account's AccessKeyId, a client ID, or <see cref="Everybody"/>.</param>
/// <param name="TopicFilter">The topics; a filter that is subscribed to must lie within it.</param>
/// <param name="Actions">What is allowed.</param>
public sealed record TopicGrant(string Holder, string TopicFilter, TokenActions Actions)
{
    /// <summary>Stands for every client.</summary>
    public const string Everybody = "*";
}
