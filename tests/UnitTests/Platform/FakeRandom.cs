using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>Draws the largest number, or the one that was set, and bytes that count on; remembers what it was asked for.</summary>
    internal sealed class FakeRandom : IRandom
    {
        public int Fixed { get; set; } = -1;

        public int LastMax { get; private set; }

        /// <summary>The next byte of <see cref="Fill"/>.</summary>
        public byte NextByte { get; set; }

        public int Next(int max)
        {
            LastMax = max;
            return Fixed < 0 || Fixed > max ? max : Fixed;
        }

        public void Fill(byte[] buffer)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = NextByte++;
            }
        }
    }
}
