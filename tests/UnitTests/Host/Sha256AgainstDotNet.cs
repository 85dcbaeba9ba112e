using System.Security.Cryptography;
using nanoFramework.TestFramework;
using NanoMqttDevice.Security;
using NFUnitTest.Security;

namespace NFUnitTest.Host
{
    [TestClass]
    public class Sha256AgainstDotNet
    {
        [TestMethod]
        public void A_million_times_a_of_Fips_180()
        {
            Sha256 sha256 = new Sha256();
            byte[] part = Bytes.Repeat((byte)'a', 1000);
            for (int i = 0; i < 1000; i++)
            {
                sha256.Update(part, 0, part.Length);
            }

            byte[] digest = new byte[Sha256.DigestSize];
            sha256.Finish(digest, 0);
            Assert.AreEqual("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", Bytes.ToHex(digest, digest.Length));
        }

        [TestMethod]
        public void Messages_of_0_to_1000_bytes_in_pieces_give_the_same_digest_as_dotnet()
        {
            Sha256 sha256 = new Sha256();
            byte[] digest = new byte[Sha256.DigestSize];
            for (int length = 0; length <= 1000; length++)
            {
                byte[] message = Bytes.Count(length, length);
                int piece = 1 + (length % 97);
                for (int at = 0; at < length; at += piece)
                {
                    sha256.Update(message, at, System.Math.Min(piece, length - at));
                }

                sha256.Finish(digest, 0);
                CollectionAssert.AreEqual(SHA256.HashData(message), digest, "length " + length);
            }
        }
    }
}
