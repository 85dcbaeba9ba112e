using NanoMqttDevice.Credentials;

namespace NanoMqttDevice.Settings
{
    /// <summary>The table of the settings: all that is known of each field stands in its row here.</summary>
    public static class SettingsFields
    {
        /// <summary>Number of the last field; the first is 1, and none is left out.</summary>
        public const int Last = (int)SettingsField.Ntp;

        private static readonly SettingsFieldRow[] _rows =
        {
            new SettingsFieldRow(SettingsField.Mode, "mode", 1, SettingsFieldTraits.None),
            new SettingsFieldRow(SettingsField.Endpoint, "endpoint", 0, SettingsFieldTraits.Binding),
            new SettingsFieldRow(SettingsField.Port, "port", 2, SettingsFieldTraits.Binding),
            new SettingsFieldRow(SettingsField.Tls, "tls", 1, SettingsFieldTraits.Binding, "off", "on"),
            new SettingsFieldRow(SettingsField.Instance, "instance", 0, SettingsFieldTraits.Binding),
            new SettingsFieldRow(SettingsField.ClientId, "client-id", 0, SettingsFieldTraits.Binding),
            new SettingsFieldRow(SettingsField.AccessKeyId, "access-key-id", 0, SettingsFieldTraits.None),
            new SettingsFieldRow(SettingsField.Secret, "secret", 0, SettingsFieldTraits.Secret),
            new SettingsFieldRow(SettingsField.Password, "password", 0, SettingsFieldTraits.Secret),
            new SettingsFieldRow(SettingsField.TokenR, "token-r", 0, SettingsFieldTraits.Secret),
            new SettingsFieldRow(SettingsField.TokenW, "token-w", 0, SettingsFieldTraits.Secret),
            new SettingsFieldRow(SettingsField.TokenRW, "token-rw", 0, SettingsFieldTraits.Secret),
            new SettingsFieldRow(SettingsField.ParentTopic, "parent-topic", 0, SettingsFieldTraits.None),
            new SettingsFieldRow(SettingsField.Keepalive, "keepalive", 2, SettingsFieldTraits.None),
            new SettingsFieldRow(SettingsField.TelemetryInterval, "telemetry-interval", 4, SettingsFieldTraits.None),
            new SettingsFieldRow(SettingsField.Commands, "commands", 1, SettingsFieldTraits.Later, "sealed", "open"),
            new SettingsFieldRow(SettingsField.P2p, "p2p", 1, SettingsFieldTraits.Later, "service", "subscribe"),
            new SettingsFieldRow(SettingsField.CleanSession, "clean-session", 1, SettingsFieldTraits.Later, "on", "off"),
            new SettingsFieldRow(SettingsField.Ntp, "ntp", 0, SettingsFieldTraits.Later),
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
            return Has(field, SettingsFieldTraits.Secret);
        }

        /// <summary>Tells fields that say where a login goes, or as whom: who changes one must give the secret, the password or a token too.</summary>
        /// <param name="field">The field.</param>
        /// <returns>True for endpoint, port, TLS, instance and client ID.</returns>
        public static bool IsBinding(SettingsField field)
        {
            return Has(field, SettingsFieldTraits.Binding);
        }

        /// <summary>Tells fields that are left out of a record while they have their default.</summary>
        /// <param name="field">The field.</param>
        /// <returns>True for those that the first firmware did not know.</returns>
        public static bool IsLater(SettingsField field)
        {
            return Has(field, SettingsFieldTraits.Later);
        }

        /// <summary>Word for the value of a field that has two.</summary>
        /// <param name="field">The field.</param>
        /// <param name="value">0 or 1.</param>
        /// <returns>The word; null when the field is not one of two values.</returns>
        public static string WordOf(SettingsField field, int value)
        {
            SettingsFieldRow row = RowOf(field);
            return row == null ? null : value == 0 ? row.Zero : row.One;
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

        private static bool Has(SettingsField field, SettingsFieldTraits trait)
        {
            SettingsFieldRow row = RowOf(field);
            return row != null && (row.Traits & trait) != 0;
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
