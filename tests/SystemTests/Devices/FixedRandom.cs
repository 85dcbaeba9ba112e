using NanoMqttDevice.Platform;

namespace NanoMqttDevice.SystemTests.Devices;

/// <summary>Draws a fixed share of the maximum: nothing makes a device come back at once, all makes it wait as long as it ever would.</summary>
/// <param name="share">0 to 1.</param>
internal sealed class FixedRandom(double share) : IRandom
{
    public static FixedRandom Nothing { get; } = new(0);

    public static FixedRandom Everything { get; } = new(1);

    public int Next(int max) => (int)(max * share);

    public void Fill(byte[] buffer) => Array.Fill(buffer, (byte)(byte.MaxValue * share));
}
