using System;
using System.Text;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>Makes lines of bytes. A line ends with LF or CR; one that is too long or holds a control character is passed over whole.</summary>
    public sealed class LineReader
    {
        /// <summary>Most bytes of a line, its end not counted; a token is the longest thing that must fit.</summary>
        public const int MaxLength = 544;

        private readonly byte[] _line = new byte[MaxLength];
        private int _length;
        private bool _isBad;

        /// <summary>True when the line that has just ended was passed over.</summary>
        public bool WasBad { get; private set; }

        /// <summary>Takes one byte.</summary>
        /// <param name="value">The byte.</param>
        /// <returns>True when it ended a line that is not empty, be it good or bad.</returns>
        public bool Push(byte value)
        {
            if (value == '\n' || value == '\r')
            {
                WasBad = _isBad;
                _isBad = false;
                if (WasBad)
                {
                    Clear();
                }

                return WasBad || _length > 0;
            }

            if (_length == MaxLength || value < ' ' || value == 0x7F)
            {
                _isBad = true;
            }
            else
            {
                _line[_length++] = value;
            }

            return false;
        }

        /// <summary>Gives the line that has just ended and wipes it here, for it may hold a secret.</summary>
        /// <returns>The line as text.</returns>
        public string Take()
        {
            string line = Encoding.UTF8.GetString(_line, 0, _length);
            Clear();
            return line;
        }

        private void Clear()
        {
            Array.Clear(_line, 0, _length);
            _length = 0;
        }
    }
}
