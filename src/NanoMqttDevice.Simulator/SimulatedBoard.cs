using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>The board that a PC stands for.</summary>
public sealed class SimulatedBoard : IBoard
{
    /// <summary>Locally administered, so that it is nobody's.</summary>
    public const string DefaultMac = "020000000001";

    /// <summary>Raised when the device wants to start anew, on the device's thread.</summary>
    public event Action? Rebooting;

    /// <summary>Raised when the device is asked to show which one it is, on the device's thread.</summary>
    public event Action? Identifying;

    /// <inheritdoc/>
    public string Name => "simulator";

    /// <inheritdoc/>
    public string Chip => "PC";

    /// <summary>The devices of a fleet have one each.</summary>
    public string Mac { get; init; } = DefaultMac;

    /// <summary>What the managed heap has taken from the system and, as a board does it, not given to objects after a collection; in bytes.</summary>
    public int FreeMemory
    {
        get
        {
            var used = GC.GetTotalMemory(forceFullCollection: true);
            return (int)Math.Clamp(GC.GetGCMemoryInfo().TotalCommittedBytes - used, 0, int.MaxValue);
        }
    }

    /// <summary>Stands for what an ESP32 has left beside the managed heap while it is in a Wi-Fi; a test sets what it needs.</summary>
    public int FreeNativeMemory { get; set; } = 120_000;

    /// <summary>Enough for TLS; a test sets what it needs.</summary>
    public int LargestNativeBlock { get; set; } = 64_000;

    /// <summary>What has ended the sleep that this start comes from; set by whoever wakes the board.</summary>
    public WakeCause Wake { get; set; }

    /// <summary>The button; a test holds it.</summary>
    public bool IsResetHeld { get; set; }

    /// <summary>Raised when the device goes to sleep, on its thread, with the milliseconds it wants to sleep.</summary>
    public event Action<long>? Sleeping;

    /// <inheritdoc/>
    public void Identify() => Identifying?.Invoke();

    /// <inheritdoc/>
    public void Reboot() => Rebooting?.Invoke();

    /// <inheritdoc/>
    public void Sleep(long milliseconds, int pin, bool isHigh) => Sleeping?.Invoke(milliseconds);
}
