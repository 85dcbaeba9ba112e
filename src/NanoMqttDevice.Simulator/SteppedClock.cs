using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>A clock that moves only when it is told to, for tests.</summary>
public sealed class SteppedClock : IClock
{
    private static readonly long _start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private long _milliseconds;
    private long _zero = _start;

    /// <inheritdoc/>
    public long Milliseconds => Interlocked.Read(ref _milliseconds);

    /// <inheritdoc/>
    public bool IsSet { get; set; }

    /// <summary>The clock begins with the year 2026, unless it was set.</summary>
    public long UnixMilliseconds => Interlocked.Read(ref _zero) + Milliseconds;

    /// <inheritdoc/>
    public void Set(long unixMilliseconds)
    {
        Interlocked.Exchange(ref _zero, unixMilliseconds - Milliseconds);
        IsSet = true;
    }

    /// <summary>Moves the clock on.</summary>
    /// <param name="milliseconds">By how much.</param>
    public void Advance(long milliseconds) => Interlocked.Add(ref _milliseconds, milliseconds);
}
