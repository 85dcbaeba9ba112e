using System.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.AdapterTests.Boards
{
    /// <summary>What the light shows, in parts of an eighth of a second, as the table of the firmware's README says.</summary>
    [TestClass]
    public sealed class StatusLedTests
    {
        private const int Pin = 2;

        [TestInitialize]
        public void Start()
        {
            Platform.Board.Reset();
        }

        [TestMethod]
        [DataRow((int)SupervisorState.Unprovisioned, false, "#.#.............")]
        [DataRow((int)SupervisorState.JoiningWifi, false, "####....####....")]
        [DataRow((int)SupervisorState.WaitingForClock, false, "########........")]
        [DataRow((int)SupervisorState.Connecting, false, "##..##..##..##..")]
        [DataRow((int)SupervisorState.Online, false, "################")]
        [DataRow((int)SupervisorState.Waiting, false, "#...............")]
        [DataRow((int)SupervisorState.Refused, false, "#.#.#...........")]
        [DataRow((int)SupervisorState.Online, true, "#.#.#.#.........")]
        public void Each_state_has_its_pattern_at_either_level(int state, bool isSafeMode, string expected)
        {
            Assert.AreEqual(expected, Show(true, (SupervisorState)state, isSafeMode));
            Assert.AreEqual(expected, Show(false, (SupervisorState)state, isSafeMode));
        }

        [TestMethod]
        public void Identify_flickers_for_ten_seconds()
        {
            StatusLed led = new StatusLed(Info(true));
            led.Identify();
            Assert.AreEqual("#.#.#.#.#.#.#.#.", Show(led, true, SupervisorState.Online, false));
            VirtualTime.Advance(10000);
            Assert.AreEqual("################", Show(led, true, SupervisorState.Online, false));
        }

        [TestMethod]
        public void A_light_that_does_not_change_is_not_written()
        {
            StatusLed led = new StatusLed(Info(true));
            for (int i = 0; i < 1000; i++)
            {
                led.Step(i * 20, SupervisorState.Online, false);
            }

            Assert.AreEqual(1, Pins.Writes, "Writing makes garbage.");
            Assert.AreEqual(1, Pins.Toggles[Pin]);
        }

        [TestMethod]
        public void A_board_without_a_light_uses_no_pin()
        {
            StatusLed led = new StatusLed(new BoardInfo("b", "c", 0, -1, -1, -1, true, -1));
            led.Identify();
            led.Step(0, SupervisorState.Online, false);
            Assert.IsEmpty(Pins.Levels);
        }

        private static string Show(bool isActiveHigh, SupervisorState state, bool isSafeMode)
        {
            StatusLed led = new StatusLed(Info(isActiveHigh));
            Assert.AreEqual(!isActiveHigh, Pins.Levels[Pin], "It is dark to begin with.");
            return Show(led, isActiveHigh, state, isSafeMode);
        }

        private static string Show(StatusLed led, bool isActiveHigh, SupervisorState state, bool isSafeMode)
        {
            StringBuilder shown = new StringBuilder();
            long begin = VirtualTime.Now - VirtualTime.Now % 2000;
            for (int i = 0; i < 16; i++)
            {
                led.Step(begin + i * 125, state, isSafeMode);
                shown.Append(Pins.Levels[Pin] == isActiveHigh ? '#' : '.');
            }

            return shown.ToString();
        }

        private static BoardInfo Info(bool isActiveHigh)
        {
            return new BoardInfo("b", "c", 0, -1, -1, Pin, isActiveHigh, -1);
        }
    }
}
