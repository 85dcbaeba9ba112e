namespace NanoMqttDevice.Platform
{
    /// <summary>Small named files in flash. Every member may throw when the medium fails.</summary>
    public interface IFlash
    {
        /// <summary>Reads a file from its start.</summary>
        /// <param name="name">Name of the file.</param>
        /// <param name="buffer">Receives as many bytes as fit.</param>
        /// <returns>Size of the whole file in bytes, or -1 when there is none.</returns>
        int Read(string name, byte[] buffer);

        /// <summary>Replaces or makes a file. What was written is durable when the call returns, not before.</summary>
        /// <param name="name">Name of the file.</param>
        /// <param name="data">Holds the bytes from its start.</param>
        /// <param name="count">How many there are.</param>
        void Write(string name, byte[] data, int count);

        /// <summary>Deletes a file; one that is not there is no error.</summary>
        /// <param name="name">Name of the file.</param>
        void Delete(string name);
    }
}
