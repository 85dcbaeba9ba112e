using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>Draws the largest number, or the one that was set; remembers what it was asked for.</summary>
    internal sealed class FakeRandom : IRandom
    {
        public int Fixed { get; set; } = -1;

        public int LastMax { get; private set; }

        public int Next(int max)
        {
            LastMax = max;
            return Fixed < 0 || Fixed > max ? max : Fixed;
        }
    }
}
