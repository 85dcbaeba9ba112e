using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;
using NFUnitTest.Runtime;

namespace NFUnitTest.Connectivity
{
    /// <summary>The setting ntp, seen from outside a device.</summary>
    [TestClass]
    public class TimeQueryTests
    {
        [TestMethod]
        public void With_TLS_the_device_asks_its_server_before_it_connects()
        {
            DeviceWorld world = World(true, true);
            world.Run(500);
            Assert.AreEqual(1, world.Link.TimeServer.Asked);
            Assert.AreEqual("time.lan", world.Link.TimeServer.LastHost);
            Assert.AreEqual(123, world.Link.TimeServer.LastPort);
            Assert.AreEqual(TimeServer.UnixMilliseconds, world.Clock.UnixMilliseconds);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
        }

        [TestMethod]
        public void Without_the_setting_nobody_is_asked()
        {
            DeviceWorld world = World(true, false);
            world.Run(5000);
            Assert.AreEqual(0, world.Link.TimeServer.Asked);
            Assert.AreEqual((int)SupervisorState.WaitingForClock, (int)world.State);
        }

        [TestMethod]
        public void Without_TLS_the_device_connects_first_and_asks_then()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.TimeServer = new TimeServer { IsSilent = true };
            Provision(world, false, true);
            world.Run(500);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual(1, world.Link.TimeServer.Asked);
        }

        [TestMethod]
        public void A_server_that_is_not_to_be_had_is_asked_again_and_not_too_often()
        {
            DeviceWorld world = World(true, true);
            world.Link.TimeServer.Throws = true;
            world.Run(14000);
            Assert.AreEqual(1, world.Link.TimeServer.Asked);
            world.Run(120000);
            int asked = world.Link.TimeServer.Asked;
            Assert.IsTrue(asked >= 3);

            // Never twice within 15 s (RFC 4330, section 10).
            Assert.IsTrue(asked <= 9);
            world.Link.TimeServer.Throws = false;
            world.Run(400000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual(TimeServer.UnixMilliseconds, world.Clock.UnixMilliseconds);
        }

        [TestMethod]
        public void The_clock_is_set_again_once_a_day()
        {
            DeviceWorld world = World(true, true);
            world.Run(1000);
            world.Clock.UnixMilliseconds = 0;
            world.Clock.Milliseconds += TimeQuery.Interval - 10000;
            world.Run(5000);
            Assert.AreEqual(1, world.Link.TimeServer.Asked);
            world.Run(10000);
            Assert.AreEqual(2, world.Link.TimeServer.Asked);
            Assert.AreEqual(TimeServer.UnixMilliseconds, world.Clock.UnixMilliseconds);
        }

        [TestMethod]
        public void A_forged_answer_leaves_the_clock_alone()
        {
            DeviceWorld world = World(true, true);
            world.Link.TimeServer.Changed = 24;
            world.Link.TimeServer.Value = 0xEE;
            world.Run(5000);
            Assert.IsFalse(world.Clock.IsSet);
            Assert.AreEqual((int)SupervisorState.WaitingForClock, (int)world.State);
        }

        [TestMethod]
        public void Another_server_is_asked_as_soon_as_it_is_set()
        {
            DeviceWorld world = World(true, true);
            world.Run(30000);
            DeviceSettings other = DeviceWorld.Settings();
            other.Ntp = "other.lan";
            SettingsError error;
            Assert.AreEqual((int)StoreResult.Candidate, (int)world.Device.Settings.Commit(other, out error));
            world.Run(15000);
            Assert.AreEqual("other.lan", world.Link.TimeServer.LastHost);
        }

        private static DeviceWorld World(bool tls, bool hasServer)
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.TimeServer = new TimeServer();
            Provision(world, tls, hasServer);
            return world;
        }

        private static void Provision(DeviceWorld world, bool tls, bool hasServer)
        {
            DeviceSettings settings = DeviceWorld.Settings();
            settings.Tls = tls;
            settings.Ntp = hasServer ? "time.lan" : null;
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
        }
    }
}
