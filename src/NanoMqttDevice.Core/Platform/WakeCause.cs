namespace NanoMqttDevice.Platform
{
    /// <summary>What has ended a sleep.</summary>
    public enum WakeCause
    {
        /// <summary>Nothing: this start is none from a sleep.</summary>
        None = 0,

        /// <summary>Its time was over.</summary>
        Timer = 1,

        /// <summary>A pin.</summary>
        Pin = 2,
    }
}
