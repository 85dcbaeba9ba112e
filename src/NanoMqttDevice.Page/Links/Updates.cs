namespace NanoMqttDevice.Page.Links;

/// <summary>Packages and rollouts, where there are some.</summary>
/// <param name="Desk">They; null where there are none.</param>
public sealed record Updates(IUpdateDesk? Desk);
