using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Simulator;

/// <summary>Random numbers that are the same in every run, for tests.</summary>
/// <param name="seed">Which numbers.</param>
public sealed class SeededRandom(int seed) : IRandom
{
    private readonly Random _random = new(seed);

    /// <inheritdoc/>
    public int Next(int max) => _random.Next(max + 1);

    /// <inheritdoc/>
    public void Fill(byte[] buffer) => _random.NextBytes(buffer);
}
