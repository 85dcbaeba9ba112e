using System.Text;

namespace NFUnitTest.Security
{
    /// <summary>Bytes for tests, written the way the standards print them.</summary>
    internal static class Bytes
    {
        private const string Digits = "0123456789abcdef";

        internal static string ToHex(byte[] data, int count)
        {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < count; i++)
            {
                text.Append(Digits[data[i] >> 4]);
                text.Append(Digits[data[i] & 15]);
            }

            return text.ToString();
        }

        internal static byte[] FromHex(string hex)
        {
            byte[] data = new byte[hex.Length / 2];
            for (int i = 0; i < data.Length; i++)
            {
                data[i] = (byte)((Digits.IndexOf(hex[2 * i]) << 4) | Digits.IndexOf(hex[(2 * i) + 1]));
            }

            return data;
        }

        internal static byte[] FromText(string text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        internal static byte[] Repeat(byte value, int count)
        {
            byte[] data = new byte[count];
            for (int i = 0; i < count; i++)
            {
                data[i] = value;
            }

            return data;
        }

        /// <summary>Gives first, first + 1, first + 2 and so on.</summary>
        internal static byte[] Count(int first, int count)
        {
            byte[] data = new byte[count];
            for (int i = 0; i < count; i++)
            {
                data[i] = (byte)(first + i);
            }

            return data;
        }
    }
}
