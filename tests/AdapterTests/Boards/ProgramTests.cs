using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;

namespace NanoMqttDevice.AdapterTests.Boards
{
    /// <summary>A Main that returns leaves the board standing still until somebody takes its power.</summary>
    [TestClass]
    public sealed class ProgramTests
    {
        [TestMethod]
        public void A_start_that_fails_is_tried_again_ten_seconds_later_and_Main_does_not_return()
        {
            Board.Reset();
            Machine.IsBroken = true;
            Assert.ThrowsExactly<StandstillException>(Program.Main);
            Assert.AreEqual(1, Machine.Reboots);
            Assert.AreEqual(10000, Machine.LastReboot);
        }
    }
}
