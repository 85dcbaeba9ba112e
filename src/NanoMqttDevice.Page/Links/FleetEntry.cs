namespace NanoMqttDevice.Page.Links;

/// <summary>Something that happened at the service: a message, or what the service has seen of a client.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What it is.</param>
/// <param name="ClientId">Whom it concerns; empty when that is not known.</param>
/// <param name="Topic">Topic of a message; empty otherwise.</param>
/// <param name="Payload">Payload of a message, as text in which secrets are hidden; or what the service says in plain words.</param>
public sealed record FleetEntry(DateTimeOffset Time, EntryKind Kind, string ClientId, string Topic, string Payload)
{
    /// <summary>What a trace is about, as <c>connect</c>; empty for a message.</summary>
    public string Action { get; init; } = "";

    /// <summary>The service's word for how it went, as <c>not authorized</c>; empty for a message.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True for what the service itself says.</summary>
    public bool IsTrace => Kind is EntryKind.Trace or EntryKind.Refusal;
}
