using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>The PC's clocks.</summary>
public sealed class SystemClock : IClock
{
    /// <inheritdoc/>
    public long Milliseconds => Environment.TickCount64;

    /// <inheritdoc/>
    public bool IsSet => true;

    /// <inheritdoc/>
    public long UnixMilliseconds => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
