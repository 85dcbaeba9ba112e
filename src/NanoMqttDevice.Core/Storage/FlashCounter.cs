using System;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Storage
{
    /// <summary>
    /// A small number in flash: one byte and its complement, so that a file of another kind, or a half-written one, does not look like a number. No
    /// member throws.
    /// </summary>
    public sealed class FlashCounter
    {
        private readonly IFlash _flash;
        private readonly string _name;
        private readonly byte[] _record = new byte[2];

        /// <summary>Makes a counter; nothing is read yet.</summary>
        /// <param name="flash">Where it is.</param>
        /// <param name="name">Name of its file.</param>
        public FlashCounter(IFlash flash, string name)
        {
            _flash = flash;
            _name = name;
        }

        /// <summary>Reads the number.</summary>
        /// <returns>0 to 255; 0 when there is none, or none that can be read.</returns>
        public int Load()
        {
            try
            {
                if (_flash.Read(_name, _record) == 2 && (_record[0] ^ _record[1]) == 0xFF)
                {
                    return _record[0];
                }
            }
            catch (Exception)
            {
                // What cannot be read counts as nothing, as the summary says.
                return 0;
            }

            return 0;
        }

        /// <summary>Stores a number.</summary>
        /// <param name="number">0 to 255.</param>
        /// <returns>False when it was not stored; trying again and again would only wear the flash.</returns>
        public bool Save(int number)
        {
            _record[0] = (byte)number;
            _record[1] = (byte)(number ^ 0xFF);
            try
            {
                _flash.Write(_name, _record, 2);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
