namespace NanoMqttDevice.Page.Links;

/// <summary>What a new board is to be.</summary>
/// <param name="ClientId">Its client ID.</param>
/// <param name="WifiName">The Wi-Fi network it is to join; null to leave that as it is.</param>
/// <param name="WifiPassword">Its password; empty for an open network.</param>
/// <param name="Endpoint">Host name or address of the service.</param>
/// <param name="Port">TCP port of the service.</param>
/// <param name="IsTls">True over TLS.</param>
public sealed record BoardRequest(string ClientId, string? WifiName, string WifiPassword, string Endpoint, int Port, bool IsTls)
{
    /// <summary>The client ID alone: a record would print the password.</summary>
    /// <returns>The client ID.</returns>
    public override string ToString() => ClientId;
}
