using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>Moves only when a test moves it.</summary>
    internal sealed class FakeClock : IClock
    {
        public long Milliseconds { get; set; }

        public bool IsSet { get; set; }

        public long UnixMilliseconds { get; set; }

        public void Set(long unixMilliseconds)
        {
            UnixMilliseconds = unixMilliseconds;
            IsSet = true;
        }
    }
}
