namespace NanoMqttDevice.Credentials
{
    /// <summary>What is known of each setting: its name, the same on the serial line, on the command line and in messages, and its kind.</summary>
    public static class SettingsFields
    {
        /// <summary>Number of the last field; the first is 1.</summary>
        public const int Last = (int)SettingsField.TelemetryInterval;

        private static readonly string[] _names =
        {
            "none", "mode", "endpoint", "port", "tls", "instance", "client-id", "access-key-id", "secret", "password",
            "token-r", "token-w", "token-rw", "parent-topic", "keepalive", "telemetry-interval",
        };

        /// <summary>Name of a field.</summary>
        /// <param name="field">The field.</param>
        /// <returns>Its name, for example <c>client-id</c>.</returns>
        public static string NameOf(SettingsField field)
        {
            return _names[(int)field];
        }

        /// <summary>Field of a name.</summary>
        /// <param name="name">The name.</param>
        /// <returns>The field, or <see cref="SettingsField.None"/>.</returns>
        public static SettingsField Find(string name)
        {
            for (int i = 1; i <= Last; i++)
            {
                if (_names[i] == name)
                {
                    return (SettingsField)i;
                }
            }

            return SettingsField.None;
        }

        /// <summary>Field that an error is about.</summary>
        /// <param name="error">The error.</param>
        /// <returns>The field.</returns>
        public static SettingsField FieldOf(SettingsError error)
        {
            return (SettingsField)((int)error / 10);
        }

        /// <summary>Tells fields that are never shown.</summary>
        /// <param name="field">The field.</param>
        /// <returns>True for the secret, the password and the tokens.</returns>
        public static bool IsSecret(SettingsField field)
        {
            return field >= SettingsField.Secret && field <= SettingsField.TokenRW;
        }

        /// <summary>Tells fields that a mode makes use of; a value of another is neither checked nor stored.</summary>
        /// <param name="field">The field.</param>
        /// <param name="mode">The mode.</param>
        /// <returns>False for a token outside mode Token, a secret in it, a password outside mode Signature.</returns>
        public static bool IsUsed(SettingsField field, AuthenticationMode mode)
        {
            if (!IsSecret(field))
            {
                return true;
            }

            if (mode == AuthenticationMode.Token)
            {
                return field >= SettingsField.TokenR;
            }

            return field == SettingsField.Secret || (field == SettingsField.Password && mode == AuthenticationMode.Signature);
        }

        /// <summary>Tells how a field is stored.</summary>
        /// <param name="field">The field.</param>
        /// <returns>Bytes of a number, or 0 for a text.</returns>
        public static int NumberSize(SettingsField field)
        {
            switch (field)
            {
                case SettingsField.Mode:
                case SettingsField.Tls:
                    return 1;
                case SettingsField.Port:
                case SettingsField.Keepalive:
                    return 2;
                case SettingsField.TelemetryInterval:
                    return 4;
                default:
                    return 0;
            }
        }
    }
}
