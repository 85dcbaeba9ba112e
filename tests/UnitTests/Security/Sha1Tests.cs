using nanoFramework.TestFramework;
using NanoMqttDevice.Security;

namespace NFUnitTest.Security
{
    // RFC 3174, section 7.3, test 3 (a million times "a") is in Host/Sha1AgainstDotNet.cs.
    [TestClass]
    public class Sha1Tests
    {
        private const string Rfc3174Test1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
        private const string Rfc3174Test2 = "84983e441c3bd26ebaae4aa1f95129e5e54670f1";
        private const string Rfc3174Test4 = "dea356a2cddd90c7a7ecedc5ebb563934f460452";

        [TestMethod]
        public void Rfc_3174_test_1_and_one_block_example_of_Fips_180()
        {
            Assert.AreEqual(Rfc3174Test1, Digest(Bytes.FromText("abc")));
        }

        [TestMethod]
        public void Rfc_3174_test_2_and_two_block_example_of_Fips_180()
        {
            Assert.AreEqual(Rfc3174Test2, Digest(Bytes.FromText("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")));
        }

        [TestMethod]
        public void Rfc_3174_test_4_is_80_times_eight_characters()
        {
            Sha1 sha1 = new Sha1();
            byte[] part = Bytes.FromText("01234567");
            for (int i = 0; i < 80; i++)
            {
                sha1.Update(part, 0, part.Length);
            }

            Assert.AreEqual(Rfc3174Test4, Finish(sha1));
        }

        [TestMethod]
        public void Rfc_3174_test_4_is_10_times_a_whole_block()
        {
            Sha1 sha1 = new Sha1();
            byte[] part = Bytes.FromText("0123456701234567012345670123456701234567012345670123456701234567");
            for (int i = 0; i < 10; i++)
            {
                sha1.Update(part, 0, part.Length);
            }

            Assert.AreEqual(Rfc3174Test4, Finish(sha1));
        }

        [TestMethod]
        public void Nist_example_of_896_bits()
        {
            Assert.AreEqual(
                "a49b2446a02c645bf419f995b67091253a04a259",
                Digest(Bytes.FromText(
                    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn" +
                    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")));
        }

        [TestMethod]
        public void Empty_message()
        {
            Assert.AreEqual("da39a3ee5e6b4b0d3255bfef95601890afd80709", Digest(new byte[0]));
        }

        // The expected value is Python's hashlib: SHA-1 over the 131 digests of the first 0 to 130 of the bytes 0 1 2 and so on.
        [TestMethod]
        public void Every_length_from_0_to_130_has_the_digest_another_implementation_gives()
        {
            byte[] message = Bytes.Count(0, 130);
            byte[] digests = new byte[131 * Sha1.DigestSize];
            Sha1 sha1 = new Sha1();
            for (int length = 0; length <= 130; length++)
            {
                sha1.Update(message, 0, length);
                sha1.Finish(digests, length * Sha1.DigestSize);
            }

            Assert.AreEqual("69e8170ae953351d42e29a858ad1f6d32b9fc7d5", Digest(digests));
        }

        [TestMethod]
        [DataRow(1, 1)]
        [DataRow(54, 66)]
        [DataRow(118, 130)]
        public void Every_split_in_two_gives_the_digest_of_the_whole(int shortest, int longest)
        {
            byte[] message = Bytes.Count(0, 130);
            Sha1 sha1 = new Sha1();
            for (int length = shortest; length <= longest; length++)
            {
                sha1.Update(message, 0, length);
                string whole = Finish(sha1);
                for (int split = 0; split <= length; split++)
                {
                    sha1.Update(message, 0, split);
                    sha1.Update(message, split, length - split);
                    Assert.AreEqual(whole, Finish(sha1), "length " + length + " split at " + split);
                }
            }
        }

        [TestMethod]
        public void Pieces_of_every_size_give_the_digest_of_the_whole()
        {
            byte[] message = Bytes.Count(0, 130);
            string whole = Digest(message);
            Sha1 sha1 = new Sha1();
            for (int size = 1; size <= 130; size++)
            {
                for (int at = 0; at < 130; at += size)
                {
                    sha1.Update(message, at, size < 130 - at ? size : 130 - at);
                }

                Assert.AreEqual(whole, Finish(sha1), "pieces of " + size);
            }
        }

        [TestMethod]
        public void An_instance_starts_afresh_after_Finish()
        {
            Sha1 sha1 = new Sha1();
            byte[] other = Bytes.Repeat(0xFF, 200);
            byte[] abc = Bytes.FromText("abc");
            sha1.Update(other, 0, other.Length);
            Finish(sha1);
            sha1.Update(abc, 0, abc.Length);
            Assert.AreEqual(Rfc3174Test1, Finish(sha1));
        }

        [TestMethod]
        public void Two_instances_do_not_disturb_each_other()
        {
            Sha1 first = new Sha1();
            Sha1 second = new Sha1();
            byte[] abc = Bytes.FromText("abc");
            first.Update(abc, 0, 1);
            second.Update(abc, 0, abc.Length);
            Assert.AreEqual(Rfc3174Test1, Finish(second));
            first.Update(abc, 1, 2);
            Assert.AreEqual(Rfc3174Test1, Finish(first));
        }

        [TestMethod]
        public void Finish_writes_20_bytes_at_the_offset_and_no_other()
        {
            byte[] digest = Bytes.Repeat(0xEE, Sha1.DigestSize + 2);
            Sha1 sha1 = new Sha1();
            sha1.Update(Bytes.FromText("xabcx"), 1, 3);
            sha1.Finish(digest, 1);
            Assert.AreEqual("ee" + Rfc3174Test1 + "ee", Bytes.ToHex(digest, digest.Length));
        }

        private static string Digest(byte[] message)
        {
            Sha1 sha1 = new Sha1();
            sha1.Update(message, 0, message.Length);
            return Finish(sha1);
        }

        private static string Finish(Sha1 sha1)
        {
            byte[] digest = new byte[Sha1.DigestSize];
            sha1.Finish(digest, 0);
            return Bytes.ToHex(digest, digest.Length);
        }
    }
}
