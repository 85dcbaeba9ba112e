using System;
using NanoMqttDevice.Credentials;

namespace NanoMqttDevice.Settings
{
    /// <summary>
    /// All that a device is told about itself. A text that was not given, or is empty, is null; new settings have the service's usual numbers.
    /// </summary>
    public sealed class DeviceSettings
    {
        // Not string[]: on the nanoCLR (1.17) a fresh element of a string array is not equal to null, and comparing it crashes.
        private readonly object[] _texts = new object[SettingsFields.Last + 1];
        private readonly int[] _numbers = new int[SettingsFields.Last + 1];
        private byte[] _secret;

        /// <summary>
        /// Makes settings with TLS on port 8883, a keepalive of 90 s (the service recommends it), a telemetry interval of 60 s, sealed commands and
        /// clean sessions.
        /// </summary>
        public DeviceSettings()
        {
            Port = 8883;
            Tls = true;
            Keepalive = 90;
            TelemetryInterval = 60;
        }

        /// <summary>Authentication mode.</summary>
        public AuthenticationMode Mode
        {
            get { return (AuthenticationMode)GetNumber(SettingsField.Mode); }
            set { SetNumber(SettingsField.Mode, (int)value); }
        }

        /// <summary>Host name of the service, 1 to 253 characters; the service asks for a name, its addresses change.</summary>
        public string Endpoint
        {
            get { return GetText(SettingsField.Endpoint); }
            set { SetText(SettingsField.Endpoint, value); }
        }

        /// <summary>TCP port, 1 to 65535: 1883, and 8883 for TLS.</summary>
        public int Port
        {
            get { return GetNumber(SettingsField.Port); }
            set { SetNumber(SettingsField.Port, value); }
        }

        /// <summary>True for TLS.</summary>
        public bool Tls
        {
            get { return GetNumber(SettingsField.Tls) != 0; }
            set { SetNumber(SettingsField.Tls, value ? 1 : 0); }
        }

        /// <summary>Instance ID, 1 to 64 characters.</summary>
        public string Instance
        {
            get { return GetText(SettingsField.Instance); }
            set { SetText(SettingsField.Instance, value); }
        }

        /// <summary>Client ID <c>GroupId@@@DeviceId</c>, at most 64 characters.</summary>
        public string ClientId
        {
            get { return GetText(SettingsField.ClientId); }
            set { SetText(SettingsField.ClientId, value); }
        }

        /// <summary>AccessKey ID, or DeviceAccessKeyId, 1 to 64 characters.</summary>
        public string AccessKeyId
        {
            get { return GetText(SettingsField.AccessKeyId); }
            set { SetText(SettingsField.AccessKeyId, value); }
        }

        /// <summary>AccessKey secret, or DeviceAccessKeySecret, as UTF-8, 1 to 64 characters: bytes, so that it can be wiped.</summary>
        public byte[] Secret
        {
            get { return _secret; }
            set { _secret = value == null || value.Length == 0 ? null : value; }
        }

        /// <summary>Password of mode Signature, computed elsewhere: 28 characters of Base64.</summary>
        public string Password
        {
            get { return GetText(SettingsField.Password); }
            set { SetText(SettingsField.Password, value); }
        }

        /// <summary>Token with the right to read, at most 512 characters.</summary>
        public string TokenR
        {
            get { return GetText(SettingsField.TokenR); }
            set { SetText(SettingsField.TokenR, value); }
        }

        /// <summary>Token with the right to write, at most 512 characters.</summary>
        public string TokenW
        {
            get { return GetText(SettingsField.TokenW); }
            set { SetText(SettingsField.TokenW, value); }
        }

        /// <summary>Token with the right to read and write, at most 512 characters.</summary>
        public string TokenRW
        {
            get { return GetText(SettingsField.TokenRW); }
            set { SetText(SettingsField.TokenRW, value); }
        }

        /// <summary>Parent topic, 3 to 54 characters, created at the service beforehand.</summary>
        public string ParentTopic
        {
            get { return GetText(SettingsField.ParentTopic); }
            set { SetText(SettingsField.ParentTopic, value); }
        }

        /// <summary>Keepalive in seconds, 10 to 480; the service recommends 90.</summary>
        public int Keepalive
        {
            get { return GetNumber(SettingsField.Keepalive); }
            set { SetNumber(SettingsField.Keepalive, value); }
        }

        /// <summary>Seconds between two telemetry messages, 1 to 86400.</summary>
        public int TelemetryInterval
        {
            get { return GetNumber(SettingsField.TelemetryInterval); }
            set { SetNumber(SettingsField.TelemetryInterval, value); }
        }

        /// <summary>True to obey commands without a seal too, those about settings excepted.</summary>
        public bool AreCommandsOpen
        {
            get { return GetNumber(SettingsField.Commands) != 0; }
            set { SetNumber(SettingsField.Commands, value ? 1 : 0); }
        }

        /// <summary>True to subscribe to the own P2P topic: for brokers that do not deliver to it without, as the service does.</summary>
        public bool SubscribesToP2p
        {
            get { return GetNumber(SettingsField.P2p) != 0; }
            set { SetNumber(SettingsField.P2p, value ? 1 : 0); }
        }

        /// <summary>True for CleanSession 0: the service keeps QoS 1 messages for three days while the device is away.</summary>
        public bool KeepsSession
        {
            get { return GetNumber(SettingsField.CleanSession) != 0; }
            set { SetNumber(SettingsField.CleanSession, value ? 1 : 0); }
        }

        /// <summary>Host name of a time server, at most 64 characters, or null for the platform's own.</summary>
        public string Ntp
        {
            get { return GetText(SettingsField.Ntp); }
            set { SetText(SettingsField.Ntp, value); }
        }

        /// <summary>Fields of a newer firmware, as they stand in the record, or null: kept for it, and otherwise ignored.</summary>
        public byte[] Unknown { get; set; }

        /// <summary>Gives a field whose <c>NumberSize</c> in <see cref="SettingsFields"/> is 0, the secret excepted.</summary>
        /// <param name="field">The field.</param>
        /// <returns>Its text, or null.</returns>
        public string GetText(SettingsField field)
        {
            return (string)_texts[(int)field];
        }

        /// <summary>Sets a field whose <c>NumberSize</c> in <see cref="SettingsFields"/> is 0, the secret excepted.</summary>
        /// <param name="field">The field.</param>
        /// <param name="value">Its text, or null.</param>
        public void SetText(SettingsField field, string value)
        {
            _texts[(int)field] = value == null || value.Length == 0 ? null : value;
        }

        /// <summary>Gives a field whose <c>NumberSize</c> in <see cref="SettingsFields"/> is not 0.</summary>
        /// <param name="field">The field.</param>
        /// <returns>Its number.</returns>
        public int GetNumber(SettingsField field)
        {
            return _numbers[(int)field];
        }

        /// <summary>Sets a field whose <c>NumberSize</c> in <see cref="SettingsFields"/> is not 0.</summary>
        /// <param name="field">The field.</param>
        /// <param name="value">Its number.</param>
        public void SetNumber(SettingsField field, int value)
        {
            _numbers[(int)field] = value;
        }

        /// <summary>Tells whether others lead to the same place, whatever they log in with there.</summary>
        /// <param name="other">The others.</param>
        /// <returns>True when endpoint, port and TLS are the same.</returns>
        public bool HasSameDestination(DeviceSettings other)
        {
            return Endpoint == other.Endpoint && Port == other.Port && Tls == other.Tls;
        }

        /// <summary>Makes the login.</summary>
        /// <returns>The login; of use only when these settings keep every rule.</returns>
        public Login CreateLogin()
        {
            if (Mode == AuthenticationMode.Token)
            {
                return Login.WithTokens(AccessKeyId, Instance, TokenR, TokenW, TokenRW);
            }

            return Mode == AuthenticationMode.Signature && Password != null
                ? Login.WithPassword(AccessKeyId, Instance, Password)
                : Login.WithSecret(Mode, AccessKeyId, Instance, ClientId, Secret);
        }

        /// <summary>Overwrites and forgets the secret, and forgets password and tokens.</summary>
        public void Wipe()
        {
            if (Secret != null)
            {
                Array.Clear(Secret, 0, Secret.Length);
                Secret = null;
            }

            Password = null;
            TokenR = null;
            TokenW = null;
            TokenRW = null;
        }
    }
}
