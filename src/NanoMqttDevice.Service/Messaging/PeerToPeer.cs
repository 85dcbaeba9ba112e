using System.Buffers;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace NanoMqttDevice.Service;

/// <summary>
/// P2P: a message to <c>{parent}/p2p/{clientId}</c> goes to that client alone, subscribed or not, topic unchanged, with the
/// publisher's QoS (the vendor's P2P page). A client that is not online misses it.
/// </summary>
internal sealed class PeerToPeer(MqttServer server, OnlineClients online, ServiceCounters counters)
{
    public async Task<bool> DeliverAsync(
        string topic,
        string target,
        ReadOnlySequence<byte> payload,
        MqttQualityOfServiceLevel qos)
    {
        var message = new MqttApplicationMessage { Topic = topic, Payload = payload, QualityOfServiceLevel = qos };
        var delivered = online.Find(target) is not null && await TryEnqueueAsync(target, message);

        if (delivered)
        {
            counters.CountP2PDelivered();
        }
        else
        {
            counters.CountP2PDropped();
        }

        return delivered;
    }

    private async Task<bool> TryEnqueueAsync(string target, MqttApplicationMessage message)
    {
        try
        {
            var session = await server.GetSessionAsync(target);
            return session.TryEnqueueApplicationMessage(message, out _);
        }
        catch (InvalidOperationException)
        {
            // It went offline in between; an ObjectDisposedException is one of these.
            return false;
        }
    }
}
