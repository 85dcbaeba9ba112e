using System.Text;

namespace NanoMqttDevice.Security
{
    /// <summary>The public key that checks packages, as people write it: 112 hexadecimal digits; and what they compare of it.</summary>
    public static class UpdateKey
    {
        /// <summary>Bytes of a fingerprint.</summary>
        public const int FingerprintSize = 16;

        private const string Digits = "0123456789abcdef";

        /// <summary>Reads a key.</summary>
        /// <param name="text">Its hexadecimal digits, in either case.</param>
        /// <returns>Its bytes; null when it is no key whose signatures can be checked here.</returns>
        public static byte[] Parse(string text)
        {
            if (text == null || text.Length != 2 * LmsSignature.PublicKeySize)
            {
                return null;
            }

            byte[] key = new byte[LmsSignature.PublicKeySize];
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                int digit = Digits.IndexOf(c >= 'A' && c <= 'F' ? (char)(c + 32) : c);
                if (digit < 0)
                {
                    return null;
                }

                key[i >> 1] = (byte)((key[i >> 1] << 4) | digit);
            }

            return LmsSignature.SizeFor(key) == 0 ? null : key;
        }

        /// <summary>Gives the fingerprint of a key.</summary>
        /// <param name="key">The key.</param>
        /// <returns>The first 16 bytes of its SHA-256.</returns>
        public static byte[] FingerprintOf(byte[] key)
        {
            Sha256 sha256 = new Sha256();
            byte[] digest = new byte[Sha256.DigestSize];
            sha256.Update(key, 0, key.Length);
            sha256.Finish(digest, 0);
            byte[] fingerprint = new byte[FingerprintSize];
            System.Array.Copy(digest, fingerprint, FingerprintSize);
            return fingerprint;
        }

        /// <summary>Gives the fingerprint of a key as people compare it: device, tool and documents show the same.</summary>
        /// <param name="key">The key.</param>
        /// <returns>32 hexadecimal digits.</returns>
        public static string ShowFingerprint(byte[] key)
        {
            return Show(FingerprintOf(key));
        }

        /// <summary>Gives bytes as hexadecimal digits, the way <see cref="Parse"/> takes those of a key.</summary>
        /// <param name="bytes">The bytes.</param>
        /// <returns>Two digits for each.</returns>
        public static string Show(byte[] bytes)
        {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < bytes.Length; i++)
            {
                text.Append(Digits[bytes[i] >> 4]).Append(Digits[bytes[i] & 15]);
            }

            return text.ToString();
        }
    }
}
