using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Boards
{
    /// <summary>The pin that an external watchdog listens to moves while the main loop makes progress, and only then (D8).</summary>
    [TestClass]
    public sealed class WatchdogPinTests
    {
        private const int Led = 2;
        private const int Pin = 4;

        private int _failures;

        [TestInitialize]
        public void Start()
        {
            Board.Reset();
        }

        [TestMethod]
        public void It_moves_while_steps_succeed()
        {
            WatchdogPin pin = new WatchdogPin(Info());
            Run(pin, 10000, false);
            Assert.IsTrue(Pins.Toggles[Pin] is >= 49 and <= 51, $"{Pins.Toggles[Pin]} times in 10 s");
        }

        [TestMethod]
        public void It_stands_still_while_every_step_fails_and_moves_again_when_one_succeeds()
        {
            WatchdogPin pin = new WatchdogPin(Info());
            Run(pin, 1000, false);
            int toggles = Pins.Toggles[Pin];
            Run(pin, 60000, true);
            Assert.AreEqual(toggles, Pins.Toggles[Pin]);
            Run(pin, 1000, false);
            Assert.IsGreaterThan(toggles, Pins.Toggles[Pin]);
        }

        [TestMethod]
        public void A_board_without_the_pin_uses_none()
        {
            Run(new WatchdogPin(new BoardInfo("b", "c", 0, -1, -1, -1, true, -1)), 1000, false);
            Assert.IsEmpty(Pins.Levels);
        }

        [TestMethod]
        public void A_light_that_fails_does_not_stop_it()
        {
            Companion companion = Companion.Open(Info());
            Pins.Broken = Led;
            Run(companion);
            Assert.IsGreaterThan(20, Pins.Toggles[Pin]);
            Assert.IsFalse(Pins.Toggles.ContainsKey(Led));
        }

        [TestMethod]
        public void A_light_that_cannot_be_had_does_not_stop_it()
        {
            Pins.Taken = Led;
            Companion companion = Companion.Open(Info());
            Assert.IsNull(companion.Led);
            Run(companion);
            Assert.IsGreaterThan(20, Pins.Toggles[Pin]);
        }

        [TestMethod]
        public void A_pin_that_cannot_be_had_does_not_put_out_the_light()
        {
            Pins.Taken = Pin;
            Run(Companion.Open(Info()));
            Assert.IsTrue(Pins.Levels[Led]);
        }

        private void Run(WatchdogPin pin, int milliseconds, bool fails)
        {
            for (int i = 0; i < milliseconds; i += 20)
            {
                _failures += fails ? 1 : 0;
                pin.Step(VirtualTime.Now, _failures);
                VirtualTime.Advance(20);
            }
        }

        private static void Run(Companion companion)
        {
            for (int i = 0; i < 5000; i += 20)
            {
                companion.Step(i, 0, SupervisorState.Online, false);
            }
        }

        private static BoardInfo Info()
        {
            return new BoardInfo("b", "c", 0, -1, -1, Led, true, Pin);
        }
    }
}
