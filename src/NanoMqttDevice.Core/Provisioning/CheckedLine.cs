using NanoMqttDevice.Security;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>The form of a checked line, <c>#CCCCCCCC SS text</c>: a CRC-32 over the sequence number and what follows, eight digits, upper case.</summary>
    internal static class CheckedLine
    {
        /// <summary>Where the two bytes of the sequence number are.</summary>
        public const int Tag = 10;

        /// <summary>Bytes before the text.</summary>
        public const int HeaderLength = 13;

        private const string HexDigits = "0123456789ABCDEF";
        private const int LastDigit = 8;

        /// <summary>Writes what stands before sequence number and text.</summary>
        /// <param name="line">Holds sequence number and text.</param>
        /// <param name="length">Bytes of the line.</param>
        public static void Complete(byte[] line, int length)
        {
            line[0] = (byte)'#';
            line[LastDigit + 1] = (byte)' ';
            line[HeaderLength - 1] = (byte)' ';
            uint crc = Crc32.Compute(line, Tag, length - Tag);
            for (int i = LastDigit; i > 0; i--)
            {
                line[i] = (byte)HexDigits[(int)(crc & 15)];
                crc >>= 4;
            }
        }

        /// <summary>Checks a line that begins as one.</summary>
        /// <param name="line">The line.</param>
        /// <param name="length">Bytes of it.</param>
        /// <returns>False when it came damaged.</returns>
        public static bool Verify(byte[] line, int length)
        {
            if (length < HeaderLength || line[LastDigit + 1] != ' ' || line[HeaderLength - 1] != ' ')
            {
                return false;
            }

            uint crc = Crc32.Compute(line, Tag, length - Tag);
            for (int i = LastDigit; i > 0; i--)
            {
                if (line[i] != HexDigits[(int)(crc & 15)])
                {
                    return false;
                }

                crc >>= 4;
            }

            return true;
        }
    }
}
