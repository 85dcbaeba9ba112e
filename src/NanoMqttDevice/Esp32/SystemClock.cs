using System;
using nanoFramework.Runtime.Native;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>The board's clocks. The platform asks the network for the time of day by itself once there is an address.</summary>
    public sealed class SystemClock : IClock
    {
        // Before it is set the clock counts from an earlier year.
        private const int FirstYear = 2021;

        private const int HalfSecond = 500;

        /// <inheritdoc/>
        public long Milliseconds
        {
            get { return Environment.TickCount64; }
        }

        /// <inheritdoc/>
        public bool IsSet
        {
            get { return DateTime.UtcNow.Year >= FirstYear; }
        }

        /// <inheritdoc/>
        public long UnixMilliseconds
        {
            get { return (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond; }
        }

        /// <inheritdoc/>
        public void Set(long unixMilliseconds)
        {
            // The platform cuts off what is below a second.
            Rtc.SetSystemTime(DateTime.UnixEpoch.AddSeconds((unixMilliseconds + HalfSecond) / 1000));
        }
    }
}
