namespace NanoMqttDevice.Benchmarks.Brokers;

/// <summary>One client's login, known to both brokers.</summary>
/// <param name="ClientId">Its client ID.</param>
/// <param name="UserName">Its user name.</param>
/// <param name="Password">Its password.</param>
internal sealed record BenchLogin(string ClientId, string UserName, string Password);
