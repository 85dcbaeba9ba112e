using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>A board that counts what it is asked to do.</summary>
    internal sealed class FakeBoard : IBoard
    {
        public string Name
        {
            get { return "fake"; }
        }

        public string Chip
        {
            get { return "FAKE32"; }
        }

        public string Mac { get; set; } = "0123456789AB";

        public int FreeMemory
        {
            get { return 54321; }
        }

        public int FreeNativeMemory { get; set; } = 43210;

        public int LargestNativeBlock { get; set; } = 32100;

        public int Identified { get; private set; }

        public int Reboots { get; private set; }

        public void Identify()
        {
            Identified++;
        }

        public void Reboot()
        {
            Reboots++;
        }

        public WakeCause Wake { get; set; }

        public bool IsResetHeld { get; set; }

        /// <summary>How long it was told to sleep last, in milliseconds.</summary>
        public long Slept { get; set; }

        public int WakePin { get; private set; }

        public void Sleep(long milliseconds, int pin, bool isHigh)
        {
            Slept = milliseconds;
            WakePin = isHigh ? pin : -pin;
        }
    }
}
