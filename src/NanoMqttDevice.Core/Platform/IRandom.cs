namespace NanoMqttDevice.Platform
{
    /// <summary>Random numbers that differ from device to device, also when all start at the same moment.</summary>
    public interface IRandom
    {
        /// <summary>Draws a number, all being as likely.</summary>
        /// <param name="max">Largest number, at least 0.</param>
        /// <returns>A number from 0 to <paramref name="max"/>, both included.</returns>
        int Next(int max);

        /// <summary>Fills a buffer with bytes that nobody can foretell: a nonce is made of them.</summary>
        /// <param name="buffer">Receives the bytes, all of its length.</param>
        void Fill(byte[] buffer);
    }
}
