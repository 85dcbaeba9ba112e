namespace NanoMqttDevice.Settings
{
    /// <summary>
    /// A broken rule. The number is the field's (<see cref="SettingsField"/>) times ten plus the rule's: 1 missing, 2 too short,
    /// 3 too long, 4 a character that is not allowed, 5 wrong form, 6 and up what the field alone has.
    /// </summary>
    public enum SettingsError
    {
        /// <summary>All rules hold.</summary>
        None = 0,

        /// <summary>Mode is none of Signature, Token, DeviceCredential.</summary>
        ModeUnknown = 15,

        /// <summary>No endpoint.</summary>
        EndpointMissing = 21,

        /// <summary>Endpoint of more than 253 characters, or a label of more than 63 (RFC 1035, section 2.3.4).</summary>
        EndpointTooLong = 23,

        /// <summary>Endpoint with other than letters, digits, hyphens and dots (RFC 1123, section 2.1).</summary>
        EndpointBadCharacter = 24,

        /// <summary>Endpoint with an empty label, or one that starts or ends with a hyphen.</summary>
        EndpointBadForm = 25,

        /// <summary>Port that is no number from 1 to 65535.</summary>
        PortOutOfRange = 36,

        /// <summary>TLS that is neither on nor off.</summary>
        TlsBadForm = 45,

        /// <summary>No instance ID.</summary>
        InstanceMissing = 51,

        /// <summary>Instance ID of more than 64 characters.</summary>
        InstanceTooLong = 53,

        /// <summary>Instance ID with other than letters, digits, hyphens and underscores.</summary>
        InstanceBadCharacter = 54,

        /// <summary>No client ID.</summary>
        ClientIdMissing = 61,

        /// <summary>Group ID of fewer than 7 characters.</summary>
        GroupIdTooShort = 62,

        /// <summary>Client ID of more than 64 characters; this bounds the group ID too.</summary>
        ClientIdTooLong = 63,

        /// <summary>Client ID with other than letters, digits, hyphens and underscores beside the separator.</summary>
        ClientIdBadCharacter = 64,

        /// <summary>Client ID without the separator <c>@@@</c>.</summary>
        ClientIdNoSeparator = 65,

        /// <summary>Group ID that starts with neither <c>GID_</c> nor <c>GID-</c>.</summary>
        GroupIdBadPrefix = 66,

        /// <summary>Nothing after the separator.</summary>
        DeviceIdMissing = 67,

        /// <summary>No access key ID.</summary>
        AccessKeyIdMissing = 71,

        /// <summary>Access key ID of more than 64 characters.</summary>
        AccessKeyIdTooLong = 73,

        /// <summary>Access key ID with <c>|</c> or a control character.</summary>
        AccessKeyIdBadCharacter = 74,

        /// <summary>No secret, and mode DeviceCredential, or Signature without a password.</summary>
        SecretMissing = 81,

        /// <summary>Secret of more than 64 characters.</summary>
        SecretTooLong = 83,

        /// <summary>Secret with a control character.</summary>
        SecretBadCharacter = 84,

        /// <summary>Password that is not the Base64 text of 20 bytes: 28 characters, the last one <c>=</c>.</summary>
        PasswordBadForm = 95,

        /// <summary>A password and a secret: one of them makes the login, which one is not said.</summary>
        PasswordBesideSecret = 96,

        /// <summary>Mode Token without any token.</summary>
        TokenMissing = 101,

        /// <summary>Token for reading of more than 512 characters.</summary>
        TokenRTooLong = 103,

        /// <summary>Token for reading with <c>|</c> or other than printable ASCII.</summary>
        TokenRBadCharacter = 104,

        /// <summary>Token for writing of more than 512 characters.</summary>
        TokenWTooLong = 113,

        /// <summary>Token for writing with <c>|</c> or other than printable ASCII.</summary>
        TokenWBadCharacter = 114,

        /// <summary>Token for reading and writing of more than 512 characters.</summary>
        TokenRWTooLong = 123,

        /// <summary>Token for reading and writing with <c>|</c> or other than printable ASCII.</summary>
        TokenRWBadCharacter = 124,

        /// <summary>No parent topic.</summary>
        ParentTopicMissing = 131,

        /// <summary>Parent topic of fewer than 3 characters.</summary>
        ParentTopicTooShort = 132,

        /// <summary>
        /// Parent topic of more than 54 characters: with the longest subtopic of a device, <c>/telemetry</c>, it has 64,
        /// the service's limit.
        /// </summary>
        ParentTopicTooLong = 133,

        /// <summary>Parent topic with <c>/</c>, <c>+</c>, <c>#</c>, <c>$</c> or other than printable ASCII.</summary>
        ParentTopicBadCharacter = 134,

        /// <summary>Keepalive that is no number from 10 to 480 seconds; 480 is the service's limit.</summary>
        KeepaliveOutOfRange = 146,

        /// <summary>Telemetry interval that is no number from 1 to 86400 seconds.</summary>
        TelemetryIntervalOutOfRange = 156,

        /// <summary>Commands that are neither sealed nor open.</summary>
        CommandsBadForm = 165,

        /// <summary>P2P that is neither service nor subscribe.</summary>
        P2pBadForm = 175,

        /// <summary>Clean session that is neither on nor off.</summary>
        CleanSessionBadForm = 185,

        /// <summary>Time server of more than 64 characters, or a label of more than 63.</summary>
        NtpTooLong = 193,

        /// <summary>Time server with other than letters, digits, hyphens and dots (RFC 1123, section 2.1).</summary>
        NtpBadCharacter = 194,

        /// <summary>Time server with an empty label, or one that starts or ends with a hyphen.</summary>
        NtpBadForm = 195,

        /// <summary>Update key that is not the 112 hexadecimal digits of an LMS public key of 10 or 15 levels.</summary>
        UpdateKeyBadForm = 205,

        /// <summary>Update key by message: it is set over the serial line only.</summary>
        UpdateKeySerialOnly = 206,
    }
}
