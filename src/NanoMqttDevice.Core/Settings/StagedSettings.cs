using System;
using System.Text;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Settings
{
    /// <summary>Settings that are being changed field by field, and count only when all of them are committed.</summary>
    public sealed class StagedSettings
    {
        private bool _isLoginFresh;

        /// <summary>Begins with some settings.</summary>
        /// <param name="settings">They become this object's own: the stored ones, or fresh ones.</param>
        public StagedSettings(DeviceSettings settings)
        {
            Settings = settings;
        }

        /// <summary>The settings as they stand.</summary>
        public DeviceSettings Settings { get; }

        /// <summary>
        /// Sets a field from its text. A value of wrong form is refused and the field keeps what it had. Where a login goes is as secret as the login:
        /// another endpoint, port, TLS, instance or client ID takes secret, password and tokens away, unless one of them was set before it.
        /// </summary>
        /// <param name="field">The field.</param>
        /// <param name="text">
        /// Its value: the name of a mode, <c>on</c> or <c>off</c>, a number, or the text itself. An empty text takes an optional field's value away.
        /// </param>
        /// <returns>The broken rule, or <see cref="SettingsError.None"/>.</returns>
        public SettingsError Set(SettingsField field, string text)
        {
            int size = SettingsFields.NumberSize(field);
            int number = Settings.GetNumber(field);
            string oldText = Settings.GetText(field);
            byte[] oldSecret = Settings.Secret;
            if (field == SettingsField.Secret)
            {
                Settings.Secret = Encoding.UTF8.GetBytes(text);
            }
            else if (size == 0)
            {
                Settings.SetText(field, text);
            }
            else
            {
                Settings.SetNumber(field, Parse(field, text));
            }

            // What depends on other fields is for the commit: a token may come before its mode, a new secret before an old password goes.
            SettingsError error = SettingsRules.CheckForm(Settings, field);
            byte[] leftOver = oldSecret;
            if (error != SettingsError.None)
            {
                leftOver = Settings.Secret;
                Settings.SetNumber(field, number);
                Settings.SetText(field, oldText);
                Settings.Secret = oldSecret;
            }
            else if (SettingsFields.IsSecret(field))
            {
                _isLoginFresh = true;
            }
            else if (!_isLoginFresh && SettingsFields.IsBinding(field) && (number != Settings.GetNumber(field) || oldText != Settings.GetText(field)))
            {
                Settings.Wipe();
            }

            if (leftOver != null && leftOver != Settings.Secret)
            {
                Array.Clear(leftOver, 0, leftOver.Length);
            }

            return error;
        }

        /// <summary>Gives a field as text, the way <see cref="Set"/> takes it; of the update key its fingerprint.</summary>
        /// <param name="field">The field.</param>
        /// <returns>The text, or null when it has no value. A secret field's is never given: <c>set</c> stands for it.</returns>
        public string Show(SettingsField field)
        {
            switch (field)
            {
                case SettingsField.Mode:
                    return AuthenticationModes.NameOf(Settings.Mode);
                case SettingsField.Secret:
                    return Settings.Secret == null ? null : "set";
                case SettingsField.UpdateKey:
                    byte[] key = UpdateKey.Parse(Settings.GetText(field));
                    return key == null ? null : UpdateKey.ShowFingerprint(key);
                default:
                    if (SettingsFields.NumberSize(field) > 0)
                    {
                        int number = Settings.GetNumber(field);
                        return SettingsFields.WordOf(field, number) ?? number.ToString();
                    }

                    string text = Settings.GetText(field);
                    return text == null || !SettingsFields.IsSecret(field) ? text : "set";
            }
        }

        // Digits only, no sign, no space; too large a number is -1 like anything else that breaks the range.
        private static int ParseNumber(string text)
        {
            if (text.Length == 0 || text.Length > 9)
            {
                return -1;
            }

            int value = 0;
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < '0' || text[i] > '9')
                {
                    return -1;
                }

                value = (value * 10) + (text[i] - '0');
            }

            return value;
        }

        private static int Parse(SettingsField field, string text)
        {
            switch (field)
            {
                case SettingsField.Mode:
                    return (int)AuthenticationModes.Find(text);
                default:
                    string zero = SettingsFields.WordOf(field, 0);
                    return zero == null ? ParseNumber(text) : text == zero ? 0 : text == SettingsFields.WordOf(field, 1) ? 1 : -1;
            }
        }
    }
}
