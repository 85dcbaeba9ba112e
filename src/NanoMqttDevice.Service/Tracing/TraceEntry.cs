namespace NanoMqttDevice.Service;

/// <summary>
/// One line of the service's trace. It never holds a password or a secret; what a client sent is cleaned and cut.
/// </summary>
/// <param name="Time">When it happened.</param>
/// <param name="ClientId">Whom it concerns; empty when no client ID was received.</param>
/// <param name="Action">One of <see cref="TraceActions"/>.</param>
/// <param name="Reason">One of <see cref="TraceReasons"/>, the vendor's words; or an error code of the server API.</param>
/// <param name="Detail">What the vendor does not tell, in plain words; may be empty.</param>
public sealed record TraceEntry(DateTimeOffset Time, string ClientId, string Action, string Reason, string Detail);
