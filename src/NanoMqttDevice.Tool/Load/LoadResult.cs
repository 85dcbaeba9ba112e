namespace NanoMqttDevice.Tool.Load;

/// <summary>What a load run has measured.</summary>
/// <param name="Clients">Logins tried.</param>
/// <param name="Accepted">Logins accepted.</param>
/// <param name="Seconds">From the first login's beginning to the last one's end.</param>
/// <param name="LoginsPerSecond">Accepted logins over that time.</param>
/// <param name="LoginMs">
/// From when a login was due (with a rate; so what waits counts) or was begun (without one), over TCP, TLS and CONNECT, to its CONNACK.
/// </param>
/// <param name="Failures">Failed logins by cause.</param>
/// <param name="Lost">Connections that ended before their time.</param>
/// <param name="Messages">The messages; null when there were none.</param>
internal sealed record LoadResult(
    int Clients,
    int Accepted,
    double Seconds,
    double LoginsPerSecond,
    LatencySummary? LoginMs,
    IReadOnlyDictionary<string, int> Failures,
    int Lost,
    MessageResult? Messages)
{
    /// <summary>True when every client was let in, stayed, and had its messages acknowledged.</summary>
    public bool IsGood => Accepted == Clients && Lost == 0 && (Messages is null || Messages.Acknowledged == Messages.Wanted);
}
