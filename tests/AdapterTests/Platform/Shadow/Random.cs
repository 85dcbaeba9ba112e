using NanoMqttDevice.AdapterTests.Platform;

namespace NanoMqttDevice
{
    /// <summary>The hardware generator, which needs no seed.</summary>
    internal sealed class Random
    {
        /// <summary>Draws from 0 to int.MaxValue, both included: more than .NET's.</summary>
        public int Next()
        {
            return Machine.Numbers.Dequeue();
        }

        public void NextBytes(byte[] buffer)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = (byte)Machine.Numbers.Dequeue();
            }
        }
    }
}
