namespace NanoMqttDevice.Page.Links;

/// <summary>What a <see cref="FleetEntry"/> is; the names are those of <c>nanomqtt watch</c>.</summary>
public enum EntryKind
{
    /// <summary>A measurement.</summary>
    Telemetry,

    /// <summary>A device's answer to a command.</summary>
    Answer,

    /// <summary>What a device announces by itself.</summary>
    Event,

    /// <summary>What a device asks of its application server.</summary>
    Request,

    /// <summary>A message to one device.</summary>
    Command,

    /// <summary>Any other message.</summary>
    Message,

    /// <summary>What the service has seen of a client.</summary>
    Trace,

    /// <summary>What the service has refused.</summary>
    Refusal,
}
