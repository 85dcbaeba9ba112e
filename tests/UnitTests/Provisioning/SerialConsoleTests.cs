using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Runtime;
using NFUnitTest.Runtime;

namespace NFUnitTest.Provisioning
{
    [TestClass]
    public class SerialConsoleTests
    {
        [TestMethod]
        public void An_empty_device_is_provisioned_line_by_line()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.Contains("state: unprovisioned/cause: none/connack: 0/settings: empty/wifi: not set/outbox: 0/OK/", world.Ask("status"));
            AssertProvision(world);
            Assert.AreEqual("settings: ok/OK/", world.Ask("commit"));
            world.Run(200);
            string status = world.Ask("status");
            Assert.Contains("state: online/", status);
            Assert.Contains("settings: ok/", status);
            Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", world.Client.Password);
        }

        [TestMethod]
        public void Nothing_counts_before_the_commit()
        {
            DeviceWorld world = new DeviceWorld();
            AssertProvision(world);
            Assert.AreEqual("OK/", world.Ask("check"));
            world.Run(5000);
            Assert.AreEqual((int)SupervisorState.Unprovisioned, (int)world.State);
            world.Ask("discard");
            Assert.AreEqual("ERR 15 mode/", world.Ask("commit"));
        }

        [TestMethod]
        public void A_secret_goes_in_and_never_comes_out()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual("", world.Ask("set secret"));
            Assert.AreEqual("OK/", world.Ask("TopSecret"));
            AssertProvision(world);
            world.Ask("set secret");
            world.Ask("TopSecret");
            string all = world.Ask("show") + world.Ask("commit") + world.Ask("show") + world.Ask("status") + world.Ask("info") + world.Ask("TopSecret");
            Assert.Contains("secret: set/password: not set/", all);
            Assert.DoesNotContains("TopSecret", all);
        }

        [TestMethod]
        public void A_wrong_value_is_refused_with_its_rule_and_field()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual("ERR 66 client-id/", world.Ask("set client-id GIX_Test@@@0001"));
            Assert.AreEqual("ERR 36 port/", world.Ask("set port 65536"));
            Assert.Contains("client-id: not set/", world.Ask("show"));
            Assert.Contains("port: 8883/", world.Ask("show"));
        }

        [TestMethod]
        public void A_refused_commit_keeps_what_was_stored()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Ask("set parent-topic");
            Assert.AreEqual("ERR 131 parent-topic/", world.Ask("commit"));
            world.Switch();
            Assert.AreEqual(DeviceWorld.ClientId, world.Device.ClientId);
        }

        [TestMethod]
        public void A_commit_that_changes_nothing_writes_nothing()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            Assert.AreEqual("settings: unchanged/OK/", world.Ask("commit"));
            Assert.AreEqual(1u, world.Device.Settings.Sequence);
            world.Run(200);
            Assert.AreEqual(1, world.Factory.Created);
        }

        [TestMethod]
        public void A_flash_that_does_not_hold_is_told()
        {
            DeviceWorld world = new DeviceWorld();
            AssertProvision(world);
            world.Flash.FailsWrites = true;
            Assert.AreEqual("ERR 4 failed/", world.Ask("commit"));
            world.Flash.FailsWrites = false;
            Assert.AreEqual("settings: ok/OK/", world.Ask("commit"));
        }

        [TestMethod]
        public void A_factory_reset_wants_to_be_confirmed()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Ask("set port 1");
            Assert.AreEqual("ERR 5 confirm/", world.Ask("factory-reset"));
            Assert.AreEqual(1u, world.Device.Settings.Sequence);
            Assert.AreEqual("OK/", world.Ask("factory-reset confirm"));
            Assert.Contains("client-id: not set/", world.Ask("show"));
            Assert.Contains("port: 8883/", world.Ask("show"));
            world.Run(200);
            string status = world.Ask("status");
            Assert.Contains("state: unprovisioned/", status);
            Assert.Contains("settings: empty/", status);
        }

        [TestMethod]
        public void A_factory_reset_of_all_forgets_the_network_too()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.Ssid = "home";
            Assert.AreEqual("OK/", world.Ask("factory-reset confirm"));
            Assert.DoesNotContains("wifi: not set/", world.Ask("status"));
            Assert.AreEqual("OK/", world.Ask("factory-reset all"));
            Assert.Contains("wifi: not set/", world.Ask("status"));
        }

        [TestMethod]
        public void A_factory_reset_that_failed_is_told()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Flash.FailsWrites = true;
            Assert.AreEqual("ERR 4 failed/", world.Ask("factory-reset confirm"));
        }

        [TestMethod]
        public void A_reboot_comes_after_its_answer()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual("OK/", world.Ask("reboot"));
            world.Run(4000);
            Assert.AreEqual(1, world.Board.Reboots);
        }

        [TestMethod]
        public void Help_and_info_answer()
        {
            DeviceWorld world = new DeviceWorld();
            string help = world.Ask("help");
            Assert.Contains("/set FIELD [VALUE]/", help);
            Assert.Contains("/factory-reset confirm|all/OK/", help);
            Assert.AreEqual(
                "firmware: NanoMqttDevice/version: 0.1.0/board: fake/chip: FAKE32/mac: 0123456789AB/name: fake32-6789AB/OK/",
                world.Ask("info"));
        }

        [TestMethod]
        public void What_is_unknown_or_damaged_is_refused_and_the_next_line_is_obeyed()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual("near: factory-reset confirm|all/ERR 1 command/", world.Ask("format"));
            Assert.AreEqual("near: client-id/near: commands/near: clean-session/ERR 3 field/", world.Ask("set colour red"));
            Assert.AreEqual("ERR 2 line/", world.Ask("set\u0001"));
            Assert.AreEqual("ERR 2 line/", world.Ask(new string('x', 600)));
            Assert.AreEqual("ERR 2 line/", world.Ask("set secret\n\u0002"));
            Assert.Contains("OK/", world.Ask("help"));
        }

        [TestMethod]
        public void A_line_that_fails_is_tried_again()
        {
            DeviceWorld world = new DeviceWorld();
            world.Serial.Throws = true;
            world.Run(100);
            world.Serial.Throws = false;
            Assert.Contains("OK/", world.Ask("help"));
        }

        private static void AssertProvision(DeviceWorld world)
        {
            Assert.AreEqual("OK/", world.Ask("set mode DeviceCredential"));
            Assert.AreEqual("OK/", world.Ask("set endpoint a.b"));
            Assert.AreEqual("OK/", world.Ask("set tls off"));
            Assert.AreEqual("OK/", world.Ask("set instance mqtt-xxxxx"));
            Assert.AreEqual("OK/", world.Ask("set client-id GID_Test@@@0001"));
            Assert.AreEqual("OK/", world.Ask("set access-key-id YYYYY"));
            Assert.AreEqual("OK/", world.Ask("set secret XXXXX"));
            Assert.AreEqual("OK/", world.Ask("set parent-topic top"));
        }
    }
}
