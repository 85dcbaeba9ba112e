using System;
using System.Text;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Settings
{
    /// <summary>
    /// The settings that a product has declared, in a record of their own. <c>Storage/SPEC.md</c> gives its bytes. Values that another product has stored
    /// stay where they are: after an update, or back from one, they are there again. Takes no memory for a product that declares none.
    /// </summary>
    public sealed class ProductSettings
    {
        /// <summary>What stands before a name on the serial line, in commands and in files.</summary>
        public const string Prefix = "app.";

        /// <summary>Most settings of a product.</summary>
        public const int Most = 16;

        /// <summary>Longest name.</summary>
        public const int MaxName = 24;

        /// <summary>Longest value in bytes.</summary>
        public const int MaxText = 64;

        /// <summary>Name of the record.</summary>
        public const string RecordName = "product";

        /// <summary>Most bytes of all names and values that are stored.</summary>
        public const int MaxPayload = 1024;

        private readonly IFlash _flash;
        private ProductSetting[] _settings;
        private bool _hasChanges;

        /// <summary>Makes them; nothing is read yet.</summary>
        /// <param name="flash">Where the record is.</param>
        public ProductSettings(IFlash flash)
        {
            _flash = flash;
        }

        /// <summary>How many there are.</summary>
        public int Count { get; private set; }

        /// <summary>Declares a setting and reads its value from flash.</summary>
        /// <param name="name">Name: 1 to 24 lower-case letters, digits and hyphens.</param>
        /// <param name="kind">What it holds.</param>
        /// <param name="least">Least number.</param>
        /// <param name="most">Greatest number; of a text the most bytes, up to 64.</param>
        /// <param name="usual">Value where none was set; must be one that the setting takes.</param>
        /// <returns>The setting. InvalidOperationException is thrown for a name that is none or is there, a default out of range, or too many.</returns>
        public ProductSetting Add(string name, ProductSettingKind kind, double least, double most, string usual)
        {
            ProductSetting setting = new ProductSetting(name, kind, least, most, usual);
            if (!IsName(name) || Find(name) != null || !setting.Accepts(usual) || Count == Most || (kind == ProductSettingKind.Text && most > MaxText))
            {
                throw new InvalidOperationException();
            }

            if (_settings == null)
            {
                _settings = new ProductSetting[Most];
            }

            _settings[Count++] = setting;
            int count;
            byte[] payload;
            Read(out payload, out count);
            for (int at = 0; at < count; at = Next(payload, at))
            {
                if (NameAt(payload, at) == name)
                {
                    setting.Take(ValueAt(payload, at));
                }
            }

            setting.IsChanged = false;
            return setting;
        }

        /// <summary>Gives a setting.</summary>
        /// <param name="index">From 0 on, in the order in which they were declared.</param>
        /// <returns>The setting.</returns>
        public ProductSetting Get(int index)
        {
            return _settings[index];
        }

        /// <summary>Finds a setting.</summary>
        /// <param name="name">Its name, without prefix.</param>
        /// <returns>The setting, or null.</returns>
        public ProductSetting Find(string name)
        {
            for (int i = 0; i < Count; i++)
            {
                if (_settings[i].Name == name)
                {
                    return _settings[i];
                }
            }

            return null;
        }

        /// <summary>Begins to change some.</summary>
        /// <returns>Nothing staged yet.</returns>
        public StagedProductSettings Stage()
        {
            return new StagedProductSettings(Count);
        }

        /// <summary>Stages a value.</summary>
        /// <param name="staged">Receives it.</param>
        /// <param name="setting">One of these settings.</param>
        /// <param name="text">Its value; an empty one stands for the default, save where a text may be empty.</param>
        /// <returns>False when it is no value of the setting.</returns>
        public bool Set(StagedProductSettings staged, ProductSetting setting, string text)
        {
            string value = text.Length == 0 && !setting.Accepts(text) ? setting.Default : text;
            if (!setting.Accepts(value))
            {
                return false;
            }

            staged.Put(IndexOf(setting), value);
            return true;
        }

        /// <summary>Gives the value that a setting has, or would have.</summary>
        /// <param name="staged">What is staged, or null.</param>
        /// <param name="index">The setting, from 0 on.</param>
        /// <returns>The value.</returns>
        public string Show(StagedProductSettings staged, int index)
        {
            return (staged == null ? null : staged.Get(index)) ?? _settings[index].Text;
        }

        /// <summary>Stores what was staged, all of it or nothing; it counts at once.</summary>
        /// <param name="staged">The values.</param>
        /// <returns>Ok or Unchanged when they are stored; Failed or NewerVersion.</returns>
        public StoreResult Commit(StagedProductSettings staged)
        {
            int count;
            byte[] old;
            StoreResult read = Read(out old, out count);
            if (read == StoreResult.NoMemory || read == StoreResult.Failed)
            {
                // What is there and cannot be seen would be lost.
                return read;
            }

            byte[] payload = new byte[MaxPayload];
            int size = 0;
            for (int at = 0; at < count && size >= 0; at = Next(old, at))
            {
                ProductSetting known = Find(NameAt(old, at));
                if (known == null || (!known.IsStored && staged.Get(IndexOf(known)) == null))
                {
                    size = Put(payload, size, NameAt(old, at), ValueAt(old, at));
                }
            }

            for (int i = 0; i < Count && size >= 0; i++)
            {
                string value = staged.Get(i) ?? _settings[i].Text;
                if (value != _settings[i].Default)
                {
                    size = Put(payload, size, _settings[i].Name, value);
                }
            }

            StoreResult result = size < 0 ? StoreResult.Failed : Store().Write(payload, size);
            if (result == StoreResult.Ok || result == StoreResult.Unchanged)
            {
                for (int i = 0; i < Count; i++)
                {
                    string value = staged.Get(i);
                    if (value != null)
                    {
                        _settings[i].Take(value);
                        _hasChanges |= _settings[i].IsChanged;
                    }
                }
            }

            return result;
        }

        /// <summary>Forgets all values, also those of other products; the defaults count.</summary>
        /// <returns>False when something may still be in flash.</returns>
        public bool Erase()
        {
            for (int i = 0; i < Count; i++)
            {
                _settings[i].Take(_settings[i].Default);
                _hasChanges |= _settings[i].IsChanged;
            }

            return Store().Erase() == StoreResult.Ok;
        }

        /// <summary>Tells once of a setting whose value is another than before.</summary>
        /// <returns>The setting, or null when there is none.</returns>
        public ProductSetting TakeChanged()
        {
            for (int i = 0; _hasChanges && i < Count; i++)
            {
                if (_settings[i].IsChanged)
                {
                    _settings[i].IsChanged = false;
                    return _settings[i];
                }
            }

            _hasChanges = false;
            return null;
        }

        private int IndexOf(ProductSetting setting)
        {
            int index = 0;
            while (_settings[index] != setting)
            {
                index++;
            }

            return index;
        }

        private static bool IsName(string name)
        {
            for (int i = 0; i < name.Length; i++)
            {
                char c = name[i];
                if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
                {
                    return false;
                }
            }

            return name.Length > 0 && name.Length <= MaxName;
        }

        // An entry is the length of a name, the name, the length of a value, the value. What is cut short ends the row.
        private static int Next(byte[] payload, int at)
        {
            int value = at + 1 + payload[at];
            return value + 1 + payload[value];
        }

        private static string NameAt(byte[] payload, int at)
        {
            return Encoding.UTF8.GetString(payload, at + 1, payload[at]);
        }

        private static string ValueAt(byte[] payload, int at)
        {
            int value = at + 1 + payload[at];
            return payload[value] == 0 ? "" : Encoding.UTF8.GetString(payload, value + 1, payload[value]);
        }

        private static int Put(byte[] payload, int at, string name, string value)
        {
            byte[] nameBytes = Encoding.UTF8.GetBytes(name);
            byte[] valueBytes = Encoding.UTF8.GetBytes(value);
            int end = at + 2 + nameBytes.Length + valueBytes.Length;
            if (end > payload.Length)
            {
                return -1;
            }

            payload[at] = (byte)nameBytes.Length;
            Array.Copy(nameBytes, 0, payload, at + 1, nameBytes.Length);
            at += 1 + nameBytes.Length;
            payload[at] = (byte)valueBytes.Length;
            Array.Copy(valueBytes, 0, payload, at + 1, valueBytes.Length);
            return end;
        }

        // Made when it is needed, which is seldom, rather than kept.
        private RecordStore Store()
        {
            return new RecordStore(_flash, RecordName, 1, MaxPayload);
        }

        private StoreResult Read(out byte[] payload, out int count)
        {
            payload = new byte[MaxPayload];
            StoreResult result = Store().Read(payload, out count);

            // Only what is whole is gone by.
            int whole = 0;
            while (whole < count && whole + 1 + payload[whole] < count && Next(payload, whole) <= count)
            {
                whole = Next(payload, whole);
            }

            count = whole;
            return result;
        }
    }
}
