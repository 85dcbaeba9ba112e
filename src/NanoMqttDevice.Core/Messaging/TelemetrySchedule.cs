namespace NanoMqttDevice.Messaging
{
    /// <summary>When the next measurements are due.</summary>
    public sealed class TelemetrySchedule
    {
        private int _interval;
        private long _next;

        /// <summary>Seconds between two telemetry messages.</summary>
        public int Seconds
        {
            get { return _interval / 1000; }
        }

        /// <summary>Sets the interval.</summary>
        /// <param name="seconds">Seconds, 1 to 86400.</param>
        /// <param name="first">When the next measurements are due, in milliseconds of the clock.</param>
        public void Set(int seconds, long first)
        {
            _interval = seconds * 1000;
            _next = first;
        }

        /// <summary>Tells whether measurements are due, and if so, plans the next ones.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when they are.</returns>
        public bool IsDue(long now)
        {
            if (now < _next)
            {
                return false;
            }

            _next = now + _interval;
            return true;
        }
    }
}
