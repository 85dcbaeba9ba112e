namespace NanoMqttDevice.Simulator;

/// <summary>The board that a PC stands for.</summary>
public sealed class SimulatedBoard : IBoard
{
    /// <summary>Raised when the device wants to start anew, on the device's thread.</summary>
    public event Action? Rebooting;

    /// <summary>Raised when the device is asked to show which one it is, on the device's thread.</summary>
    public event Action? Identifying;

    /// <inheritdoc/>
    public string Name => "simulator";

    /// <summary>What the managed heap has taken from the system and not given to objects, in bytes; nothing before the first collection.</summary>
    public int FreeMemory => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalCommittedBytes - GC.GetTotalMemory(false), 0, int.MaxValue);

    /// <inheritdoc/>
    public void Identify() => Identifying?.Invoke();

    /// <inheritdoc/>
    public void Reboot() => Rebooting?.Invoke();
}
