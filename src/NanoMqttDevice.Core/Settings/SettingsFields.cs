using NanoMqttDevice.Credentials;

namespace NanoMqttDevice.Settings
{
    /// <summary>The table of the settings: all that is known of each field stands in its row here.</summary>
    public static class SettingsFields
    {
        /// <summary>Number of the last field; the first is 1, and none is left out.</summary>
        public const int Last = (int)SettingsField.TelemetryInterval;

        private static readonly SettingsFieldRow[] _rows =
        {
            new SettingsFieldRow(SettingsField.Mode, "mode", 1, false),
            new SettingsFieldRow(SettingsField.Endpoint, "endpoint", 0, false),
            new SettingsFieldRow(SettingsField.Port, "port", 2, false),
            new SettingsFieldRow(SettingsField.Tls, "tls", 1, false),
            new SettingsFieldRow(SettingsField.Instance, "instance", 0, false),
            new SettingsFieldRow(SettingsField.ClientId, "client-id", 0, false),
            new SettingsFieldRow(SettingsField.AccessKeyId, "access-key-id", 0, false),
            new SettingsFieldRow(SettingsField.Secret, "secret", 0, true),
            new SettingsFieldRow(SettingsField.Password, "password", 0, true),
            new SettingsFieldRow(SettingsField.TokenR, "token-r", 0, true),
            new SettingsFieldRow(SettingsField.TokenW, "token-w", 0, true),
            new SettingsFieldRow(SettingsField.TokenRW, "token-rw", 0, true),
            new SettingsFieldRow(SettingsField.ParentTopic, "parent-topic", 0, false),
            new SettingsFieldRow(SettingsField.Keepalive, "keepalive", 2, false),
            new SettingsFieldRow(SettingsField.TelemetryInterval, "telemetry-interval", 4, false),
        };

        /// <summary>Name of a field.</summary>
        /// <param name="field">The field.</param>
        /// <returns>Its name, for example <c>client-id</c>; <c>none</c> when it is none.</returns>
        public static string NameOf(SettingsField field)
        {
            SettingsFieldRow row = RowOf(field);
            return row == null ? "none" : row.Name;
        }

        /// <summary>Field of a name.</summary>
        /// <param name="name">The name.</param>
        /// <returns>The field, or <see cref="SettingsField.None"/>.</returns>
        public static SettingsField Find(string name)
        {
            for (int i = 0; i < _rows.Length; i++)
            {
                if (_rows[i].Name == name)
                {
                    return _rows[i].Field;
                }
            }

            return SettingsField.None;
        }

        /// <summary>Field that a broken rule is about: the rule's number is ten times the field's, and the rest.</summary>
        /// <param name="error">The broken rule.</param>
        /// <returns>The field, or <see cref="SettingsField.None"/>.</returns>
        public static SettingsField FieldOf(SettingsError error)
        {
            for (int i = 0; i < _rows.Length; i++)
            {
                if ((int)_rows[i].Field == (int)error / 10)
                {
                    return _rows[i].Field;
                }
            }

            return SettingsField.None;
        }

        /// <summary>Tells fields that are never shown.</summary>
        /// <param name="field">The field.</param>
        /// <returns>True for the secret, the password and the tokens.</returns>
        public static bool IsSecret(SettingsField field)
        {
            SettingsFieldRow row = RowOf(field);
            return row != null && row.IsSecret;
        }

        /// <summary>Tells how a field is stored.</summary>
        /// <param name="field">The field.</param>
        /// <returns>Bytes of a number, or 0 for a text.</returns>
        public static int NumberSize(SettingsField field)
        {
            SettingsFieldRow row = RowOf(field);
            return row == null ? 0 : row.NumberSize;
        }

        /// <summary>Tells the three tokens.</summary>
        /// <param name="field">The field.</param>
        /// <returns>True for each of them.</returns>
        public static bool IsToken(SettingsField field)
        {
            return field == SettingsField.TokenR || field == SettingsField.TokenW || field == SettingsField.TokenRW;
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
                return IsToken(field);
            }

            return field == SettingsField.Secret || (field == SettingsField.Password && mode == AuthenticationMode.Signature);
        }

        private static SettingsFieldRow RowOf(SettingsField field)
        {
            for (int i = 0; i < _rows.Length; i++)
            {
                if (_rows[i].Field == field)
                {
                    return _rows[i];
                }
            }

            return null;
        }
    }
}
