namespace NanoMqttDevice.Service;

/// <summary>Fills a buffer with random bytes. The service draws key ids and secrets from it.</summary>
/// <param name="buffer">What to fill, to its end.</param>
public delegate void RandomFill(Span<byte> buffer);
