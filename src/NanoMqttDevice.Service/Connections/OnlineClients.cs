using System.Collections.Concurrent;

namespace NanoMqttDevice.Service;

/// <summary>
/// Who holds which client ID. A second connection with the same one ends the first and waits until it is gone [MQTT-3.1.4-2]:
/// so the broker never sees two at once, and the end of the old one cannot tear down the session of the new.
/// </summary>
internal sealed class OnlineClients
{
    private readonly ConcurrentDictionary<ClientKey, ClientChannel> _channels = new();

    public ClientChannel? Find(ClientKey key)
    {
        return _channels.TryGetValue(key, out var channel) && channel.IsOnline ? channel : null;
    }

    /// <summary>Everybody who is online.</summary>
    public IEnumerable<ClientChannel> All => _channels.Values.Where(channel => channel.IsOnline);

    public async Task ClaimAsync(ClientKey key, ClientChannel channel, CancellationToken cancellationToken)
    {
        while (!_channels.TryAdd(key, channel))
        {
            if (_channels.TryGetValue(key, out var holder))
            {
                holder.End(new Fault(TraceReasons.ClientIdConflict, "the same client ID connected again"));
                await holder.Finished.WaitAsync(cancellationToken);
            }
        }
    }

    public void Release(ClientKey key, ClientChannel channel)
    {
        _channels.TryRemove(KeyValuePair.Create(key, channel));
    }
}
