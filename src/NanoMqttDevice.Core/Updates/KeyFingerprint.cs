using System.Text;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Updates
{
    /// <summary>What people compare of an update key: device, tool and documents show the same.</summary>
    public static class KeyFingerprint
    {
        private const int Size = 16;
        private const string Digits = "0123456789abcdef";

        /// <summary>Gives the fingerprint of a public key.</summary>
        /// <param name="publicKey">Public key.</param>
        /// <returns>The first 16 bytes of its SHA-256 as 32 hexadecimal digits.</returns>
        public static string Of(byte[] publicKey)
        {
            Sha256 sha256 = new Sha256();
            byte[] digest = new byte[Sha256.DigestSize];
            sha256.Update(publicKey, 0, publicKey.Length);
            sha256.Finish(digest, 0);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < Size; i++)
            {
                text.Append(Digits[digest[i] >> 4]).Append(Digits[digest[i] & 15]);
            }

            return text.ToString();
        }
    }
}
