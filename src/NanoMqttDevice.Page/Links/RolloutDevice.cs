namespace NanoMqttDevice.Page.Links;

/// <summary>A device of a rollout.</summary>
/// <param name="ClientId">Its client ID.</param>
/// <param name="Wave">Its wave, from 1.</param>
/// <param name="State">How far it has come: <c>open</c>, <c>offered</c>, <c>receiving</c>, <c>trying</c>, <c>updated</c>, <c>failed</c> or <c>silent</c>.</param>
/// <param name="Cause">The device's word for why it failed; empty otherwise.</param>
public sealed record RolloutDevice(string ClientId, int Wave, string State, string Cause);
