namespace NanoMqttDevice.Updates
{
    /// <summary>Where a package is kept while it arrives and afterwards. No member throws.</summary>
    public abstract class PackageSlot
    {
        /// <summary>How many bytes of the package are there for good, from its start on, also after a power cut.</summary>
        public abstract int Held { get; }

        /// <summary>How many bytes the flash has room for beside what is held, with what the file system itself needs left free.</summary>
        public abstract int Room { get; }

        /// <summary>Adds bytes behind those that are held. They are held when it returns true; when it returns false, none of them is.</summary>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>False when the flash failed.</returns>
        public abstract bool Append(byte[] data, int offset, int count);

        /// <summary>Reads bytes that are held.</summary>
        /// <param name="offset">Where they start, from the beginning of the package.</param>
        /// <param name="buffer">Receives them.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>False when they are not there, or the flash failed.</returns>
        public abstract bool Read(int offset, byte[] buffer, int count);

        /// <summary>Forgets the package.</summary>
        /// <returns>False when the flash failed.</returns>
        public abstract bool Clear();
    }
}
