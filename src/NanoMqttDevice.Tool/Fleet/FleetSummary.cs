namespace NanoMqttDevice.Tool.Fleet;

/// <summary>What became of a fleet.</summary>
/// <param name="Devices">How many devices its file has.</param>
/// <param name="Done">How many are done, those of earlier runs among them.</param>
/// <param name="Now">How many of them were done in this run.</param>
/// <param name="Failed">How many have failed.</param>
/// <param name="Left">How many have not begun, or were broken off.</param>
internal sealed record FleetSummary(int Devices, int Done, int Now, int Failed, int Left)
{
    /// <summary>True when nothing is left to do.</summary>
    public bool IsComplete => Done == Devices;
}
