using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>A clock that moves only when it is told to, for tests.</summary>
public sealed class SteppedClock : IClock
{
    private long _milliseconds;

    /// <inheritdoc/>
    public long Milliseconds => Interlocked.Read(ref _milliseconds);

    /// <inheritdoc/>
    public bool IsSet { get; set; }

    /// <summary>Moves the clock on.</summary>
    /// <param name="milliseconds">By how much.</param>
    public void Advance(long milliseconds) => Interlocked.Add(ref _milliseconds, milliseconds);
}
