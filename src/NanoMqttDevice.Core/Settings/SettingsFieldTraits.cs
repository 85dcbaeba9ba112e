namespace NanoMqttDevice.Settings
{
    /// <summary>What a setting is beside its value.</summary>
    internal enum SettingsFieldTraits
    {
        /// <summary>Nothing of these.</summary>
        None = 0,

        /// <summary>It is never shown.</summary>
        Secret = 1,

        /// <summary>It says where a login goes, or as whom: who changes it must give the secret.</summary>
        Binding = 2,

        /// <summary>It came later: left out of the record while it has its default, so that older firmware reads the rest.</summary>
        Later = 4,

        /// <summary>It is set over the serial line, never by message.</summary>
        Serial = 8,
    }
}
