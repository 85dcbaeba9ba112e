using nanoFramework.TestFramework;
using NanoMqttDevice.Security;

namespace NFUnitTest.Security
{
    [TestClass]
    public class Crc32Tests
    {
        [TestMethod]
        public void Check_value_of_the_algorithm()
        {
            Assert.AreEqual(0xCBF43926u, Compute("123456789"));
        }

        [TestMethod]
        public void Known_values()
        {
            Assert.AreEqual(0x414FA339u, Compute("The quick brown fox jumps over the lazy dog"));
            Assert.AreEqual(0x190A55ADu, Crc32.Compute(new byte[32], 0, 32));
            Assert.AreEqual(0xFF6CAB0Bu, Crc32.Compute(Bytes.Repeat(0xFF, 32), 0, 32));
        }

        [TestMethod]
        public void Nothing_has_the_value_0()
        {
            Assert.AreEqual(0u, Compute(""));
            Assert.AreEqual(0u, Crc32.Compute(Bytes.FromText("123"), 3, 0));
        }

        [TestMethod]
        public void Only_the_named_bytes_count()
        {
            Assert.AreEqual(0xCBF43926u, Crc32.Compute(Bytes.FromText("12123456789"), 2, 9));
            Assert.AreEqual(0xCBF43926u, Crc32.Compute(Bytes.FromText("1234567899"), 0, 9));
        }

        [TestMethod]
        public void Every_flipped_bit_changes_the_value()
        {
            byte[] data = Bytes.Count(0, 40);
            uint whole = Crc32.Compute(data, 0, data.Length);
            for (int bit = 0; bit < 8 * data.Length; bit++)
            {
                data[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.IsFalse(whole == Crc32.Compute(data, 0, data.Length), "bit " + bit);
                data[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        private static uint Compute(string text)
        {
            byte[] data = Bytes.FromText(text);
            return Crc32.Compute(data, 0, data.Length);
        }
    }
}
