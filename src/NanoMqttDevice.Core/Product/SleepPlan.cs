namespace NanoMqttDevice.Product
{
    /// <summary>How long the product wants the device to sleep, and what wakes it before.</summary>
    internal sealed class SleepPlan
    {
        /// <summary>Seconds that a device is awake at most, unless the product says otherwise.</summary>
        public const int UsualLimit = 60;

        /// <summary>Seconds from one wake to the next; 0 not to sleep.</summary>
        public int Seconds { get; set; }

        /// <summary>Seconds after which it sleeps, whatever waits to be delivered.</summary>
        public int Limit { get; set; } = UsualLimit;

        /// <summary>GPIO that wakes it, or -1.</summary>
        public int Pin { get; set; } = -1;

        /// <summary>Level of this pin that wakes it.</summary>
        public bool IsHigh { get; set; }
    }
}
