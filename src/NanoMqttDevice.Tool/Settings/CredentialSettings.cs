using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>A credential as settings of its device.</summary>
internal static class CredentialSettings
{
    /// <summary>Puts it among the settings.</summary>
    /// <param name="settings">Values by field.</param>
    /// <param name="credential">The credential.</param>
    public static void AddTo(Dictionary<SettingsField, string> settings, DeviceCredential credential)
    {
        settings[SettingsField.Mode] = "DeviceCredential";
        settings[SettingsField.Instance] = credential.InstanceId;
        settings[SettingsField.ClientId] = credential.ClientId;
        settings[SettingsField.AccessKeyId] = credential.DeviceAccessKeyId;
        settings[SettingsField.Secret] = credential.DeviceAccessKeySecret;
        settings[SettingsField.Password] = "";
    }
}
