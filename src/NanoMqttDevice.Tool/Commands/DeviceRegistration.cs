using System.Globalization;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>
/// <c>service --register</c>: a device that can log in, however often the service is started. A credential that is in the database, or in the
/// device's settings file when the service forgets with its memory, stays: the device goes on with it.
/// </summary>
internal static class DeviceRegistration
{
    /// <summary>Sees to it that a client ID has a credential, and its settings file says how to use it.</summary>
    /// <param name="service">The service, started.</param>
    /// <param name="options">What it was started with.</param>
    /// <param name="clientId">The client ID.</param>
    /// <param name="file">The settings file.</param>
    /// <returns>What was done, for the user.</returns>
    /// <exception cref="ToolException">The client ID is not possible there, or the file is another's or cannot be written.</exception>
    public static string Register(MqttService service, ServiceOptions options, string clientId, FileInfo file)
    {
        var instance = options.InstanceIds[0];
        var before = file.Exists ? SettingsFile.ReadValues(file.FullName) : new Dictionary<SettingsField, string>();
        if (before.TryGetValue(SettingsField.ClientId, out var other) && other != clientId)
        {
            throw new ToolException(ExitCodes.Usage, $"--settings-out: {file} holds the settings of {other}");
        }

        var (credential, what) = Obtain(service.Credentials, instance, clientId, before);
        var settings = new Dictionary<SettingsField, string>
        {
            [SettingsField.Endpoint] = options.ListenAddress,
            [SettingsField.Port] = service.Port.ToString(CultureInfo.InvariantCulture),
            [SettingsField.Tls] = "off",
            [SettingsField.ParentTopic] = options.ParentTopics[0],
        };

        // A device that is told TLS, and where, keeps it; the port for it is this service's.
        if (before.GetValueOrDefault(SettingsField.Tls) == "on" && service.TlsPort is { } tlsPort)
        {
            settings[SettingsField.Endpoint] = before.GetValueOrDefault(SettingsField.Endpoint, options.ListenAddress);
            settings[SettingsField.Tls] = "on";
            settings[SettingsField.Port] = tlsPort.ToString(CultureInfo.InvariantCulture);
        }

        CredentialSettings.AddTo(settings, credential);
        if (settings.Any(s => before.GetValueOrDefault(s.Key, "") != s.Value))
        {
            Write(file, settings, clientId);
        }

        return $"{what} {clientId}; its settings are in {file.FullName}";
    }

    private static (DeviceCredential Credential, string What) Obtain(
        CredentialStore store, string instance, string clientId, IReadOnlyDictionary<SettingsField, string> before)
    {
        try
        {
            if (store.Get(instance, clientId) is { } known)
            {
                return (known, "registered before:");
            }

            var isIts = before.GetValueOrDefault(SettingsField.Mode, "DeviceCredential") == "DeviceCredential"
                && before.GetValueOrDefault(SettingsField.Instance) == instance;
            return isIts && before.TryGetValue(SettingsField.AccessKeyId, out var id) && before.TryGetValue(SettingsField.Secret, out var secret)
                ? (store.Restore(instance, clientId, id, secret), "registered with the credential it has:")
                : (store.Register(instance, clientId), "registered");
        }
        catch (ArgumentException e)
        {
            throw new ToolException(ExitCodes.Usage, $"--register: {ServiceErrors.RuleOf(e)}");
        }
    }

    private static void Write(FileInfo file, Dictionary<SettingsField, string> settings, string clientId)
    {
        try
        {
            SettingsFile.Update(file.FullName, settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitCodes.Failed, $"--settings-out: {clientId} is registered, but {file} cannot be written: {e.Message}");
        }
    }
}
