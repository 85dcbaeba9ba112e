using System.Globalization;

namespace NanoMqttDevice.Service;

/// <summary>
/// The server API's trace queries (the vendor's pages QueryMqttTraceDevice, QueryMqttTraceMessageOfClient, QueryMqttTraceMessagePublish and
/// QueryMqttTraceMessageSubscribe of 2020-04-20). Only a service that is a broker has them.
/// </summary>
internal sealed class TraceApi(ServiceOptions options, TimeProvider time, ClientTraces traces)
{
    private const int MaxPageSize = 100;

    // The vendor does not name the zone. Its example shows an event inside the queried range only in the vendor's own, UTC+8.
    private static readonly TimeSpan _zone = TimeSpan.FromHours(8);

    private readonly CallRate _deviceRate = new(time, options.TraceQueryRate);
    private readonly CallRate _clientRate = new(time, options.TraceQueryRate);
    private readonly CallRate _publishRate = new(time, options.TraceQueryRate);
    private readonly CallRate _subscribeRate = new(time, options.TraceQueryRate);

    public void AddTo(Dictionary<string, Func<RpcCall, object>> actions)
    {
        actions["QueryMqttTraceDevice"] = OfDevice;
        actions["QueryMqttTraceMessageOfClient"] = OfClient;
        actions["QueryMqttTraceMessagePublish"] = OfPublish;
        actions["QueryMqttTraceMessageSubscribe"] = OfSubscribe;
    }

    private object OfDevice(RpcCall call)
    {
        var range = Begin(call, _deviceRate);
        var client = call.Client();
        var page = new TracePage(call.Parameters, MaxPageSize);
        var found = traces.Devices(trace => trace.Client == client && range.Has(trace.Time));
        return new
        {
            page.CurrentPage,
            call.RequestId,
            page.PageSize,
            Total = (long)found.Count,
            DeviceInfoList = page.Of(found).Select(Row),
        };
    }

    private object OfClient(RpcCall call)
    {
        var range = Begin(call, _clientRate);
        var client = call.Client();
        var page = new TracePage(call.Parameters, MaxPageSize);
        var found = traces.Messages(trace => trace.Client == client && range.Has(trace.Time));
        return new
        {
            page.CurrentPage,
            call.RequestId,
            page.PageSize,
            Total = (long)found.Count,
            MessageOfClientList = page.Of(found).Select(Row),
        };
    }

    private object OfPublish(RpcCall call)
    {
        var range = Begin(call, _publishRate);
        var found = OfMessage(call, range, static action => action == MessageTraceAction.Publish);
        return new { call.RequestId, MessageTraceLists = found.Select(Row) };
    }

    private object OfSubscribe(RpcCall call)
    {
        var range = Begin(call, _subscribeRate);
        var client = call.Parameters["ClientId"] is { Length: > 0 } ? call.Client() : (ClientKey?)null;
        var page = new TracePage(call.Parameters, MaxPageSize);
        var found = OfMessage(call, range, static action => action != MessageTraceAction.Publish)
            .FindAll(trace => client is null || trace.Client == client);
        return new
        {
            page.CurrentPage,
            call.RequestId,
            page.PageSize,
            Total = (long)found.Count,
            MessageTraceLists = page.Of(found).Select(Row),
        };
    }

    private List<MessageTrace> OfMessage(RpcCall call, TraceRange range, Func<MessageTraceAction, bool> isWanted)
    {
        // An ID that the service does not know has no traces, as at the vendor's one that is too old.
        return traces.TryParseMessageId(call.Parameters.Required("MsgId"), out var message)
            ? traces.Messages(trace => trace.Message == message
                && trace.Client.InstanceId == call.Instance.InstanceId
                && range.Has(trace.Time)
                && isWanted(trace.Action))
            : [];
    }

    private static TraceRange Begin(RpcCall call, CallRate rate)
    {
        if (!rate.TryTake())
        {
            throw RpcError.TooManyCalls();
        }

        // There is one region here, whatever it is called.
        call.Parameters.Required("MqttRegionId");
        var range = new TraceRange(call.Parameters.UnixTime("BeginTime"), call.Parameters.UnixTime("EndTime"));
        return range.Begin <= range.End ? range : throw RpcError.Parameter("EndTime", "must not be before BeginTime");
    }

    private object Row(DeviceTrace trace)
    {
        var action = trace.Action switch
        {
            DeviceTraceAction.Connect => "connect",
            DeviceTraceAction.Disconnect => "disconnect",
            _ => "close",
        };
        return new
        {
            Time = Text(trace.Time),
            ChannelId = traces.ChannelId(trace.Channel),
            Action = action,
            ActionCode = $"mqtt.trace.action.{action}",
            ActionInfo = trace.Reason,
        };
    }

    private object Row(MessageTrace trace)
    {
        var (action, code, info) = trace.Action switch
        {
            MessageTraceAction.Publish => ("pub_mqtt", "pub.mqtt", "Pub From Mqtt Client"),
            MessageTraceAction.Push => ("sub", "sub", "Push To Mqtt Client"),
            _ => ("push_offline", "push.offline", "Push Offline Msg To Mqtt Client"),
        };
        return new
        {
            Time = Text(trace.Time),
            MsgId = traces.MessageId(trace.Message),
            trace.Client.ClientId,
            Action = action,
            ActionCode = $"mqtt.trace.action.msg.{code}",
            ActionInfo = info,
        };
    }

    private static string Text(long milliseconds)
    {
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToOffset(_zone)
            .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
    }

    private readonly record struct TraceRange(long Begin, long End)
    {
        public bool Has(long time) => time >= Begin && time <= End;
    }
}
