using System.Security.Cryptography;
using nanoFramework.TestFramework;
using NanoMqttDevice.Security;
using NFUnitTest.Security;

namespace NFUnitTest.Host
{
    [TestClass]
    public class Sha1AgainstDotNet
    {
        [TestMethod]
        public void Rfc_3174_test_3_is_a_million_times_a()
        {
            Sha1 sha1 = new Sha1();
            byte[] part = Bytes.Repeat((byte)'a', 1);
            for (int i = 0; i < 1000000; i++)
            {
                sha1.Update(part, 0, 1);
            }

            byte[] digest = new byte[Sha1.DigestSize];
            sha1.Finish(digest, 0);
            Assert.AreEqual("34aa973cd4c4daa4f61eeb2bdbad27316534016f", Bytes.ToHex(digest, digest.Length));
        }

        [TestMethod]
        public void Messages_of_0_to_1000_bytes_give_the_same_digest_as_dotnet()
        {
            Sha1 sha1 = new Sha1();
            byte[] digest = new byte[Sha1.DigestSize];
            for (int length = 0; length <= 1000; length++)
            {
                byte[] message = Bytes.Count(length, length);
                sha1.Update(message, 0, length);
                sha1.Finish(digest, 0);
                CollectionAssert.AreEqual(SHA1.HashData(message), digest, "length " + length);
            }
        }
    }
}
