using System;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Boards
{
    /// <summary>What the board tells of itself.</summary>
    [TestClass]
    public sealed class Esp32BoardTests
    {
        [TestInitialize]
        public void Start()
        {
            Platform.Board.Reset();
        }

        [TestMethod]
        public void Its_name_tells_board_and_image()
        {
            Esp32Board board = Make();
            Assert.AreEqual("ESP32 DevKit ESP32_REV3", board.Name);
            Assert.AreEqual("ESP32", board.Chip);
        }

        [TestMethod]
        public void The_MAC_has_twelve_digits_and_may_be_unknown()
        {
            Assert.AreEqual("240AC4000FFE", Make().Mac);
            Radio.HasStation = false;
            Assert.IsNull(Make().Mac);
            Radio.IsBroken = true;
            Assert.IsNull(Make().Mac);
        }

        [TestMethod]
        public void Its_memory_is_that_of_the_managed_heap_and_of_the_chip_itself()
        {
            Esp32Board board = Make();
            Assert.AreEqual(60000, board.FreeMemory);
            Assert.AreEqual(120000, board.FreeNativeMemory);
            Assert.AreEqual(65536, board.LargestNativeBlock);
        }

        [TestMethod]
        public void Orders_are_passed_on()
        {
            Esp32Board board = Make();
            board.Identify();
            board.Reboot();
            Assert.AreEqual(1, Machine.Reboots);
        }

        [TestMethod]
        public void Identify_reaches_the_light()
        {
            StatusLed led = new StatusLed(BoardTable.Find("ESP32_REV3"));
            new Esp32Board(BoardTable.Find("ESP32_REV3"), led, null).Identify();
            led.Step(0, Connectivity.SupervisorState.Waiting, false);
            led.Step(250, Connectivity.SupervisorState.Waiting, false);
            Assert.IsTrue(Pins.Levels[2], "Waiting is dark then.");
        }

        [TestMethod]
        [DataRow(0, (int)WakeCause.None)]
        [DataRow(4, (int)WakeCause.Timer)]
        [DataRow(2, (int)WakeCause.Pin)]
        [DataRow(7, (int)WakeCause.Pin)]
        public void It_tells_what_has_woken_it(int cause, int expected)
        {
            Machine.WakeCause = cause;
            Assert.AreEqual((WakeCause)expected, Make().Wake);
        }

        [TestMethod]
        public void An_image_that_cannot_sleep_was_never_woken()
        {
            Machine.HasNoSleep = true;
            Assert.AreEqual(WakeCause.None, Make().Wake);
        }

        [TestMethod]
        public void It_sleeps_until_a_time_or_a_pin()
        {
            Make().Sleep(90000, 33, true);
            Assert.AreEqual(TimeSpan.FromSeconds(90), Machine.WakeTime);
            Assert.AreEqual(1UL << 33, Machine.WakePin);
            Assert.AreEqual(1, Machine.WakeLevel);
            Assert.AreEqual(1, Machine.Sleeps);
        }

        [TestMethod]
        public void Its_button_is_looked_at_four_times_a_second()
        {
            Esp32Board board = Make();
            Assert.IsFalse(board.IsResetHeld);
            Pins.Levels[0] = false;
            VirtualTime.Advance(300);
            Assert.IsTrue(board.IsResetHeld);
            Pins.Levels[0] = true;
            VirtualTime.Advance(300);
            Assert.IsFalse(board.IsResetHeld);
        }

        private static Esp32Board Make()
        {
            return new Esp32Board(BoardTable.Find(Machine.TargetName), null, new ResetButton(BoardTable.Find(Machine.TargetName)));
        }
    }
}
