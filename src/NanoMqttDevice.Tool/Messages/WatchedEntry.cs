using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Output;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>Something that happened at the service: a message, or what the service has seen of a client.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="ClientId">Whom it concerns; empty when that is not known, as MQTT does not say who published a message.</param>
/// <param name="Topic">Topic of a message; empty otherwise.</param>
/// <param name="Payload">Payload of a message, or what the service says; one line of text, or of <c>0x</c> and hexadecimal digits.</param>
internal sealed partial record WatchedEntry(DateTimeOffset Time, string Kind, string ClientId, string Topic, string Payload)
{
    /// <summary>What entries can be.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["telemetry", "answer", "event", "request", "command", "message", "trace", "refusal"];

    /// <summary>Makes one of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="parentTopic">Parent topic of the devices.</param>
    /// <returns>The entry.</returns>
    public static WatchedEntry Of(ReceivedMessage message, string parentTopic) => Of(message.Time, message.Topic, message.Payload, parentTopic, "");

    /// <summary>Makes one of a message.</summary>
    /// <param name="time">When it came.</param>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="parentTopic">Parent topic of the devices.</param>
    /// <param name="publisher">Client ID of who published it; empty when that is not known.</param>
    /// <returns>The entry.</returns>
    public static WatchedEntry Of(DateTimeOffset time, string topic, ReadOnlySpan<byte> payload, string parentTopic, string publisher)
    {
        var text = SafeText.TextOf(payload);
        var json = text is null ? null : Parse(text);
        var kind = topic == Topics.Telemetry(parentTopic) ? "telemetry"
            : topic == Topics.Request(parentTopic) ? "request"
            : topic.StartsWith(Topics.PeerToPeer(parentTopic, ""), StringComparison.Ordinal) ? "command"
            : topic != Topics.Reply(parentTopic) ? "message"
            : json?["event"] is not null ? "event" : "answer";
        var clientId = publisher.Length > 0 ? publisher : TextOf(json?["clientId"]);
        return new WatchedEntry(time, kind, clientId, topic, text is null ? "0x" + Convert.ToHexStringLower(payload) : Secrets().Replace(text, "$1****"));
    }

    /// <summary>Makes one of what the service has seen.</summary>
    /// <param name="entry">The service's entry.</param>
    /// <returns>The entry.</returns>
    public static WatchedEntry Of(TraceEntry entry)
    {
        var isRefusal = entry.Action is TraceActions.Refuse or TraceActions.PublishRefused
            || (entry.Action is TraceActions.Subscribe or TraceActions.Authenticate && entry.Reason != TraceReasons.Accepted);
        var detail = entry.Detail.Length > 0 ? $": {entry.Detail}" : "";
        return new WatchedEntry(entry.Time, isRefusal ? "refusal" : "trace", entry.ClientId, "", $"{entry.Action}: {entry.Reason}{detail}");
    }

    /// <summary>The entry as a line.</summary>
    /// <returns>Time, kind, client ID, and what it says.</returns>
    public override string ToString()
    {
        var topic = Topic.Length > 0 && Kind is "message" or "command" ? Topic + "  " : "";
        return SafeText.Of(string.Create(
            CultureInfo.InvariantCulture, $"{Time.ToLocalTime():HH:mm:ss.fff}  {Kind,-9}  {(ClientId.Length > 0 ? ClientId : "-"),-24}  {topic}{Payload}"));
    }

    /// <summary>The entry as JSON.</summary>
    /// <returns>One line.</returns>
    public string ToJson() => Topic.Length > 0
        ? JsonLines.Of(JsonTypes.Message, new { Time, Kind, ClientId, Topic, Payload, Json = Parse(Payload) })
        : JsonLines.Of(JsonTypes.Trace, new { Time, Kind, ClientId, Text = Payload });

    /// <summary>The entry of a message as JSON, with its direction.</summary>
    /// <param name="direction"><c>sent</c> or <c>received</c>, as the device sees it.</param>
    /// <returns>One line.</returns>
    public string ToJson(string direction) =>
        JsonLines.Of(JsonTypes.Message, new { Time, Direction = direction, Kind, ClientId, Topic, Payload, Json = Parse(Payload) });

    private static System.Text.Json.Nodes.JsonObject? Parse(string text)
    {
        try
        {
            return text.StartsWith('{') ? JsonNode.Parse(text) as System.Text.Json.Nodes.JsonObject : null;
        }
        catch (JsonException)
        {
            // Not every text that begins like JSON is it.
            return null;
        }
    }

    // A credential may be on its way to a device: what is shown is read by others, and kept in logs.
    [GeneratedRegex("""((?:secret|password|token-rw|token-r|token-w)=|"(?:token|secret|password)"\s*:\s*")[^\s"]+""")]
    private static partial Regex Secrets();

    private static string TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
