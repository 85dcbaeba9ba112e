using System.Security.Cryptography.X509Certificates;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>A server API to call, and about what.</summary>
/// <param name="Client">The client.</param>
/// <param name="Instance">Instance ID.</param>
/// <param name="Keys">The account's keys.</param>
/// <param name="Authority">The certificate authority to trust; null for the system's.</param>
/// <param name="Connection">What is known beside options.</param>
/// <param name="IsInsecureAllowed">True to let secrets cross a network in plain.</param>
internal sealed record ServerApiTarget(
    ServerApiClient Client,
    string Instance,
    AccountKeys Keys,
    X509Certificate2? Authority,
    Connection Connection,
    bool IsInsecureAllowed) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Authority?.Dispose();
    }
}
