using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>Random numbers of the chip's own generator, which is behind <see cref="Random"/> and needs no seed.</summary>
    public sealed class HardwareRandom : IRandom
    {
        private readonly Random _random = new Random();

        /// <inheritdoc/>
        public int Next(int max)
        {
            if (max == int.MaxValue)
            {
                return _random.Next();
            }

            // Above the last whole multiple of the range some results would be likelier than others: such numbers are drawn again.
            int range = max + 1;
            int last = int.MaxValue - (int.MaxValue % range + 1) % range;
            int drawn;
            do
            {
                drawn = _random.Next();
            }
            while (drawn > last);
            return drawn % range;
        }

        /// <inheritdoc/>
        public void Fill(byte[] buffer)
        {
            _random.NextBytes(buffer);
        }
    }
}
