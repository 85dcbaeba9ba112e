using NanoMqttDevice.Credentials;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Settings
{
    /// <summary>The service's rules for what a device is told, and the few that are this device's own.</summary>
    public static class SettingsRules
    {
        /// <summary>Longest client ID, group ID, instance ID, access key ID and secret, in characters.</summary>
        public const int MaxIdLength = 64;

        /// <summary>Longest token, in characters.</summary>
        public const int MaxTokenLength = 512;

        /// <summary>Longest parent topic, in characters.</summary>
        public const int MaxParentTopicLength = 54;

        /// <summary>Stands between group ID and device ID.</summary>
        public const string Separator = "@@@";

        /// <summary>Checks all settings that their mode makes use of, each for itself and with the others.</summary>
        /// <param name="settings">The settings.</param>
        /// <returns>The first broken rule, in the order of the fields, or <see cref="SettingsError.None"/>.</returns>
        public static SettingsError Check(DeviceSettings settings)
        {
            SettingsError error = SettingsError.None;
            for (int i = 1; i <= SettingsFields.Last && error == SettingsError.None; i++)
            {
                SettingsField field = (SettingsField)i;
                if (SettingsFields.IsUsed(field, settings.Mode))
                {
                    error = CheckForm(settings, field);
                    if (error == SettingsError.None)
                    {
                        error = CheckPresence(settings, field);
                    }
                }
            }

            return error;
        }

        /// <summary>Checks the form of one field, whatever the others are; one without a value has no form.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="field">The field.</param>
        /// <returns>The broken rule, or <see cref="SettingsError.None"/>.</returns>
        public static SettingsError CheckForm(DeviceSettings settings, SettingsField field)
        {
            switch (field)
            {
                case SettingsField.Mode:
                    return InRange((int)settings.Mode, 1, 3, SettingsError.ModeUnknown);
                case SettingsField.Port:
                    return InRange(settings.Port, 1, 65535, SettingsError.PortOutOfRange);
                case SettingsField.Tls:
                    return InRange(settings.GetNumber(field), 0, 1, SettingsError.TlsBadForm);
                case SettingsField.Keepalive:
                    return InRange(settings.Keepalive, 10, 480, SettingsError.KeepaliveOutOfRange);
                case SettingsField.TelemetryInterval:
                    return InRange(settings.TelemetryInterval, 1, 86400, SettingsError.TelemetryIntervalOutOfRange);
                case SettingsField.Commands:
                    return InRange(settings.GetNumber(field), 0, 1, SettingsError.CommandsBadForm);
                case SettingsField.P2p:
                    return InRange(settings.GetNumber(field), 0, 1, SettingsError.P2pBadForm);
                case SettingsField.CleanSession:
                    return InRange(settings.GetNumber(field), 0, 1, SettingsError.CleanSessionBadForm);
                case SettingsField.Secret:
                    return settings.Secret == null ? SettingsError.None : CheckSecret(settings.Secret);
            }

            string text = settings.GetText(field);
            if (text == null)
            {
                return SettingsError.None;
            }

            switch (field)
            {
                case SettingsField.Endpoint:
                    return CheckHost(text, 253, field);
                case SettingsField.Ntp:
                    return CheckHost(text, MaxIdLength, field);
                case SettingsField.UpdateKey:
                    return UpdateKey.Parse(text) == null ? SettingsError.UpdateKeyBadForm : SettingsError.None;
                case SettingsField.Instance:
                    return CheckInstance(text);
                case SettingsField.ClientId:
                    return CheckClientId(text);
                case SettingsField.AccessKeyId:
                    return CheckAccessKeyId(text);
                case SettingsField.Password:
                    return CheckPassword(text);
                case SettingsField.ParentTopic:
                    return CheckParentTopic(text);
                default:
                    return CheckToken(text, field);
            }
        }

        /// <summary>Checks a client ID and the group ID in it.</summary>
        /// <param name="clientId">The client ID.</param>
        /// <returns>The broken rule, or <see cref="SettingsError.None"/>.</returns>
        public static SettingsError CheckClientId(string clientId)
        {
            if (clientId.Length > MaxIdLength)
            {
                return SettingsError.ClientIdTooLong;
            }

            int group = clientId.IndexOf(Separator);
            if (group < 0)
            {
                return SettingsError.ClientIdNoSeparator;
            }

            int device = group + Separator.Length;
            if (!IsName(clientId, 0, group) || !IsName(clientId, device, clientId.Length))
            {
                return SettingsError.ClientIdBadCharacter;
            }

            if (group < 4 || clientId.Substring(0, 3) != "GID" || (clientId[3] != '_' && clientId[3] != '-'))
            {
                return SettingsError.GroupIdBadPrefix;
            }

            if (group < 7)
            {
                return SettingsError.GroupIdTooShort;
            }

            return device == clientId.Length ? SettingsError.DeviceIdMissing : SettingsError.None;
        }

        private static SettingsError CheckHost(string host, int longest, SettingsField field)
        {
            if (host.Length > longest)
            {
                return Broken(field, 3);
            }

            int start = 0;
            for (int i = 0; i <= host.Length; i++)
            {
                char c = i == host.Length ? '.' : host[i];
                if (c == '.')
                {
                    if (i == start || host[start] == '-' || host[i - 1] == '-')
                    {
                        return Broken(field, 5);
                    }

                    if (i - start > 63)
                    {
                        return Broken(field, 3);
                    }

                    start = i + 1;
                }
                else if (c == '_' || !IsNameCharacter(c))
                {
                    return Broken(field, 4);
                }
            }

            return SettingsError.None;
        }

        private static SettingsError CheckInstance(string instance)
        {
            if (instance.Length > MaxIdLength)
            {
                return SettingsError.InstanceTooLong;
            }

            return IsName(instance, 0, instance.Length) ? SettingsError.None : SettingsError.InstanceBadCharacter;
        }

        private static SettingsError CheckAccessKeyId(string accessKeyId)
        {
            if (accessKeyId.Length > MaxIdLength)
            {
                return SettingsError.AccessKeyIdTooLong;
            }

            for (int i = 0; i < accessKeyId.Length; i++)
            {
                char c = accessKeyId[i];
                if (c == '|' || c < ' ' || (c >= '\u007F' && c <= '\u009F'))
                {
                    return SettingsError.AccessKeyIdBadCharacter;
                }
            }

            return SettingsError.None;
        }

        private static SettingsError CheckSecret(byte[] secret)
        {
            // Characters, not bytes: a continuation byte of UTF-8 starts none.
            int characters = 0;
            for (int i = 0; i < secret.Length; i++)
            {
                int b = secret[i];
                if ((b & 0xC0) != 0x80)
                {
                    characters++;
                }

                bool secondControlSet = b >= 0x80 && b <= 0x9F && i > 0 && secret[i - 1] == 0xC2;
                if (b < ' ' || b == 0x7F || secondControlSet)
                {
                    return SettingsError.SecretBadCharacter;
                }
            }

            // Bytes that are no UTF-8 can be few characters and yet more than a record holds.
            return characters > MaxIdLength || secret.Length > 4 * MaxIdLength ? SettingsError.SecretTooLong : SettingsError.None;
        }

        private static SettingsError CheckPassword(string password)
        {
            // 20 bytes are 27 characters of Base64 (RFC 4648, section 4), the last of which carries four bits, and one of padding.
            if (password.Length != 28 || password[27] != '=' || "AEIMQUYcgkosw048".IndexOf(password[26]) < 0)
            {
                return SettingsError.PasswordBadForm;
            }

            for (int i = 0; i < 26; i++)
            {
                char c = password[i];
                if (c != '+' && c != '/' && (c == '-' || c == '_' || !IsNameCharacter(c)))
                {
                    return SettingsError.PasswordBadForm;
                }
            }

            return SettingsError.None;
        }

        private static SettingsError CheckToken(string token, SettingsField field)
        {
            int rule = token.Length > MaxTokenLength ? 3 : IsPrintable(token, "|") ? 0 : 4;
            return rule == 0 ? SettingsError.None : Broken(field, rule);
        }

        private static SettingsError CheckParentTopic(string topic)
        {
            if (topic.Length < 3)
            {
                return SettingsError.ParentTopicTooShort;
            }

            if (topic.Length > MaxParentTopicLength)
            {
                return SettingsError.ParentTopicTooLong;
            }

            return IsPrintable(topic, "/+#$") ? SettingsError.None : SettingsError.ParentTopicBadCharacter;
        }

        private static SettingsError InRange(int value, int least, int most, SettingsError error)
        {
            return value >= least && value <= most ? SettingsError.None : error;
        }

        private static SettingsError CheckPresence(DeviceSettings settings, SettingsField field)
        {
            bool isMissing;
            switch (field)
            {
                case SettingsField.Secret:
                    // In mode Signature a password may stand in its place.
                    isMissing = settings.Secret == null
                        && (settings.Mode != AuthenticationMode.Signature || settings.Password == null);
                    break;
                case SettingsField.Password:
                    return settings.Password != null && settings.Secret != null
                        ? SettingsError.PasswordBesideSecret
                        : SettingsError.None;
                case SettingsField.TokenR:
                    isMissing = settings.TokenR == null && settings.TokenW == null && settings.TokenRW == null;
                    break;
                case SettingsField.TokenW:
                case SettingsField.TokenRW:
                case SettingsField.Ntp:
                case SettingsField.UpdateKey:
                    return SettingsError.None;
                default:
                    isMissing = SettingsFields.NumberSize(field) == 0 && settings.GetText(field) == null;
                    break;
            }

            return isMissing ? Broken(field, 1) : SettingsError.None;
        }

        // By the rule that gives broken rules their numbers.
        private static SettingsError Broken(SettingsField field, int rule)
        {
            return (SettingsError)(((int)field * 10) + rule);
        }

        private static bool IsPrintable(string text, string except)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] <= ' ' || text[i] > '~' || except.IndexOf(text[i]) >= 0)
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsName(string text, int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (!IsNameCharacter(text[i]))
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsNameCharacter(char c)
        {
            return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
        }
    }
}
