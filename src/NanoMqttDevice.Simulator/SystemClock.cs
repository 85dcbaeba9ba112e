using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>The PC's clocks.</summary>
public sealed class SystemClock : IClock
{
    private long _offset;

    /// <inheritdoc/>
    public long Milliseconds => Environment.TickCount64;

    /// <inheritdoc/>
    public bool IsSet => true;

    /// <inheritdoc/>
    public long UnixMilliseconds => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + Interlocked.Read(ref _offset);

    /// <summary>Sets the device's time of day; the PC's stays as it is.</summary>
    /// <param name="unixMilliseconds">Milliseconds since 1970-01-01T00:00:00Z.</param>
    public void Set(long unixMilliseconds) =>
        Interlocked.Exchange(ref _offset, unixMilliseconds - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
}
