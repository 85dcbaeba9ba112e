using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.ServerApi;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>
/// Finds the secret of a device, for what only its owner may say to it: in the device's settings file, in the database of a service of ours, or through
/// the server API.
/// </summary>
/// <param name="instance">Instance ID.</param>
/// <param name="settingsFile">Path of the device's settings file; null for none.</param>
/// <param name="store">The credentials of a service of ours; null for none.</param>
/// <param name="client">The server API; null when it is not known.</param>
internal sealed class DeviceSecrets(string instance, string? settingsFile, CredentialStore? store, ServerApiClient? client)
{
    /// <summary>Finds it, in this order.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ToolException">None of the places has it.</exception>
    public async Task<string> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        if (settingsFile is not null)
        {
            var values = SettingsFile.ReadValues(settingsFile);
            if (values.GetValueOrDefault(SettingsField.ClientId) == clientId && values.GetValueOrDefault(SettingsField.Secret) is { Length: > 0 } secret)
            {
                return secret;
            }
        }

        if (store?.Get(instance, clientId) is { } credential)
        {
            return credential.DeviceAccessKeySecret;
        }

        return client is not null
            ? (await client.GetAsync(instance, clientId, cancellationToken).ConfigureAwait(false)).DeviceAccessKeySecret
            : throw new ToolException(
                ExitCodes.Usage,
                $"the secret of {clientId} is not known: name the device's settings file, the service's database, or the server API with --endpoint or a profile");
    }
}
