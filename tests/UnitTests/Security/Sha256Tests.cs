using nanoFramework.TestFramework;
using NanoMqttDevice.Security;

namespace NFUnitTest.Security
{
    // A million times "a" is in Host/Sha256AgainstDotNet.cs.
    [TestClass]
    public class Sha256Tests
    {
        private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        [TestMethod]
        public void One_block_example_of_Fips_180()
        {
            Assert.AreEqual(Abc, Digest(Bytes.FromText("abc")));
        }

        [TestMethod]
        public void Two_block_example_of_Fips_180()
        {
            Assert.AreEqual(
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                Digest(Bytes.FromText("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")));
        }

        [TestMethod]
        public void Nist_example_of_896_bits()
        {
            Assert.AreEqual(
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
                Digest(Bytes.FromText(
                    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn" +
                    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")));
        }

        // NIST CAVP, SHA256ShortMsg.rsp.
        [TestMethod]
        [DataRow("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
        [DataRow("d3", "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1")]
        [DataRow("11af", "5ca7133fa735326081558ac312c620eeca9970d1e70a4b95533d956f072d1f98")]
        [DataRow("b4190e", "dff2e73091f6c05e528896c4c831b9448653dc2ff043528f6769437bc7b975c2")]
        [DataRow("74ba2521", "b16aa56be3880d18cd41e68384cf1ec8c17680c45a02b1575dc1518923ae8b0e")]
        public void Cavp_samples(string message, string digest)
        {
            Assert.AreEqual(digest, Digest(Bytes.FromHex(message)));
        }

        [TestMethod]
        [DataRow(54, 66)]
        [DataRow(118, 130)]
        public void Every_split_in_two_gives_the_digest_of_the_whole(int shortest, int longest)
        {
            byte[] message = Bytes.Count(0, 130);
            Sha256 sha256 = new Sha256();
            for (int length = shortest; length <= longest; length++)
            {
                sha256.Update(message, 0, length);
                string whole = Finish(sha256);
                for (int split = 0; split <= length; split += 3)
                {
                    sha256.Update(message, 0, split);
                    sha256.Update(message, split, length - split);
                    Assert.AreEqual(whole, Finish(sha256), "length " + length + " split at " + split);
                }
            }
        }

        [TestMethod]
        public void An_instance_starts_afresh_after_Finish_and_after_Reset()
        {
            Sha256 sha256 = new Sha256();
            byte[] other = Bytes.Repeat(0xFF, 200);
            byte[] abc = Bytes.FromText("abc");
            sha256.Update(other, 0, other.Length);
            Finish(sha256);
            sha256.Update(abc, 0, abc.Length);
            Assert.AreEqual(Abc, Finish(sha256));
            sha256.Update(other, 0, other.Length);
            sha256.Reset();
            sha256.Update(abc, 0, abc.Length);
            Assert.AreEqual(Abc, Finish(sha256));
        }

        [TestMethod]
        public void A_block_of_words_has_the_digest_of_its_bytes()
        {
            uint[] words = new uint[64];
            words[0] = 0x61626380;
            words[15] = 24;
            uint[] value = new uint[8];
            Sha256 sha256 = new Sha256();
            for (int round = 0; round < 2; round++)
            {
                sha256.HashBlock(words, value);
                byte[] digest = new byte[Sha256.DigestSize];
                for (int i = 0; i < 8; i++)
                {
                    Sha256.Store(value[i], digest, 4 * i);
                }

                Assert.AreEqual(Abc, Bytes.ToHex(digest, digest.Length));
            }
        }

        [TestMethod]
        public void Finish_writes_32_bytes_at_the_offset_and_no_other()
        {
            byte[] digest = Bytes.Repeat(0xEE, Sha256.DigestSize + 2);
            Sha256 sha256 = new Sha256();
            sha256.Update(Bytes.FromText("xabcx"), 1, 3);
            sha256.Finish(digest, 1);
            Assert.AreEqual("ee" + Abc + "ee", Bytes.ToHex(digest, digest.Length));
        }

        private static string Digest(byte[] message)
        {
            Sha256 sha256 = new Sha256();
            sha256.Update(message, 0, message.Length);
            return Finish(sha256);
        }

        private static string Finish(Sha256 sha256)
        {
            byte[] digest = new byte[Sha256.DigestSize];
            sha256.Finish(digest, 0);
            return Bytes.ToHex(digest, digest.Length);
        }
    }
}
