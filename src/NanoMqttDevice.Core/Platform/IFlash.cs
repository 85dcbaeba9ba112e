namespace NanoMqttDevice.Platform
{
    /// <summary>Small named files in flash. Every member may throw when the medium fails.</summary>
    public interface IFlash
    {
        /// <summary>How many bytes there is room for, estimated low.</summary>
        int FreeSpace { get; }

        /// <summary>Reads a file from its start.</summary>
        /// <param name="name">Name of the file.</param>
        /// <param name="buffer">Receives as many bytes as fit.</param>
        /// <returns>Size of the whole file in bytes, or -1 when there is none.</returns>
        int Read(string name, byte[] buffer);

        /// <summary>Reads a part of a file.</summary>
        /// <param name="name">Name of the file.</param>
        /// <param name="offset">Where the part starts.</param>
        /// <param name="buffer">Receives it from its start on.</param>
        /// <param name="count">How many bytes of it are wanted.</param>
        /// <returns>How many there are; 0 when there is no such file.</returns>
        int Read(string name, int offset, byte[] buffer, int count);

        /// <summary>Adds bytes at the end of a file, or makes it. They are durable when the call returns, not before; when it throws, some of them may be.</summary>
        /// <param name="name">Name of the file.</param>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many there are.</param>
        void Append(string name, byte[] data, int offset, int count);

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
