using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Fleet;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>Gives the devices of a fleet their credentials through the server API.</summary>
/// <param name="client">The API.</param>
internal sealed class ServerApiRegistrar(ServerApiClient client) : ICredentialRegistrar
{
    /// <inheritdoc/>
    public async Task<IssuedCredential> GetOrRegisterAsync(string instance, string clientId, CancellationToken cancellationToken)
    {
        DeviceCredential credential;
        try
        {
            credential = await client.GetAsync(instance, clientId, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerApiException e) when (e.MayMeanThatThereIsNone)
        {
            // Should it mean something else, registering is refused for the same reason.
            credential = await client.RegisterAsync(instance, clientId, cancellationToken).ConfigureAwait(false);
        }

        return new IssuedCredential(credential.DeviceAccessKeyId, credential.DeviceAccessKeySecret);
    }
}
