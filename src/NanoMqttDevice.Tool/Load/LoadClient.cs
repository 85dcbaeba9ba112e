namespace NanoMqttDevice.Tool.Load;

/// <summary>The login of one client of a load run.</summary>
/// <param name="ClientId">Client ID.</param>
/// <param name="UserName">User name.</param>
/// <param name="Password">Password, a secret.</param>
internal sealed record LoadClient(string ClientId, string UserName, string Password)
{
    /// <summary>The login without its password, fit for a log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"LoadClient {ClientId} as {UserName}";
}
