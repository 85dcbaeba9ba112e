namespace NanoMqttDevice.Tool.Load;

/// <summary>An outage that devices have lived through for real.</summary>
/// <param name="Seconds">From the first loss to the first return.</param>
/// <param name="Failures">Tries that failed meanwhile, by cause.</param>
internal sealed record RestartOutage(double Seconds, IReadOnlyDictionary<string, int> Failures);
