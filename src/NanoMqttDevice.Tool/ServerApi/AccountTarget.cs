using System.Security.Cryptography.X509Certificates;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>An account at a service, for an application server on the MQTT side.</summary>
/// <param name="Connection">What is known beside options.</param>
/// <param name="Keys">The account's keys.</param>
/// <param name="Instance">Instance ID.</param>
/// <param name="Authority">The certificate authority to trust; null for the system's.</param>
/// <param name="Endpoint">The server API; null when it is not known.</param>
/// <param name="IsInsecureAllowed">True to let secrets cross a network in plain.</param>
internal sealed record AccountTarget(
    Connection Connection,
    AccountKeys Keys,
    string Instance,
    X509Certificate2? Authority,
    Uri? Endpoint,
    bool IsInsecureAllowed) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Authority?.Dispose();
}
