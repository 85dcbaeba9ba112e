using System;
using NanoMqttDevice.Security;

namespace NFUnitTest.Storage
{
    /// <summary>Makes files after Storage/SPEC.md, without the code under test save for the CRC.</summary>
    internal static class RecordFile
    {
        internal static byte[] Make(int version, uint sequence, byte[] payload)
        {
            byte[] file = new byte[payload.Length + 16];
            file[0] = 0x4E;
            file[1] = 0x4D;
            file[2] = 0x44;
            file[3] = 0x52;
            file[4] = (byte)version;
            file[6] = (byte)payload.Length;
            file[7] = (byte)(payload.Length >> 8);
            Put(file, 8, sequence);
            Array.Copy(payload, 0, file, 12, payload.Length);
            return Seal(file);
        }

        /// <summary>Makes the CRC right.</summary>
        internal static byte[] Seal(byte[] file)
        {
            Put(file, file.Length - 4, Crc32.Compute(file, 0, file.Length - 4));
            return file;
        }

        private static void Put(byte[] file, int at, uint value)
        {
            file[at] = (byte)value;
            file[at + 1] = (byte)(value >> 8);
            file[at + 2] = (byte)(value >> 16);
            file[at + 3] = (byte)(value >> 24);
        }
    }
}
