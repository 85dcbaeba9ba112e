namespace NanoMqttDevice.Settings
{
    /// <summary>What is known of one setting.</summary>
    internal sealed class SettingsFieldRow
    {
        public SettingsFieldRow(SettingsField field, string name, int numberSize, bool isSecret)
        {
            Field = field;
            Name = name;
            NumberSize = numberSize;
            IsSecret = isSecret;
        }

        /// <summary>The field.</summary>
        public SettingsField Field { get; }

        /// <summary>Its name, the same on the serial line, on the command line and in messages.</summary>
        public string Name { get; }

        /// <summary>Bytes of a number in flash, or 0 for a text.</summary>
        public int NumberSize { get; }

        /// <summary>True when it is never shown.</summary>
        public bool IsSecret { get; }
    }
}
