using NanoMqttDevice;

namespace NFUnitTest.Device
{
    /// <summary>A board that counts what it is asked to do.</summary>
    internal sealed class FakeBoard : IBoard
    {
        public string Name
        {
            get { return "fake"; }
        }

        public int FreeMemory
        {
            get { return 54321; }
        }

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
    }
}
