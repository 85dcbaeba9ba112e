using nanoFramework.TestFramework;
using NanoMqttDevice.Security;

namespace NFUnitTest.Security
{
    [TestClass]
    public class HmacSha1Tests
    {
        [TestMethod]
        public void Rfc_2202_test_1()
        {
            Check("b617318655057264e28bc0b6fb378c8ef146be00", Bytes.Repeat(0x0B, 20), Bytes.FromText("Hi There"));
        }

        [TestMethod]
        public void Rfc_2202_test_2_has_a_key_of_four_bytes()
        {
            Check(
                "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
                Bytes.FromText("Jefe"),
                Bytes.FromText("what do ya want for nothing?"));
        }

        [TestMethod]
        public void Rfc_2202_test_3()
        {
            Check("125d7342b9ac11cd91a39af48aa17b4f63f175d3", Bytes.Repeat(0xAA, 20), Bytes.Repeat(0xDD, 50));
        }

        [TestMethod]
        public void Rfc_2202_test_4()
        {
            Check("4c9007f4026250c6bc8414f9bf50c86c2d7235da", Bytes.Count(1, 25), Bytes.Repeat(0xCD, 50));
        }

        [TestMethod]
        public void Rfc_2202_test_5()
        {
            Check("4c1a03424b55e07fe7f27be1d58bb9324a9a5a04", Bytes.Repeat(0x0C, 20), Bytes.FromText("Test With Truncation"));
        }

        [TestMethod]
        public void Rfc_2202_test_6_has_a_key_longer_than_a_block()
        {
            Check(
                "aa4ae5e15272d00e95705637ce8a3b55ed402112",
                Bytes.Repeat(0xAA, 80),
                Bytes.FromText("Test Using Larger Than Block-Size Key - Hash Key First"));
        }

        [TestMethod]
        public void Rfc_2202_test_7_has_key_and_message_longer_than_a_block()
        {
            Check(
                "e8e99d0f45237d786d6bbaa7965c7808bbff1a91",
                Bytes.Repeat(0xAA, 80),
                Bytes.FromText("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"));
        }

        // These three are from Python's hmac; Host/HmacSha1AgainstDotNet.cs has many more.
        [TestMethod]
        public void Keys_about_the_size_of_a_block()
        {
            byte[] message = Bytes.FromText("message");
            Check("69db439e17bf6f0ce659c6883c1a16b5051bb156", Bytes.Count(0, 63), message);
            Check("437e7c82521bb99a2bebd62addf020eadacac8be", Bytes.Count(0, 64), message);
            Check("56ec09225c6275397e8ffcc196036a53fb708542", Bytes.Count(0, 65), message);
        }

        [TestMethod]
        public void An_instance_keeps_nothing_of_a_former_key()
        {
            HmacSha1 hmac = new HmacSha1();
            byte[] mac = new byte[Sha1.DigestSize];
            hmac.Compute(Bytes.Repeat(0xAA, 80), Bytes.FromText("long key first"), mac);
            hmac.Compute(Bytes.FromText("Jefe"), Bytes.FromText("what do ya want for nothing?"), mac);
            Assert.AreEqual("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", Bytes.ToHex(mac, mac.Length));
        }

        [TestMethod]
        public void Key_and_message_stay_as_they_were()
        {
            byte[] key = Bytes.Count(0, 70);
            byte[] message = Bytes.Count(0, 70);
            new HmacSha1().Compute(key, message, new byte[Sha1.DigestSize]);
            Assert.AreEqual(Bytes.ToHex(Bytes.Count(0, 70), 70), Bytes.ToHex(key, 70));
            Assert.AreEqual(Bytes.ToHex(Bytes.Count(0, 70), 70), Bytes.ToHex(message, 70));
        }

        private static void Check(string expected, byte[] key, byte[] message)
        {
            byte[] mac = new byte[Sha1.DigestSize];
            new HmacSha1().Compute(key, message, mac);
            Assert.AreEqual(expected, Bytes.ToHex(mac, mac.Length));
        }
    }
}
