using System.Collections.Concurrent;

namespace NanoMqttDevice.Service;

/// <summary>
/// Who holds which client ID. A second connection with the same one ends the first and waits until it is gone [MQTT-3.1.4-2]:
/// so the broker never sees two at once, and the end of the old one cannot tear down the session of the new.
/// </summary>
internal sealed class OnlineClients
{
    private readonly ConcurrentDictionary<string, ClientChannel> _channels = new(StringComparer.Ordinal);

    public ClientChannel? Find(string clientId)
    {
        return _channels.TryGetValue(clientId, out var channel) && channel.IsOnline ? channel : null;
    }

    public async Task ClaimAsync(ClientChannel channel, CancellationToken cancellationToken)
    {
        while (!_channels.TryAdd(channel.ClientId, channel))
        {
            if (_channels.TryGetValue(channel.ClientId, out var holder))
            {
                holder.End(new Fault(TraceReasons.ClientIdConflict, "the same client ID connected again"));
                await holder.Finished.WaitAsync(cancellationToken);
            }
        }
    }

    public void Release(ClientChannel channel)
    {
        _channels.TryRemove(KeyValuePair.Create(channel.ClientId, channel));
    }
}
