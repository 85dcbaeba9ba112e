namespace NanoMqttDevice.Page.Links;

/// <summary>A rollout that is to begin.</summary>
/// <param name="Package">The package's file name.</param>
/// <param name="Devices">Client IDs and group IDs, parted by commas or spaces; a group stands for all its devices with a credential.</param>
/// <param name="Waves">Ends of the waves, as <c>1,1%,10%,all</c>.</param>
/// <param name="MaxFailed">It stops when more than so many per cent of the devices so far have failed.</param>
public sealed record RolloutRequest(string Package, string Devices, string Waves, double MaxFailed);
