namespace NanoMqttDevice.Service;

/// <summary>What a token permits.</summary>
/// <param name="TokenId">Names the token in the database; no secret, the token cannot be made from it.</param>
/// <param name="InstanceId">The instance it is valid for.</param>
/// <param name="AccessKeyId">The account it was issued to; the second part of the user name.</param>
/// <param name="Resources">Topics; <c>+</c> and <c>#</c> stand for what MQTT has them for.</param>
/// <param name="Actions">What may be done there.</param>
/// <param name="ExpireTime">When it ends, in Unix milliseconds.</param>
public sealed record TokenGrant(
    string TokenId,
    string InstanceId,
    string AccessKeyId,
    IReadOnlyList<string> Resources,
    TokenActions Actions,
    long ExpireTime)
{
    /// <summary>
    /// Whether the token permits an action. A filter that is subscribed to must lie wholly within one of the resources:
    /// <c>a/+</c> permits <c>a/b</c> and <c>a/+</c>, and not <c>a/#</c>.
    /// </summary>
    /// <param name="topic">The topic to publish to or the filter to subscribe to.</param>
    /// <param name="action">Read or Write; both must be permitted when both are asked for.</param>
    /// <returns>Whether it does.</returns>
    public bool Allows(string topic, TokenActions action) => Refuse(topic, action) is null;

    /// <summary>Why the token does not permit an action, as <c>$SYS/tokenInvalidNotice</c> tells it.</summary>
    /// <param name="topic">The topic to publish to or the filter to subscribe to.</param>
    /// <param name="action">Read or Write.</param>
    /// <returns>The code, or null when it is permitted.</returns>
    public TokenInvalidCode? Refuse(string topic, TokenActions action)
    {
        ArgumentNullException.ThrowIfNull(topic);

        if (!Resources.Any(resource => TopicFilter.Covers(resource, topic)))
        {
            return TokenInvalidCode.ResourceMismatch;
        }

        return (Actions & action) == action ? null : TokenInvalidCode.PermissionMismatch;
    }
}
