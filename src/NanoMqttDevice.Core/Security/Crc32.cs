namespace NanoMqttDevice.Security
{
    /// <summary>CRC-32 of ISO 3309 and PNG (polynomial 0xEDB88320, reflected), by half bytes: 64 bytes of table instead of 1,024.</summary>
    public static class Crc32
    {
        private static readonly uint[] _table =
        {
            0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
            0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C, 0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
        };

        /// <summary>Computes the check value of some bytes.</summary>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many there are.</param>
        /// <returns>The check value; that of the ASCII text <c>123456789</c> is 0xCBF43926.</returns>
        public static uint Compute(byte[] data, int offset, int count)
        {
            uint[] table = _table;
            uint crc = 0xFFFFFFFF;
            for (int end = offset + count; offset < end; offset++)
            {
                crc ^= data[offset];
                crc = (crc >> 4) ^ table[crc & 15];
                crc = (crc >> 4) ^ table[crc & 15];
            }

            return ~crc;
        }
    }
}
