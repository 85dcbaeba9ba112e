namespace NanoMqttDevice.Settings
{
    /// <summary>The settings of a device. The numbers stand in flash (<c>Storage/SPEC.md</c>) and in the numbers of broken rules.</summary>
    public enum SettingsField
    {
        /// <summary>No field.</summary>
        None = 0,

        /// <summary>Authentication mode.</summary>
        Mode = 1,

        /// <summary>Host name of the service.</summary>
        Endpoint = 2,

        /// <summary>TCP port.</summary>
        Port = 3,

        /// <summary>TLS on or off.</summary>
        Tls = 4,

        /// <summary>Instance ID.</summary>
        Instance = 5,

        /// <summary>Client ID.</summary>
        ClientId = 6,

        /// <summary>AccessKey ID, or DeviceAccessKeyId.</summary>
        AccessKeyId = 7,

        /// <summary>AccessKey secret, or DeviceAccessKeySecret.</summary>
        Secret = 8,

        /// <summary>Password of mode Signature, computed elsewhere.</summary>
        Password = 9,

        /// <summary>Token with the right to read.</summary>
        TokenR = 10,

        /// <summary>Token with the right to write.</summary>
        TokenW = 11,

        /// <summary>Token with the right to read and write.</summary>
        TokenRW = 12,

        /// <summary>Parent topic.</summary>
        ParentTopic = 13,

        /// <summary>Keepalive in seconds.</summary>
        Keepalive = 14,

        /// <summary>Seconds between two telemetry messages.</summary>
        TelemetryInterval = 15,

        /// <summary>Whether commands need a seal.</summary>
        Commands = 16,

        /// <summary>Whether messages to this client alone come without a subscription.</summary>
        P2p = 17,

        /// <summary>Whether a session begins anew at each connect.</summary>
        CleanSession = 18,

        /// <summary>Host name of a time server.</summary>
        Ntp = 19,

        /// <summary>Public key that checks updates.</summary>
        UpdateKey = 20,
    }
}
