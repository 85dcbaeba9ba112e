namespace NanoMqttDevice.Settings
{
    /// <summary>What the settings in flash mean for what the device goes by.</summary>
    public enum SettingsChange
    {
        /// <summary>Nothing has changed.</summary>
        None = 0,

        /// <summary>The same settings were committed again: they are worth another try when the device is not online.</summary>
        Same = 1,

        /// <summary>Others are to be gone by from the next connect on; the service is told of them over the connection that there is.</summary>
        Uploaded = 2,

        /// <summary>Others are to be gone by when the reply to the command that brought them has had time to leave.</summary>
        Later = 3,

        /// <summary>Others are to be gone by at once, or none.</summary>
        Now = 4,
    }
}
