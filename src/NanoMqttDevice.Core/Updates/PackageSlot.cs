using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Updates
{
    /// <summary>
    /// One of the two places in flash where a package is kept while it arrives and afterwards: a file that only grows. No member throws. Not safe for
    /// use by two threads at once.
    /// </summary>
    public sealed class PackageSlot
    {
        /// <summary>Bytes that are left free whatever comes: settings and records are written beside their old ones, and the file system needs some.</summary>
        public const int Reserve = 24576;

        private readonly IFlash _flash;
        private readonly string _name;

        /// <summary>Opens a slot.</summary>
        /// <param name="flash">Where it is.</param>
        /// <param name="number">1 or 2; its file is <c>package.1</c> or <c>package.2</c>.</param>
        public PackageSlot(IFlash flash, int number)
        {
            _flash = flash;
            _name = "package." + number.ToString();
            Measure();
        }

        /// <summary>How many bytes of the package are there for good, from its start on, also after a power cut.</summary>
        public int Held { get; private set; }

        /// <summary>How many bytes may be added to what is held.</summary>
        public int Room
        {
            get
            {
                try
                {
                    return _flash.FreeSpace - Reserve;
                }
                catch (Exception)
                {
                    // Where nobody knows how much there is, there is nothing to give away.
                    return 0;
                }
            }
        }

        /// <summary>Adds bytes behind those that are held. <see cref="Held"/> tells how many of them are, also when it fails.</summary>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>False when the flash failed.</returns>
        public bool Append(byte[] data, int offset, int count)
        {
            int wanted = Held + count;
            try
            {
                _flash.Append(_name, data, offset, count);
            }
            catch (Exception)
            {
                Measure();
                return false;
            }

            Measure();
            return Held == wanted;
        }

        /// <summary>Reads bytes that are held.</summary>
        /// <param name="offset">Where they start, from the beginning of the package.</param>
        /// <param name="buffer">Receives them.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>False when they are not there, or the flash failed.</returns>
        public bool Read(int offset, byte[] buffer, int count)
        {
            try
            {
                return _flash.Read(_name, offset, buffer, count) == count;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <summary>Forgets the package.</summary>
        /// <returns>False when the flash failed.</returns>
        public bool Clear()
        {
            try
            {
                _flash.Delete(_name);
            }
            catch (Exception)
            {
                Measure();
                return false;
            }

            Measure();
            return Held == 0;
        }

        private void Measure()
        {
            try
            {
                int size = _flash.Read(_name, new byte[1]);
                Held = size < 0 ? 0 : size;
            }
            catch (Exception)
            {
                Held = 0;
            }
        }
    }
}
