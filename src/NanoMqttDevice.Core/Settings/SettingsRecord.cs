using System;
using System.Text;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Settings
{
    /// <summary>
    /// Settings as the payload of a stored record: a field is one byte of number (<see cref="SettingsField"/>), two bytes of
    /// length, and its bytes; fields rise, a field without value is left out, and so is a later one with its default. <c>Storage/SPEC.md</c> gives every byte.
    /// </summary>
    public static class SettingsRecord
    {
        /// <summary>Version of the payload's form; it stands in the record's header.</summary>
        public const byte Version = 1;

        /// <summary>Size of the largest payload, in bytes; every set of settings that keeps the rules fits.</summary>
        public const int MaxSize = 2352;

        /// <summary>Writes settings as a payload. What their mode does not use is left out, so that no stale secret stays in flash.</summary>
        /// <param name="settings">Settings that keep every rule.</param>
        /// <param name="payload">Receives the payload, <see cref="MaxSize"/> bytes at most.</param>
        /// <returns>How many bytes it has.</returns>
        public static int Encode(DeviceSettings settings, byte[] payload)
        {
            int at = 0;
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                int size = SettingsFields.NumberSize(field);
                if (size > 0 && SettingsFields.IsLater(field) && settings.GetNumber(field) == 0)
                {
                    continue;
                }

                if (size > 0)
                {
                    at = PutNumber(payload, at, field, settings.GetNumber(field), size);
                }
                else if (SettingsFields.IsUsed(field, settings.Mode))
                {
                    string text = settings.GetText(field);
                    at = PutBytes(
                        payload,
                        at,
                        field,
                        field == SettingsField.Secret ? settings.Secret
                            : field == SettingsField.UpdateKey ? UpdateKey.Parse(text)
                            : text == null ? null
                            : Encoding.UTF8.GetBytes(text));
                }
            }

            if (settings.Unknown != null && settings.Unknown.Length <= payload.Length - at)
            {
                Array.Copy(settings.Unknown, 0, payload, at, settings.Unknown.Length);
                at += settings.Unknown.Length;
            }

            return at;
        }

        /// <summary>Reads settings from a payload.</summary>
        /// <param name="payload">Holds the payload from its start.</param>
        /// <param name="count">How many bytes it has.</param>
        /// <returns>The settings, or null when the bytes are not such a payload or the settings break a rule.</returns>
        public static DeviceSettings Decode(byte[] payload, int count)
        {
            DeviceSettings settings = new DeviceSettings();
            int at = 0;
            int last = 0;
            while (at < count)
            {
                int field = payload[at];
                if (field > SettingsFields.Last)
                {
                    return KeepUnknown(settings, payload, at, count) ? Checked(settings) : Refuse(settings);
                }

                int length = at + 3 > count ? count : payload[at + 1] | (payload[at + 2] << 8);
                at += 3;
                if (field <= last || length > count - at || !Take(settings, (SettingsField)field, payload, at, length))
                {
                    return Refuse(settings);
                }

                last = field;
                at += length;
            }

            return Checked(settings);
        }

        private static DeviceSettings Checked(DeviceSettings settings)
        {
            return SettingsRules.Check(settings) == SettingsError.None ? settings : Refuse(settings);
        }

        private static DeviceSettings Refuse(DeviceSettings settings)
        {
            settings.Wipe();
            return null;
        }

        // Fields that came later than this firmware are optional ones, by the rule that a change which is not gets another version.
        private static bool KeepUnknown(DeviceSettings settings, byte[] payload, int start, int count)
        {
            int last = 0;
            int at = start;
            while (at < count)
            {
                int length = at + 3 > count ? count : payload[at + 1] | (payload[at + 2] << 8);
                if (payload[at] <= last || length == 0 || length > count - at - 3)
                {
                    return false;
                }

                last = payload[at];
                at += 3 + length;
            }

            settings.Unknown = new byte[count - start];
            Array.Copy(payload, start, settings.Unknown, 0, count - start);
            return true;
        }

        private static bool Take(DeviceSettings settings, SettingsField field, byte[] payload, int at, int length)
        {
            if ((int)field > SettingsFields.Last || length == 0)
            {
                return false;
            }

            int size = SettingsFields.NumberSize(field);
            if (field == SettingsField.Secret)
            {
                settings.Secret = new byte[length];
                Array.Copy(payload, at, settings.Secret, 0, length);
            }
            else if (field == SettingsField.UpdateKey)
            {
                byte[] key = new byte[length];
                Array.Copy(payload, at, key, 0, length);
                settings.SetText(field, UpdateKey.Show(key));
            }
            else if (size == 0)
            {
                settings.SetText(field, Encoding.UTF8.GetString(payload, at, length));
            }
            else if (size == length)
            {
                int value = 0;
                for (int i = 0; i < size; i++)
                {
                    value |= payload[at + i] << (8 * i);
                }

                settings.SetNumber(field, value);
            }

            return size == 0 || size == length;
        }

        private static int PutNumber(byte[] payload, int at, SettingsField field, int value, int length)
        {
            at = PutHeader(payload, at, field, length);
            for (int i = 0; i < length; i++)
            {
                payload[at++] = (byte)(value >> (8 * i));
            }

            return at;
        }

        private static int PutBytes(byte[] payload, int at, SettingsField field, byte[] bytes)
        {
            if (bytes == null)
            {
                return at;
            }

            at = PutHeader(payload, at, field, bytes.Length);
            Array.Copy(bytes, 0, payload, at, bytes.Length);
            return at + bytes.Length;
        }

        private static int PutHeader(byte[] payload, int at, SettingsField field, int length)
        {
            payload[at] = (byte)field;
            payload[at + 1] = (byte)length;
            payload[at + 2] = (byte)(length >> 8);
            return at + 3;
        }
    }
}
