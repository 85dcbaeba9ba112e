using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Boards
{
    /// <summary>The product's word for its board goes before the table's; no pin is used by guess (D24).</summary>
    [TestClass]
    public sealed class BoardChoiceTests
    {
        private const string Target = "ESP32_REV3";

        private static readonly BoardInfo _own = new BoardInfo("our own", "ESP32", 3, 1, 2, 3, false, 4);

        [TestMethod]
        public void A_product_that_knows_its_board_is_believed()
        {
            Product product = new Product { Find = t => t == Target ? _own : null };
            Assert.AreSame(_own, BoardChoice.Of(product, Target));
            Assert.AreEqual("ESP32-C3 DevKitM", BoardChoice.Of(product, "ESP32_C3").Name);
        }

        [TestMethod]
        public void Any_other_product_gets_the_tables()
        {
            Assert.AreEqual("ESP32 DevKit", BoardChoice.Of(new Application(), Target).Name);
            Assert.AreEqual("ESP32 DevKit", BoardChoice.Of(null, Target).Name);
        }

        [TestMethod]
        public void A_product_that_fails_does_not_keep_the_device_from_starting()
        {
            BoardInfo board = BoardChoice.Of(new Product { Find = t => throw new InvalidOperationException() }, Target);
            AssertNoPins(board);
        }

        [TestMethod]
        [DataRow("ESP32_PSRAM_BLE_GenericGraphic_REV3")]
        [DataRow("ESP32_GenericDisplay_REV0")]
        [DataRow("ESP32_ETHERNET_KIT_1.2")]
        [DataRow("ESP32_OLIMEX")]
        [DataRow("ESP32_REV")]
        [DataRow("ESP32_REV31")]
        [DataRow("esp32_rev3")]
        [DataRow("ESP32_REV0 ESP32_REV3")]
        [DataRow("")]
        public void An_image_that_is_not_in_the_table_by_its_whole_name_uses_no_pin(string target)
        {
            AssertNoPins(BoardTable.Find(target));
            Assert.AreEqual(target, BoardTable.Find(target).Chip);
        }

        private static void AssertNoPins(BoardInfo board)
        {
            Assert.AreEqual(0, board.Uart);
            Assert.AreEqual(BoardInfo.None, board.TxPin);
            Assert.AreEqual(BoardInfo.None, board.RxPin);
            Assert.AreEqual(BoardInfo.None, board.LedPin);
            Assert.AreEqual(BoardInfo.None, board.WatchdogPin);
        }

        private sealed class Product : IProductBoard
        {
            public Func<string, BoardInfo> Find { get; set; }

            public BoardInfo FindBoard(string targetName)
            {
                return Find(targetName);
            }
        }
    }
}
