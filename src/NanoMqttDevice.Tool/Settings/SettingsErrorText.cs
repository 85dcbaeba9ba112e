using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Tool.Settings;

/// <summary>What a broken rule is called in words; the device only has the number.</summary>
internal static class SettingsErrorText
{
    /// <summary>Names the field and the rule.</summary>
    /// <param name="error">The broken rule.</param>
    /// <returns>For example <c>client-id: has no separator @@@ …</c>.</returns>
    public static string Of(SettingsError error) => $"{SettingsFields.NameOf(SettingsFields.FieldOf(error))}: {RuleOf(error)}";

    /// <summary>Names the rule alone.</summary>
    /// <param name="error">The broken rule.</param>
    /// <returns>For example <c>must be on or off</c>.</returns>
    public static string RuleOf(SettingsError error) => error switch
    {
        SettingsError.ModeUnknown => "must be Signature, Token or DeviceCredential",
        SettingsError.EndpointTooLong => "has at most 253 characters, and at most 63 between two dots",
        SettingsError.EndpointBadCharacter => "has letters, digits, hyphens and dots only; no scheme, no port",
        SettingsError.EndpointBadForm => "has parts between dots that are not empty and neither start nor end with a hyphen",
        SettingsError.PortOutOfRange => "must be a whole number from 1 to 65535",
        SettingsError.TlsBadForm => "must be on or off",
        SettingsError.InstanceTooLong => "has at most 64 characters",
        SettingsError.InstanceBadCharacter => "has letters, digits, hyphens and underscores only",
        SettingsError.GroupIdTooShort => "the group ID before @@@ has at least 7 characters",
        SettingsError.ClientIdTooLong => "has at most 64 characters",
        SettingsError.ClientIdBadCharacter => "has letters, digits, hyphens and underscores only, beside the separator @@@",
        SettingsError.ClientIdNoSeparator => "has no separator @@@; it is made of group ID, @@@ and device ID",
        SettingsError.GroupIdBadPrefix => "the group ID before @@@ must start with GID_ or GID-",
        SettingsError.DeviceIdMissing => "has no device ID after @@@",
        SettingsError.AccessKeyIdTooLong => "has at most 64 characters",
        SettingsError.AccessKeyIdBadCharacter => "has neither | nor a control character",
        SettingsError.SecretMissing => "is missing; this mode computes its password from it",
        SettingsError.SecretTooLong => "has at most 64 characters",
        SettingsError.SecretBadCharacter => "has no control character; is there a line end or a tab in it?",
        SettingsError.PasswordBadForm => "is the Base64 text of 20 bytes: 28 characters, the last one =",
        SettingsError.PasswordBesideSecret => "a password and a secret are both given; one of them is enough",
        SettingsError.TokenMissing => "mode Token needs at least one of token-r, token-w and token-rw",
        SettingsError.TokenRTooLong or SettingsError.TokenWTooLong or SettingsError.TokenRWTooLong => "has at most 512 characters",
        SettingsError.TokenRBadCharacter or SettingsError.TokenWBadCharacter or SettingsError.TokenRWBadCharacter =>
            "has printable ASCII only, and no |",
        SettingsError.ParentTopicTooShort => "has at least 3 characters",
        SettingsError.ParentTopicTooLong => "has at most 54 characters, so that with /telemetry it keeps the service's limit of 64",
        SettingsError.ParentTopicBadCharacter => "has printable ASCII only, and none of / + # $",
        SettingsError.KeepaliveOutOfRange => "must be a whole number from 10 to 480 seconds",
        SettingsError.TelemetryIntervalOutOfRange => "must be a whole number from 1 to 86400 seconds",
        SettingsError.UpdateKeyBadForm => "must be the 112 hexadecimal digits of a public key that 'update key show' prints",
        SettingsError.UpdateKeySerialOnly => "is set over the serial line only",
        SettingsError.None => "is right",
        _ => "is missing",
    };
}
