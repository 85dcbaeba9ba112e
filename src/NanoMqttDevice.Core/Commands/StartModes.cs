namespace NanoMqttDevice.Commands
{
    /// <summary>The words for how much of the device runs.</summary>
    public static class StartModes
    {
        /// <summary>Word for a mode.</summary>
        /// <param name="mode">The mode.</param>
        /// <returns>Its word.</returns>
        public static string WordOf(StartMode mode)
        {
            switch (mode)
            {
                case StartMode.WithoutProduct:
                    return "without-product";
                case StartMode.SerialOnly:
                    return "serial-only";
                default:
                    return "normal";
            }
        }
    }
}
