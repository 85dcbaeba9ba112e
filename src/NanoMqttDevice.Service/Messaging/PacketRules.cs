using System.Collections.Concurrent;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>What a client that was let in may send, and what becomes of its subscriptions: one for each connection.</summary>
internal sealed class PacketRules(ServiceContext context)
{
    private const int MaxQoS = 2;

    private readonly ConcurrentDictionary<ushort, List<MqttSubscribeReasonCode>> _grants = new();

    /// <summary>Why the packet ends the connection; null when the broker may have it, cleared of what is not supported.</summary>
    public Fault? Refuse(string clientId, MqttPacket packet)
    {
        return packet switch
        {
            MqttPublishPacket publish => RefusePublish(clientId, publish),
            MqttSubscribePacket subscribe => RefuseSubscribe(clientId, subscribe),
            MqttUnsubscribePacket unsubscribe => RefuseUnsubscribe(unsubscribe),
            MqttPingReqPacket or MqttPubAckPacket or MqttPubRecPacket or MqttPubRelPacket or MqttPubCompPacket => null,
            MqttConnectPacket => Fault.Invalid("a second CONNECT [MQTT-3.1.0-2]"),
            _ => Fault.Invalid("a packet that only a server sends"),
        };
    }

    /// <summary>
    /// Grants every filter as asked, in the order asked [MQTT-3.8.4-5]: the broker sorts them by QoS and does not know those
    /// that are not stored.
    /// </summary>
    public void Complete(MqttSubAckPacket subAck)
    {
        if (_grants.TryRemove(subAck.PacketIdentifier, out var grants))
        {
            subAck.ReasonCodes = grants;
        }
    }

    /// <summary>Gives back the room that the client's subscriptions took.</summary>
    public void Forget() => context.Quota.RemoveAll(this);

    private Fault? RefusePublish(string clientId, MqttPublishPacket publish)
    {
        // Retained messages are not supported (the vendor's limits page). DUP is each sender's own [MQTT-3.3.1-3].
        publish.Retain = false;
        publish.Dup = false;

        if (publish.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtMostOnce && publish.PacketIdentifier == 0)
        {
            return Fault.Invalid("a packet identifier of zero [MQTT-2.3.1-1]");
        }

        var fault = context.Topics.CheckPublish(publish.Topic, publish.Payload.Length);

        if (fault is not null)
        {
            context.Trace.Add(clientId, TraceActions.PublishRefused, fault.Reason, fault.Detail);
        }

        return fault;
    }

    private Fault? RefuseSubscribe(string clientId, MqttSubscribePacket subscribe)
    {
        var filters = subscribe.TopicFilters;

        if (subscribe.PacketIdentifier == 0 || filters.Count == 0)
        {
            return Fault.Invalid("a SUBSCRIBE without packet identifier or topic filter [MQTT-2.3.1-1, MQTT-3.8.3-3]");
        }

        if (filters.Any(filter => (int)filter.QualityOfServiceLevel > MaxQoS))
        {
            return Fault.Invalid("a SUBSCRIBE with a QoS above 2 [MQTT-3.8.3-4]");
        }

        var fault = filters.Select(filter => context.Topics.CheckFilter(filter.Topic)).FirstOrDefault(found => found is not null);

        if (fault is not null)
        {
            context.Trace.Add(clientId, TraceActions.Subscribe, fault.Reason, fault.Detail);
            return fault;
        }

        var granted = filters.Select(filter => (MqttSubscribeReasonCode)filter.QualityOfServiceLevel);
        _grants[subscribe.PacketIdentifier] = [.. granted];
        var dropped = filters.RemoveAll(filter => !context.Quota.TryAdd(this, filter.Topic));
        var detail = dropped == 0 ? string.Empty : $"{dropped} not stored: too many";
        context.Trace.Add(clientId, TraceActions.Subscribe, TraceReasons.Accepted, detail);
        return null;
    }

    private Fault? RefuseUnsubscribe(MqttUnsubscribePacket unsubscribe)
    {
        if (unsubscribe.PacketIdentifier == 0 || unsubscribe.TopicFilters.Count == 0)
        {
            return Fault.Invalid("an UNSUBSCRIBE without packet identifier or topic filter [MQTT-2.3.1-1, MQTT-3.10.3-2]");
        }

        foreach (var filter in unsubscribe.TopicFilters)
        {
            context.Quota.Remove(this, filter);
        }

        return null;
    }
}
