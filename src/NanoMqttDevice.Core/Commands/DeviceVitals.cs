namespace NanoMqttDevice.Commands
{
    /// <summary>How the running of the device goes; noted by whoever runs it.</summary>
    public sealed class DeviceVitals
    {
        private readonly long _start;

        /// <summary>Begins with the start of the device.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public DeviceVitals(long now)
        {
            _start = now;
        }

        /// <summary>How much of the device runs.</summary>
        public StartMode Mode { get; set; }

        /// <summary>How many steps ended with an exception that should have been caught.</summary>
        public int Caught { get; set; }

        /// <summary>Tells how long the device has run.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>Seconds since the start.</returns>
        public long UptimeAt(long now)
        {
            return (now - _start) / 1000;
        }
    }
}
