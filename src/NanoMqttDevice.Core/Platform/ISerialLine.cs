namespace NanoMqttDevice.Platform
{
    /// <summary>The line over which a device is provisioned. No member blocks.</summary>
    public interface ISerialLine
    {
        /// <summary>Takes bytes that have arrived.</summary>
        /// <param name="buffer">Receives as many as fit.</param>
        /// <returns>How many; 0 when none have arrived.</returns>
        int Read(byte[] buffer);

        /// <summary>Sends bytes.</summary>
        /// <param name="data">Holds the bytes from its start.</param>
        /// <param name="count">How many there are.</param>
        void Write(byte[] data, int count);
    }
}
