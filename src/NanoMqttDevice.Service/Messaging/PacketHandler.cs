using System.Buffers;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>What a client that was let in may send, and what is done with it: one for each connection.</summary>
internal sealed class PacketHandler(ServiceContext context, ClientChannel channel, ClientLogin login, ClientSession session)
{
    private const int MaxQoS = 2;

    private readonly InstanceState _instance = session.Instance;

    // Most clients are idle, and many never publish.
    private AckQueue? _acks;

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
                return session.TakePubAck(pubAck.PacketIdentifier);

            case MqttPubRecPacket pubRec:
                return session.TakePubRec(pubRec.PacketIdentifier);

            case MqttPubRelPacket pubRel:
                session.EndReceive(pubRel.PacketIdentifier);
                channel.Send(MqttCodec.Acknowledgement(MqttControlPacketType.PubComp, pubRel.PacketIdentifier));
                return null;

            case MqttPubCompPacket pubComp:
                return session.TakePubComp(pubComp.PacketIdentifier);

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
        var fault = await CheckPublishAsync(publish, qos);

        if (fault is not null)
        {
            context.Trace.Add(ClientId, TraceActions.PublishRefused, fault.Reason, fault.Detail);
            return fault;
        }

        var committed = Task.CompletedTask;

        if (publish.Topic != TopicRules.UploadToken && (qos < MaxQoS || session.TryBeginReceive(id)))
        {
            var payload = publish.Payload.IsSingleSegment ? publish.Payload.First : publish.Payload.ToArray();
            committed = context.Router.Publish(login.Key, _instance, publish.Topic, payload, qos);
            context.Tell(new ServiceMessage(ClientId, publish.Topic, payload, qos) { InstanceId = _instance.Id });
        }

        if (qos > 0)
        {
            var type = qos == 1 ? MqttControlPacketType.PubAck : MqttControlPacketType.PubRec;
            _acks ??= new AckQueue(channel.Send, channel.End, context.Counters);
            _acks.Add(MqttCodec.Acknowledgement(type, id), committed);

            // Who publishes faster than the disk takes it is read no further until it has.
            if (_acks.Count > AckQueue.Limit || (context.Store.IsBehind && !committed.IsCompleted))
            {
                context.Counters.CountSlowedReading();
                await committed;
            }
        }

        return null;
    }

    private async ValueTask<Fault?> CheckPublishAsync(MqttPublishPacket publish, int qos)
    {
        if (_instance.Topics.CheckPublish(publish.Topic, publish.Payload.Length) is { } fault)
        {
            return fault;
        }

        // The vendor's message page. The real service's answer is not documented: here a developer learns of it at once.
        if (qos == MaxQoS && session.IsPersistent)
        {
            return Fault.Invalid("QoS 2 with cleanSession=false is not supported");
        }

        return publish.Topic == TopicRules.UploadToken ? await UploadAsync(publish, qos) : CheckGranted(publish.Topic, TokenActions.Write);
    }

    // A new token is acknowledged and nothing else: it is a secret, and nobody's message. In the other modes it changes nothing.
    private async ValueTask<Fault?> UploadAsync(MqttPublishPacket publish, int qos)
    {
        if (qos != 1)
        {
            return Fault.Invalid("a token is uploaded with QoS 1");
        }

        if (channel.Tokens is { } tokens)
        {
            if (tokens.Upload(publish.Payload.ToArray()) is { } fault)
            {
                return fault;
            }

            // What the old token permitted and this one does not ends before the PUBACK.
            await context.Review.ReviewAsync(session);
        }

        return null;
    }

    private async ValueTask<Fault?> SubscribeAsync(MqttSubscribePacket subscribe)
    {
        var filters = subscribe.TopicFilters;

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
        if (!unsubscribe.TopicFilters.TrueForAll(TopicFilter.IsValid))
        {
            return Fault.Invalid("a topic filter whose wildcards do not fill a level, or '#' not the last [MQTT-4.7.1-2, MQTT-4.7.1-3]");
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
