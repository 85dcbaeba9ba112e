using nanoFramework.TestFramework;
using NanoMqttDevice.Security;

namespace NFUnitTest.Security
{
    [TestClass]
    public class ConstantTimeTests
    {
        [TestMethod]
        public void Equal_bytes_are_equal()
        {
            Assert.IsTrue(ConstantTime.AreEqual(new byte[] { 1, 2, 3 }, new byte[] { 1, 2, 3 }));
        }

        [TestMethod]
        public void Every_single_bit_makes_a_difference()
        {
            byte[] expected = new byte[20];
            byte[] given = new byte[20];
            for (int i = 0; i < 160; i++)
            {
                given[i / 8] ^= (byte)(1 << (i % 8));
                Assert.IsFalse(ConstantTime.AreEqual(expected, given));
                given[i / 8] = 0;
            }
        }

        [TestMethod]
        public void A_part_or_a_repetition_is_not_equal()
        {
            byte[] expected = new byte[] { 7, 7 };
            Assert.IsFalse(ConstantTime.AreEqual(expected, new byte[] { 7 }));
            Assert.IsFalse(ConstantTime.AreEqual(expected, new byte[] { 7, 7, 7, 7 }));
            Assert.IsFalse(ConstantTime.AreEqual(expected, new byte[0]));
        }
    }
}
