namespace NanoMqttDevice.Tool.Fleet;

/// <summary>Gives out device credentials: the service's server API, or what stands for it.</summary>
internal interface ICredentialRegistrar
{
    /// <summary>Gives the credential of a client ID, and registers one when it has none: asked twice, it gives the same one twice.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="clientId">The client ID.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ToolException">The service refuses, or cannot be reached; the message says why and holds no secret.</exception>
    Task<IssuedCredential> GetOrRegisterAsync(string instance, string clientId, CancellationToken cancellationToken);
}
