namespace NanoMqttDevice.Tool.Load;

/// <summary>What became of the messages of a load run.</summary>
/// <param name="Wanted">To be sent.</param>
/// <param name="Acknowledged">Acknowledged.</param>
/// <param name="PerSecond">Acknowledged ones over the time of sending.</param>
/// <param name="AckMs">From sending to PUBACK.</param>
internal sealed record MessageResult(int Wanted, int Acknowledged, double PerSecond, LatencySummary? AckMs);
