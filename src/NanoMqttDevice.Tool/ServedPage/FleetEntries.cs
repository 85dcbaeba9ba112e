using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>Makes the page's entries of what <c>nanomqtt watch</c> shows: the same kinds, and the same secrets hidden.</summary>
internal static class FleetEntries
{
    /// <summary>So much of a payload is shown; what is kept of thousands of devices has to have a limit.</summary>
    public const int MaxPayload = 2048;


    /// <summary>Makes one of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="parentTopic">Parent topic of the devices.</param>
    /// <param name="publisher">Who published it; empty when that is not known.</param>
    /// <returns>The entry.</returns>
    public static FleetEntry Of(ReceivedMessage message, string parentTopic, string publisher)
    {
        var seen = WatchedEntry.Of(message.Time, message.Topic, message.Payload, parentTopic, publisher);
        var payload = seen.Payload.Length <= MaxPayload ? seen.Payload : seen.Payload[..MaxPayload] + "…";

        // A command concerns whom it is sent to, whoever has sent it.
        var clientId = seen.Kind == "command" ? seen.Topic[(seen.Topic.LastIndexOf('/') + 1)..] : seen.ClientId;
        return new FleetEntry(seen.Time, Enum.Parse<EntryKind>(seen.Kind, ignoreCase: true), clientId, seen.Topic, payload);
    }

    /// <summary>Makes one of what the service has seen.</summary>
    /// <param name="entry">The service's entry.</param>
    /// <returns>The entry.</returns>
    public static FleetEntry Of(TraceEntry entry)
    {
        var seen = WatchedEntry.Of(entry);
        return new FleetEntry(seen.Time, Enum.Parse<EntryKind>(seen.Kind, ignoreCase: true), seen.ClientId, "", entry.Detail)
        {
            Action = entry.Action,
            Reason = entry.Reason,
        };
    }
}
