using NanoMqttDevice.Credentials;

namespace NanoMqttDevice.Settings
{
    /// <summary>The table of the settings: all that is known of each field stands in its row here.</summary>
    public static class SettingsFields
    {
        /// <summary>Number of the last field; the first is 1, and none is left out.</summary>
        public const int Last = (int)SettingsField.UpdateKey;

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
            for (int i = 1; i <= Last; i++)
            {
                if (RowOf((SettingsField)i).Name == name)
                {
                    return (SettingsField)i;
                }
            }

            return SettingsField.None;
        }

        /// <summary>Field that a broken rule is about: the rule's number is ten times the field's, and the rest.</summary>
        /// <param name="error">The broken rule.</param>
        /// <returns>The field, or <see cref="SettingsField.None"/>.</returns>
        public static SettingsField FieldOf(SettingsError error)
        {
            int field = (int)error / 10;
            return field <= Last ? (SettingsField)field : SettingsField.None;
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

        /// <summary>Tells fields that are set over the serial line and never by message.</summary>
        /// <param name="field">The field.</param>
        /// <returns>True for the update key: who could set it could run code of his own.</returns>
        public static bool IsSerialOnly(SettingsField field)
        {
            return Has(field, SettingsFieldTraits.Serial);
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

        // The table. A row is made when it is asked for: kept, all of them would take 2 KB of a device's heap for ever.
        private static SettingsFieldRow RowOf(SettingsField field)
        {
            switch (field)
            {
                case SettingsField.Mode:
                    return new SettingsFieldRow("mode", 1, SettingsFieldTraits.None);
                case SettingsField.Endpoint:
                    return new SettingsFieldRow("endpoint", 0, SettingsFieldTraits.Binding);
                case SettingsField.Port:
                    return new SettingsFieldRow("port", 2, SettingsFieldTraits.Binding);
                case SettingsField.Tls:
                    return new SettingsFieldRow("tls", 1, SettingsFieldTraits.Binding, "off", "on");
                case SettingsField.Instance:
                    return new SettingsFieldRow("instance", 0, SettingsFieldTraits.Binding);
                case SettingsField.ClientId:
                    return new SettingsFieldRow("client-id", 0, SettingsFieldTraits.Binding);
                case SettingsField.AccessKeyId:
                    return new SettingsFieldRow("access-key-id", 0, SettingsFieldTraits.None);
                case SettingsField.Secret:
                    return new SettingsFieldRow("secret", 0, SettingsFieldTraits.Secret);
                case SettingsField.Password:
                    return new SettingsFieldRow("password", 0, SettingsFieldTraits.Secret);
                case SettingsField.TokenR:
                    return new SettingsFieldRow("token-r", 0, SettingsFieldTraits.Secret);
                case SettingsField.TokenW:
                    return new SettingsFieldRow("token-w", 0, SettingsFieldTraits.Secret);
                case SettingsField.TokenRW:
                    return new SettingsFieldRow("token-rw", 0, SettingsFieldTraits.Secret);
                case SettingsField.ParentTopic:
                    return new SettingsFieldRow("parent-topic", 0, SettingsFieldTraits.None);
                case SettingsField.Keepalive:
                    return new SettingsFieldRow("keepalive", 2, SettingsFieldTraits.None);
                case SettingsField.TelemetryInterval:
                    return new SettingsFieldRow("telemetry-interval", 4, SettingsFieldTraits.None);
                case SettingsField.Commands:
                    return new SettingsFieldRow("commands", 1, SettingsFieldTraits.Later, "sealed", "open");
                case SettingsField.P2p:
                    return new SettingsFieldRow("p2p", 1, SettingsFieldTraits.Later, "service", "subscribe");
                case SettingsField.CleanSession:
                    return new SettingsFieldRow("clean-session", 1, SettingsFieldTraits.Later, "on", "off");
                case SettingsField.Ntp:
                    return new SettingsFieldRow("ntp", 0, SettingsFieldTraits.Later);
                case SettingsField.UpdateKey:
                    return new SettingsFieldRow("update-key", 0, SettingsFieldTraits.Later | SettingsFieldTraits.Serial);
                default:
                    return null;
            }
        }
    }
}
