using System.Data.Common;

namespace NanoMqttDevice.Service;

/// <summary>What a session may be given. Asked again whenever something of it may have changed, not only at SUBSCRIBE.</summary>
internal sealed class ReadRights(GrantTable grants, CredentialStore credentials)
{
    /// <summary>Whether a session may have a subscription.</summary>
    public bool MaySubscribe(ClientSession session, string filter)
    {
        return session.Instance.Topics.CheckFilter(filter) is null && MayRead(session, filter);
    }

    /// <summary>
    /// Whether a session may be given a message. P2P to a client needs no grant. But a token opens any client ID: its P2P messages are
    /// for a client with a token only where the token permits their topic and no device has a credential for the client ID.
    /// </summary>
    public bool MayReceive(ClientSession session, string topic)
    {
        if (topic is ['$', ..])
        {
            return true;
        }

        if (!TopicRules.IsP2P(topic, out var target) || target != session.Key.ClientId)
        {
            return MayRead(session, topic);
        }

        return session.Owner.Mode != UserName.TokenMode || (!session.IsDevices && TokensPermit(session, topic));
    }

    /// <summary>Whether a device has a credential for a client ID. When the database does not say, it has.</summary>
    public bool IsDevices(ClientKey key)
    {
        try
        {
            return credentials.Get(key.InstanceId, key.ClientId) is not null;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            return true;
        }
    }

    private bool MayRead(ClientSession session, string topicOrFilter)
    {
        return grants.IsGranted(new ClientLogin(session.Key, session.Owner.Mode, session.Owner.AccessKeyId, null), topicOrFilter, TokenActions.Read)
            && TokensPermit(session, topicOrFilter);
    }

    // What the tokens of a client that is away permit, its next login tells; until then its messages wait.
    private static bool TokensPermit(ClientSession session, string topicOrFilter)
    {
        return session.Tokens?.Allows(topicOrFilter, TokenActions.Read) != false;
    }
}
