using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>Which fields of a device have to be set. A secret is never shown, so it is always sent; the device writes nothing when it has it already.</summary>
internal static class SettingsDifference
{
    /// <summary>What a device shows of a field without a value.</summary>
    public const string NotSet = "not set";

    /// <summary>Compares.</summary>
    /// <param name="wanted">Values by field, of the right form.</param>
    /// <param name="shown">What the device shows, by field.</param>
    /// <returns>The values to send, by field.</returns>
    public static SortedDictionary<SettingsField, string> Of(
        IReadOnlyDictionary<SettingsField, string> wanted, IReadOnlyDictionary<SettingsField, string> shown)
    {
        var changes = new SortedDictionary<SettingsField, string>();
        var staged = new StagedSettings(new DeviceSettings());
        foreach (var (field, value) in wanted)
        {
            staged.Set(field, value);
            var isSame = value.Length == 0 ? shown[field] == NotSet : !SettingsFields.IsSecret(field) && staged.Show(field) == shown[field];
            if (!isSame)
            {
                changes[field] = value;
            }
        }

        staged.Settings.Wipe();
        ClearOther(SettingsField.Secret, SettingsField.Password);
        ClearOther(SettingsField.Password, SettingsField.Secret);
        return changes;

        // Of a secret and a password the new one counts: both together are refused.
        void ClearOther(SettingsField one, SettingsField other)
        {
            if (wanted.GetValueOrDefault(one) is { Length: > 0 } && !wanted.ContainsKey(other) && shown[other] != NotSet)
            {
                changes[other] = "";
            }
        }
    }

    /// <summary>Tells which fields the settings lack.</summary>
    /// <param name="wanted">Values by field.</param>
    /// <param name="shown">What the device shows, by field.</param>
    /// <returns>Fields without which no device gets online; the secret also when the access key or the way to the service is another: the device clears it with that.</returns>
    public static IEnumerable<SettingsField> Missing(
        IReadOnlyDictionary<SettingsField, string> wanted, IReadOnlyDictionary<SettingsField, string> shown)
    {
        SettingsField[] always =
            [SettingsField.Mode, SettingsField.Endpoint, SettingsField.Instance, SettingsField.ClientId, SettingsField.AccessKeyId, SettingsField.ParentTopic];
        foreach (var field in always.Where(f => Value(f) is NotSet or ""))
        {
            yield return field;
        }

        SettingsField[] bound =
            [SettingsField.Endpoint, SettingsField.Port, SettingsField.Tls, SettingsField.Instance, SettingsField.ClientId, SettingsField.AccessKeyId];
        var isOtherKey = bound.Any(f => wanted.TryGetValue(f, out var value) && value != shown[f]);
        if (Value(SettingsField.Mode) is NotSet or "" or "DeviceCredential"
            && !wanted.ContainsKey(SettingsField.Secret) && (isOtherKey || shown[SettingsField.Secret] == NotSet))
        {
            yield return SettingsField.Secret;
        }

        string Value(SettingsField field) => wanted.GetValueOrDefault(field) ?? shown[field];
    }
}
