namespace NanoMqttDevice.Product
{
    /// <summary>How a job has ended.</summary>
    public enum JobEnd
    {
        /// <summary>It came to its end.</summary>
        Done = 0,

        /// <summary>It threw.</summary>
        Failed = 1,

        /// <summary>Its time is over and it still runs, or hangs; what it finds out later is of no use.</summary>
        TimedOut = 2,
    }
}
