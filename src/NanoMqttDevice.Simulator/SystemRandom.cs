using System.Security.Cryptography;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>The PC's random numbers.</summary>
public sealed class SystemRandom : IRandom
{
    /// <inheritdoc/>
    public int Next(int max) => RandomNumberGenerator.GetInt32(max + 1);

    /// <inheritdoc/>
    public void Fill(byte[] buffer) => RandomNumberGenerator.Fill(buffer);
}
