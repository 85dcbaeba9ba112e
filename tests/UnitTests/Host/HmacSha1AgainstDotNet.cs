using System.Security.Cryptography;
using nanoFramework.TestFramework;
using NanoMqttDevice.Security;
using NFUnitTest.Security;

namespace NFUnitTest.Host
{
    [TestClass]
    public class HmacSha1AgainstDotNet
    {
        private static readonly int[] _messageLengths = { 0, 1, 19, 40, 55, 56, 63, 64, 65, 119, 120, 128, 1000 };

        [TestMethod]
        public void Keys_of_0_to_200_bytes_give_the_same_code_as_dotnet()
        {
            HmacSha1 hmac = new HmacSha1();
            byte[] mac = new byte[Sha1.DigestSize];
            foreach (int messageLength in _messageLengths)
            {
                byte[] message = Bytes.Count(7, messageLength);
                for (int keyLength = 0; keyLength <= 200; keyLength++)
                {
                    byte[] key = Bytes.Count(100, keyLength);
                    hmac.Compute(key, message, mac);
                    CollectionAssert.AreEqual(HMACSHA1.HashData(key, message), mac, "key " + keyLength + " message " + messageLength);
                }
            }
        }
    }
}
