using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Storage;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class SafeModeTests
    {
        private const int StableTime = 120000;
        private const int SafeModeTime = 900000;

        [TestMethod]
        public void A_device_in_safe_mode_joins_nothing_and_connects_nowhere_and_asks_no_application()
        {
            DeviceWorld world = Provisioned();
            world.Link.IsUp = false;
            CrashUntilSafe(world);
            Assert.IsTrue(world.Device.Report.IsSafeMode);
            world.Run(120000);
            Assert.AreEqual(0, world.Link.Joins);
            Assert.AreEqual(0, world.Factory.Created);
            Assert.AreEqual(0, world.Application.Measured);
            Assert.AreEqual((int)SupervisorState.Unprovisioned, (int)world.State);
            Assert.AreEqual((int)StoreResult.Ok, (int)world.Device.Settings.State, "the settings are there all the same");
        }

        [TestMethod]
        public void The_serial_line_says_so_and_a_commit_leaves_it()
        {
            DeviceWorld world = Provisioned();
            CrashUntilSafe(world);
            Assert.Contains("mode: safe", world.Ask("status"));
            Assert.AreEqual("settings: unchanged/OK/", world.Ask("commit"));
            world.Run(1000);
            Assert.IsFalse(world.Device.Report.IsSafeMode);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.DoesNotContains("mode:", world.Ask("status"));
        }

        [TestMethod]
        public void It_starts_anew_after_a_while_and_then_tries_in_earnest()
        {
            DeviceWorld world = Provisioned();
            CrashUntilSafe(world);
            world.Run(SafeModeTime - 20);
            Assert.AreEqual(0, world.Board.Reboots);
            world.Run(100);
            Assert.AreEqual(1, world.Board.Reboots);
            world.Crash();
            world.Run(1000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
        }

        [TestMethod]
        public void A_device_that_lasts_is_counted_from_one_again()
        {
            DeviceWorld world = Provisioned();
            for (int i = 0; i < 10; i++)
            {
                world.Crash();
                Assert.IsFalse(world.Device.Report.IsSafeMode);
                world.Clock.Milliseconds += StableTime;
                world.Run(20);
            }
        }

        // Committed and never gone by: no client was made yet.
        private static DeviceWorld Provisioned()
        {
            DeviceWorld world = new DeviceWorld();
            world.Provision();
            return world;
        }

        private static void CrashUntilSafe(DeviceWorld world)
        {
            // Switching it on was the first start.
            for (int i = 1; i < BootGuard.SafeModeAt; i++)
            {
                world.Crash();
            }
        }
    }
}
