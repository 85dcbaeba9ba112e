using System.Buffers;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>What a client that was let in may send, and what is done with it: one for each connection.</summary>
internal sealed class PacketHandler(ServiceContext context, ClientChannel channel, ClientLogin login, ClientSession session)
{
    private const int MaxQoS = 2;

    private readonly InstanceState _instance = session.Instance;
    private readonly AckQueue _acks = new(channel.Send, channel.End);

    private string ClientId => login.Key.ClientId;

    /// <summary>Does what a packet asks. Otherwise tells why the connection ends: the packet is then acknowledged by nothing.</summary>
    public async ValueTask<Fault?> HandleAsync(MqttPacket packet)
    {
        switch (packet)
        {
            case MqttPublishPacket publish:
                return await PublishAsync(publish);

            case MqttSubscribePacket subscribe:
                return await SubscribeAsync(subscribe);

            case MqttUnsubscribePacket unsubscribe:
                return await UnsubscribeAsync(unsubscribe);

            case MqttPubAckPacket pubAck:
                session.TakePubAck(pubAck.PacketIdentifier);
                return null;

            case MqttPubRecPacket pubRec:
                session.TakePubRec(pubRec.PacketIdentifier);
                return null;

            case MqttPubRelPacket pubRel:
                session.EndReceive(pubRel.PacketIdentifier);
                channel.Send(MqttCodec.Acknowledgement(MqttControlPacketType.PubComp, pubRel.PacketIdentifier));
                return null;

            case MqttPubCompPacket pubComp:
                session.TakePubComp(pubComp.PacketIdentifier);
                return null;

            case MqttDisconnectPacket:
                return new Fault(TraceReasons.DisconnectedByClient, string.Empty);

            case MqttConnectPacket:
                return Fault.Invalid("a second CONNECT [MQTT-3.1.0-2]");

            default:
                return Fault.Invalid("a packet that only a server sends");
        }
    }

    // Retained messages are not supported (the vendor's limits page): the flag is not looked at.
    private async ValueTask<Fault?> PublishAsync(MqttPublishPacket publish)
    {
        var qos = (int)publish.QualityOfServiceLevel;
        var id = publish.PacketIdentifier;
        var fault = CheckPublish(publish, qos);

        if (fault is not null)
        {
            context.Trace.Add(ClientId, TraceActions.PublishRefused, fault.Reason, fault.Detail);
            return fault;
        }

        var committed = Task.CompletedTask;

        if (publish.Topic != TopicRules.UploadToken && (qos < MaxQoS || session.TryBeginReceive(id)))
        {
            var payload = publish.Payload.IsSingleSegment ? publish.Payload.First : publish.Payload.ToArray();
            committed = context.Router.Publish(_instance, publish.Topic, payload, qos);
            context.Tell(new ServiceMessage(ClientId, publish.Topic, payload, qos));
        }

        if (qos > 0)
        {
            var type = qos == 1 ? MqttControlPacketType.PubAck : MqttControlPacketType.PubRec;
            _acks.Add(MqttCodec.Acknowledgement(type, id), committed);

            if (_acks.Count > AckQueue.Limit)
            {
                await committed;
            }
        }

        return null;
    }

    private Fault? CheckPublish(MqttPublishPacket publish, int qos)
    {
        if (qos > 0 && publish.PacketIdentifier == 0)
        {
            return Fault.Invalid("a packet identifier of zero [MQTT-2.3.1-1]");
        }

        if (_instance.Topics.CheckPublish(publish.Topic, publish.Payload.Length) is { } fault)
        {
            return fault;
        }

        // The vendor's message page. The real service's answer is not documented: here a developer learns of it at once.
        if (qos == MaxQoS && session.IsPersistent)
        {
            return Fault.Invalid("QoS 2 with cleanSession=false is not supported");
        }

        return publish.Topic == TopicRules.UploadToken ? Upload(publish, qos) : CheckGranted(publish.Topic, TokenActions.Write);
    }

    // A new token is acknowledged and nothing else: it is a secret, and nobody's message. In the other modes it changes nothing.
    private Fault? Upload(MqttPublishPacket publish, int qos)
    {
        return qos != 1 ? Fault.Invalid("a token is uploaded with QoS 1") : channel.Tokens?.Upload(publish.Payload.ToArray());
    }

    private async ValueTask<Fault?> SubscribeAsync(MqttSubscribePacket subscribe)
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

        var fault = filters.Select(filter => CheckFilter(filter.Topic)).FirstOrDefault(found => found is not null);

        if (fault is not null)
        {
            context.Trace.Add(ClientId, TraceActions.Subscribe, fault.Reason, fault.Detail);
            return fault;
        }

        // Granted in the order asked [MQTT-3.8.4-5], those too that are not stored.
        var granted = filters.Select(filter => (filter.Topic, session.Granted((int)filter.QualityOfServiceLevel))).ToList();
        var stored = granted.FindAll(filter => _instance.Subscriptions.TryAdd(session, filter.Topic, filter.Item2));

        if (session.IsPersistent)
        {
            await context.Store.SubscribeAsync(session.StoreId, stored);
        }

        var dropped = granted.Count - stored.Count;
        context.Trace.Add(ClientId, TraceActions.Subscribe, TraceReasons.Accepted, dropped == 0 ? "" : $"{dropped} not stored: too many");
        channel.Send(MqttCodec.Encode(new MqttSubAckPacket
        {
            PacketIdentifier = subscribe.PacketIdentifier,
            ReasonCodes = [.. granted.Select(filter => (MqttSubscribeReasonCode)filter.Item2)],
        }));
        return null;
    }

    private Fault? CheckFilter(string filter)
    {
        return _instance.Topics.CheckFilter(filter) ?? CheckGranted(filter, TokenActions.Read);
    }

    private async ValueTask<Fault?> UnsubscribeAsync(MqttUnsubscribePacket unsubscribe)
    {
        if (unsubscribe.PacketIdentifier == 0 || unsubscribe.TopicFilters.Count == 0)
        {
            return Fault.Invalid("an UNSUBSCRIBE without packet identifier or topic filter [MQTT-2.3.1-1, MQTT-3.10.3-2]");
        }

        var removed = unsubscribe.TopicFilters.FindAll(filter => _instance.Subscriptions.Remove(session, filter));

        if (session.IsPersistent)
        {
            await context.Store.UnsubscribeAsync(session.StoreId, removed);
        }

        channel.Send(MqttCodec.Acknowledgement(MqttControlPacketType.UnsubAck, unsubscribe.PacketIdentifier));
        return null;
    }

    private Fault? CheckGranted(string topicOrFilter, TokenActions action)
    {
        return context.Grants.IsGranted(login, topicOrFilter, action) && channel.Tokens?.Permits(topicOrFilter, action) != false
            ? null
            : Fault.Unauthorized($"'{TraceText.Clean(topicOrFilter)}' is not granted");
    }
}
