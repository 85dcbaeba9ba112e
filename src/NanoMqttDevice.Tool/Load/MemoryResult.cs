namespace NanoMqttDevice.Tool.Load;

/// <summary>Resident memory of the broker's process, in MB of 2^20 bytes.</summary>
/// <param name="Start">Before the first login.</param>
/// <param name="Online">With everybody connected.</param>
/// <param name="Peak">Most that was seen.</param>
internal sealed record MemoryResult(double Start, double Online, double Peak)
{
    private const double Mega = 1024 * 1024;

    /// <summary>Gives bytes in MB.</summary>
    /// <param name="bytes">Bytes.</param>
    /// <returns>MB, to one decimal.</returns>
    public static double Mb(long bytes) => Math.Round(bytes / Mega, 1);
}
