using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Service;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.CredentialRotation;

/// <summary>
/// Where the credential stays that a device still has while it is given another: a settings file of mode 600, beside that of the new one, with
/// <c>.old</c> behind its name.
/// </summary>
/// <param name="file">The file of the new credential.</param>
internal sealed class OldCredentialFile(FileInfo file)
{
    private const string End = ".old";

    private readonly string _path = file.FullName + End;

    /// <summary>Reads what a run before has left.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <returns>The credential; null when there is none.</returns>
    /// <exception cref="ToolException">It is another device's, cannot be read, or others can read it.</exception>
    public DeviceCredential? Read(string clientId)
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        var values = SettingsFile.ReadValues(_path);
        if (values.GetValueOrDefault(SettingsField.ClientId) != clientId)
        {
            throw new ToolException(ExitCodes.Usage, $"--out: {this} holds no credential of {clientId}");
        }

        return values.TryGetValue(SettingsField.AccessKeyId, out var id) && values.TryGetValue(SettingsField.Secret, out var secret)
            ? new DeviceCredential(values.GetValueOrDefault(SettingsField.Instance, ""), clientId, id, secret, 0, 0)
            : throw new ToolException(ExitCodes.Usage, $"--out: {this} holds no credential");
    }

    /// <summary>Keeps one.</summary>
    /// <param name="credential">The credential.</param>
    public void Write(DeviceCredential credential)
    {
        var values = new Dictionary<SettingsField, string>();
        CredentialSettings.AddTo(values, credential);
        SettingsFile.Update(_path, values);
    }

    /// <inheritdoc/>
    public override string ToString() => file + End;

    /// <summary>Forgets it.</summary>
    public void Delete() => File.Delete(_path);
}
