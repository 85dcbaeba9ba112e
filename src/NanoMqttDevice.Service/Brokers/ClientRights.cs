namespace NanoMqttDevice.Service;

/// <summary>
/// Decides what a client of another broker may publish and subscribe to, from what stands in the database and the grants at the moment
/// of the question. The login is looked at again: a client whose credential was unregistered or whose token ended or was revoked may
/// nothing. One whose credential was registered anew keeps its rights until it connects again, as at the vendor's; so it can be told of
/// its new one.
/// </summary>
internal sealed class ClientRights(
    InstanceDirectory directory,
    IReadOnlyList<ServiceAccount> accounts,
    CredentialStore credentials,
    TokenLogins tokenLogins)
{
    private readonly HashSet<string> _accounts = accounts.Select(account => account.AccessKeyId).ToHashSet(StringComparer.Ordinal);

    /// <summary>Null when it may, otherwise why not, in words without any secret.</summary>
    /// <param name="clientId">The client ID.</param>
    /// <param name="userNameText">The user name it logged in with.</param>
    /// <param name="topicOrFilter">The topic to publish to, or the filter to subscribe to.</param>
    /// <param name="action">Write for publishing, Read for subscribing.</param>
    public string? Refuse(string clientId, string userNameText, string topicOrFilter, TokenActions action)
    {
        if (!UserName.TryParse(userNameText, out var userName) || directory.Current.Find(userName.InstanceId) is not { } rules)
        {
            return "the user name does not have the three parts mode|accessKeyId|instanceId, or the instance is unknown";
        }

        if (!Identifiers.TryGetGroup(clientId, out var group) || !rules.HasGroup(group))
        {
            return "the client ID is none, or its group was not created beforehand";
        }

        var isUpload = userName.Mode == UserName.TokenMode && action == TokenActions.Write && topicOrFilter == TopicRules.UploadToken;
        var fault = action == TokenActions.Write ? rules.Topics.CheckPublish(topicOrFilter, 0) : rules.Topics.CheckFilter(topicOrFilter);

        if (fault is not null || (topicOrFilter == TopicRules.UploadToken && !isUpload))
        {
            return fault?.Detail ?? "only a client of mode Token uploads a token";
        }

        IReadOnlyDictionary<TokenActions, TokenGrant>? tokens = null;

        if (!IsStillLoggedIn(userName, clientId, ref tokens))
        {
            return "its credential was unregistered, its account taken away, or a token of its login ended or was revoked";
        }

        // What arrives there nobody reads; the device keeps the token for its next connect.
        if (isUpload)
        {
            return null;
        }

        var isOwn = action == TokenActions.Read && IsOwn(topicOrFilter, clientId);

        if (tokens is not null && !IsPermitted(tokens, topicOrFilter, action, isOwn))
        {
            return $"no token permits '{TraceText.Clean(topicOrFilter)}'";
        }

        return isOwn || IsGranted(rules.Grants, userName, clientId, topicOrFilter, action, tokens is not null)
            ? null
            : $"'{TraceText.Clean(topicOrFilter)}' is not granted";
    }

    /// <summary>
    /// Whether a login of this mode may do everything in its instance. A broker that does not ask about topics may let in no other.
    /// </summary>
    public bool AreOpen(string userNameText)
    {
        return UserName.TryParse(userNameText, out var userName)
            && userName.Mode != UserName.TokenMode
            && directory.Current.Find(userName.InstanceId) is { Grants.IsOpen: true };
    }

    // Where the broker delivers P2P only to who subscribes, a device subscribes to its own and needs no grant: the vendor delivers it
    // without being asked. A token must permit it.
    private static bool IsOwn(string filter, string clientId)
    {
        return !TopicFilter.HasWildcard(filter) && TopicRules.IsP2P(filter, out var target) && target == clientId;
    }

    // Its own P2P topic is permitted by a wildcard too: there it takes nothing from anybody.
    private static bool IsPermitted(
        IReadOnlyDictionary<TokenActions, TokenGrant> tokens,
        string topicOrFilter,
        TokenActions action,
        bool isOwn)
    {
        return tokens.Any(token => token.Key.HasFlag(action)
            && token.Value.Actions.HasFlag(action)
            && token.Value.Resources.Any(resource =>
                isOwn ? TopicFilter.Covers(resource, topicOrFilter) : PeerTopics.Covers(resource, topicOrFilter, action)));
    }

    // Without grants everything is granted but reading the P2P topics of others: that is the account's, whose secret is on no device, or
    // a token's that names them.
    private static bool IsGranted(
        InstanceGrants grants,
        UserName userName,
        string clientId,
        string topicOrFilter,
        TokenActions action,
        bool hasToken)
    {
        return grants.IsOpen
            ? action == TokenActions.Write || hasToken || userName.Mode == UserName.SignatureMode || !PeerTopics.AreReachedBy(topicOrFilter)
            : grants.Filters(userName.AccessKeyId, clientId, action).Any(filter => PeerTopics.Covers(filter, topicOrFilter, action));
    }

    private bool IsStillLoggedIn(UserName userName, string clientId, ref IReadOnlyDictionary<TokenActions, TokenGrant>? tokens)
    {
        switch (userName.Mode)
        {
            case UserName.DeviceCredentialMode:
                return credentials.Get(userName.InstanceId, clientId) is not null;

            case UserName.SignatureMode:
                return _accounts.Contains(userName.AccessKeyId);

            case UserName.TokenMode:
                tokens = tokenLogins.Find(userName.InstanceId, clientId, userName.AccessKeyId);
                return tokens is not null;

            default:
                return false;
        }
    }
}
