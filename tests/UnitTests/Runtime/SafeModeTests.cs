using nanoFramework.TestFramework;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Storage;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class SafeModeTests
    {
        private const int StableTime = 120000;
        private const int SerialTime = 900000;

        [TestMethod]
        public void After_five_crashes_it_is_online_without_the_product_and_says_so()
        {
            DeviceWorld world = Provisioned();
            Crash(world, BootGuard.WithoutProductAt);
            world.Run(20000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual(0, world.Application.Measured);
            Assert.Contains("mode: without-product/", world.Ask("status"));
            Assert.Contains("\"event\":\"online\"", (string)world.Client.Payloads[world.Client.Topics.IndexOf("top/reply")]);
            Assert.Contains("\"mode\":\"without-product\"", (string)world.Client.Payloads[world.Client.Topics.IndexOf("top/reply")]);
            world.SendSealed("1 interval 30");
            Assert.Contains("\"result\":\"ok\"", (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
        }

        [TestMethod]
        public void A_sealed_reboot_has_the_product_tried_again()
        {
            DeviceWorld world = Provisioned();
            Crash(world, BootGuard.WithoutProductAt);
            world.Run(20000);
            world.SendSealed("1 reboot");
            world.Run(4000);
            Assert.AreEqual(1, world.Board.Reboots);
            world.Crash();
            Assert.AreEqual((int)StartMode.Normal, (int)world.Device.Report.Mode);
        }

        [TestMethod]
        public void After_ten_crashes_it_joins_nothing_and_connects_nowhere_and_asks_no_application()
        {
            DeviceWorld world = Provisioned();
            world.Link.IsUp = false;
            Crash(world, BootGuard.SerialOnlyAt);
            world.Run(120000);
            Assert.AreEqual(0, world.Link.Joins);
            Assert.AreEqual(0, world.Factory.Created);
            Assert.AreEqual(0, world.Application.Measured);
            Assert.AreEqual((int)SupervisorState.Unprovisioned, (int)world.State);
            Assert.AreEqual((int)StoreResult.Ok, (int)world.Device.Settings.State, "the settings are there all the same");
        }

        [TestMethod]
        public void The_serial_line_says_so_and_a_commit_starts_everything_anew()
        {
            DeviceWorld world = Provisioned();
            Crash(world, BootGuard.SerialOnlyAt);
            Assert.Contains("mode: serial-only/", world.Ask("status"));
            Assert.AreEqual("settings: unchanged/OK/", world.Ask("commit"));
            world.Run(4000);
            Assert.AreEqual(1, world.Board.Reboots);
            world.Crash();
            world.Run(1000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.IsTrue(world.Application.Measured > 0);
            Assert.DoesNotContains("mode:", world.Ask("status"));
        }

        [TestMethod]
        public void With_only_the_serial_line_it_starts_anew_after_a_while_and_gets_online()
        {
            DeviceWorld world = Provisioned();
            Crash(world, BootGuard.SerialOnlyAt);
            world.Run(SerialTime - 20);
            Assert.AreEqual(0, world.Board.Reboots);
            world.Run(100);
            Assert.AreEqual(1, world.Board.Reboots);
            world.Crash();
            world.Run(20000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.Contains("mode: without-product/", world.Ask("status"));
        }

        [TestMethod]
        public void A_device_that_lasts_is_counted_from_one_again()
        {
            DeviceWorld world = Provisioned();
            for (int i = 0; i < 20; i++)
            {
                world.Crash();
                Assert.AreEqual((int)StartMode.Normal, (int)world.Device.Report.Mode);
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

        // Switching it on was the first start.
        private static void Crash(DeviceWorld world, int start)
        {
            for (int i = 1; i < start; i++)
            {
                world.Crash();
            }
        }
    }
}
