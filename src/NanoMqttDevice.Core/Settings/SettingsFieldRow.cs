namespace NanoMqttDevice.Settings
{
    /// <summary>What is known of one setting.</summary>
    internal sealed class SettingsFieldRow
    {
        public SettingsFieldRow(string name, int numberSize, SettingsFieldTraits traits)
            : this(name, numberSize, traits, null, null)
        {
        }

        public SettingsFieldRow(string name, int numberSize, SettingsFieldTraits traits, string zero, string one)
        {
            Name = name;
            NumberSize = numberSize;
            Traits = traits;
            Zero = zero;
            One = one;
        }

        /// <summary>Its name, the same on the serial line, on the command line and in messages.</summary>
        public string Name { get; }

        /// <summary>Bytes of a number in flash, or 0 for a text.</summary>
        public int NumberSize { get; }

        /// <summary>What it is beside its value.</summary>
        public SettingsFieldTraits Traits { get; }

        /// <summary>Word for 0, when it has two values; otherwise null.</summary>
        public string Zero { get; }

        /// <summary>Word for 1, when it has two values; otherwise null.</summary>
        public string One { get; }
    }
}
