namespace NanoMqttDevice.Service;

/// <summary>
/// Rights changed: asks again what each subscription rests on, of clients that are online and of those that are away, and takes back
/// what is no longer granted. To be called after the change, by whoever made it: a login, an uploaded token, new grants or topics.
/// Messages that wait are asked about when their turn comes.
/// </summary>
internal sealed class RightsReview(ReadRights rights, SessionRegistry sessions, SessionStore store, TraceLog trace, ServiceCounters counters)
{
    /// <summary>The grants or topics of an instance changed.</summary>
    /// <returns>How many subscriptions were taken back; done when that is on the disk.</returns>
    public Task<int> ReviewInstanceAsync(string instanceId) => ReviewAsync(sessions.OfInstance(instanceId));

    /// <summary>What one client ID may do changed: its credential, its tokens or its grants.</summary>
    /// <returns>How many subscriptions were taken back; done when that is on the disk.</returns>
    public Task<int> ReviewClientAsync(ClientKey key) => ReviewAsync(sessions.Find(key));

    /// <summary>What one session rests on changed.</summary>
    /// <returns>How many subscriptions were taken back; done when that is on the disk.</returns>
    public async Task<int> ReviewAsync(ClientSession session)
    {
        if (session.Owner.Mode == UserName.TokenMode)
        {
            session.IsDevices = rights.IsDevices(session.Key);
        }

        var subscriptions = session.Instance.Subscriptions;
        var lost = subscriptions.Of(session).Where(filter => !rights.MaySubscribe(session, filter)).ToList();

        if (lost.Count == 0)
        {
            return 0;
        }

        lost.ForEach(filter => subscriptions.Remove(session, filter));

        foreach (var filter in lost)
        {
            counters.CountSubscriptionTakenBack();
            trace.Add(
                session.Key.ClientId,
                TraceActions.Unsubscribe,
                TraceReasons.ResourceAuthFailed,
                $"'{TraceText.Clean(filter)}' is no longer granted");
        }

        if (session.IsPersistent)
        {
            await store.UnsubscribeAsync(session.StoreId, lost);
        }

        return lost.Count;
    }

    private async Task<int> ReviewAsync(IEnumerable<ClientSession> changed)
    {
        var lost = 0;

        foreach (var session in changed)
        {
            lost += await ReviewAsync(session);
        }

        return lost;
    }
}
