using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;

namespace NanoMqttDevice.AdapterTests.Boards
{
    /// <summary>Numbers of the chip's generator, all being as likely.</summary>
    [TestClass]
    public sealed class HardwareRandomTests
    {
        [TestInitialize]
        public void Start()
        {
            Board.Reset();
        }

        [TestMethod]
        [DataRow(0, 12345, 0)]
        [DataRow(9, 19, 9)]
        [DataRow(9, 20, 0)]
        [DataRow(int.MaxValue, int.MaxValue, int.MaxValue)]
        [DataRow(int.MaxValue - 1, int.MaxValue - 1, int.MaxValue - 1)]
        public void A_number_is_in_its_range(int max, int drawn, int expected)
        {
            Machine.Numbers.Enqueue(drawn);
            Assert.AreEqual(expected, new HardwareRandom().Next(max));
        }

        [TestMethod]
        [DataRow(9, int.MaxValue)]
        [DataRow(2, int.MaxValue)]
        [DataRow(int.MaxValue - 1, int.MaxValue)]
        public void A_number_that_would_make_some_likelier_is_drawn_again(int max, int refused)
        {
            Machine.Numbers.Enqueue(refused);
            Machine.Numbers.Enqueue(1);
            Assert.AreEqual(1, new HardwareRandom().Next(max));
            Assert.IsEmpty(Machine.Numbers);
        }

        [TestMethod]
        public void Of_a_range_that_divides_all_numbers_none_is_drawn_again()
        {
            Machine.Numbers.Enqueue(int.MaxValue);
            Assert.AreEqual(1023, new HardwareRandom().Next(1023));
        }

        [TestMethod]
        public void A_buffer_is_filled_to_its_end()
        {
            Machine.Numbers.Enqueue(200);
            Machine.Numbers.Enqueue(0);
            Machine.Numbers.Enqueue(7);
            byte[] buffer = new byte[3];
            new HardwareRandom().Fill(buffer);
            CollectionAssert.AreEqual(new byte[] { 200, 0, 7 }, buffer);
        }
    }
}
