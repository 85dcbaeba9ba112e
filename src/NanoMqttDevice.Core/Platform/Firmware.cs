namespace NanoMqttDevice.Platform
{
    /// <summary>What the firmware calls itself.</summary>
    public static class Firmware
    {
        /// <summary>Its name.</summary>
        public const string Name = "NanoMqttDevice";

        /// <summary>Its version.</summary>
        public const string Version = "0.1.0";
    }
}
