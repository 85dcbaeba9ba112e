using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Runtime;
using NFUnitTest.Runtime;

namespace NFUnitTest.Commands
{
    [TestClass]
    public class CommandProcessorTests
    {
        [TestMethod]
        public void Ping_is_answered_to_the_reply_topic_with_its_id()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Send("7 ping");
            Assert.AreEqual("top/reply", LastTopic(world));
            Assert.AreEqual(
                "{\"id\":\"7\",\"clientId\":\"GID_Test@@@0001\",\"command\":\"ping\",\"result\":\"ok\",\"nonce\":\"" + world.Nonce + "\"}",
                LastPayload(world));
        }

        [TestMethod]
        public void A_command_that_comes_again_is_not_obeyed_again()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Send("7 identify");
            world.Send("7 identify");
            Assert.AreEqual(1, world.Board.Identified);
            Assert.AreEqual(1, world.Device.Report.Processor.Obeyed);
            Assert.AreEqual("{\"id\":\"7\",\"clientId\":\"GID_Test@@@0001\",\"command\":\"identify\",\"result\":\"duplicate\"}", LastPayload(world));
        }

        [TestMethod]
        public void What_is_no_command_gets_no_reply()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            int sent = world.Client.Topics.Count;
            world.Send("{\"id\":7}");
            Assert.AreEqual(sent, world.Client.Topics.Count);
            world.Send("8 info");
            Assert.Contains("\"malformed\":1", LastPayload(world));
        }

        [TestMethod]
        public void Info_tells_about_the_device_and_no_secret()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Run(5000);
            world.Send("7 info");
            string reply = LastPayload(world);
            Assert.Contains("\"result\":\"ok\",\"version\":\"0.1.0\",\"board\":\"fake\",\"uptime\":5,\"freeMemory\":54321", reply);
            Assert.Contains("\"telemetryInterval\":60,\"sequence\":1", reply);
            Assert.DoesNotContains("XXXXX", reply);
            Assert.DoesNotContains("vI009", reply);
        }

        [TestMethod]
        public void An_interval_counts_at_once_and_after_a_restart()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.SendSealed("7 interval 5");
            Assert.Contains("\"result\":\"ok\"", LastPayload(world));
            Assert.AreEqual(2u, world.Device.Settings.Sequence);
            int sent = world.Client.Topics.Count;
            world.Run(5100);
            Assert.AreEqual(sent + 1, world.Client.Topics.Count);
            world.Switch();
            world.Run(5300);
            Assert.AreEqual(2, world.Client.TelemetryCount);
            Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", world.Client.Password);
        }

        [TestMethod]
        public void The_same_interval_is_not_written_again()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.SendSealed("7 interval 60");
            Assert.Contains("\"result\":\"ok\"", LastPayload(world));
            Assert.AreEqual(1u, world.Device.Settings.Sequence);
        }

        [TestMethod]
        [DataRow("0")]
        [DataRow("86401")]
        [DataRow("-5")]
        [DataRow("five")]
        [DataRow("")]
        public void An_interval_out_of_range_is_refused(string interval)
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.SendSealed("7 interval " + interval);
            Assert.Contains("\"result\":\"bad-argument\"", LastPayload(world));
            Assert.AreEqual(1u, world.Device.Settings.Sequence);
        }

        [TestMethod]
        public void An_interval_that_could_not_be_stored_is_not_taken()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Flash.FailsWrites = true;
            world.SendSealed("7 interval 5");
            Assert.Contains("\"result\":\"failed\"", LastPayload(world));
            world.Send("8 info");
            Assert.Contains("\"telemetryInterval\":60", LastPayload(world));
        }

        [TestMethod]
        public void A_reboot_comes_after_its_reply()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Client.Receive(DeviceWorld.OwnTopic, System.Text.Encoding.UTF8.GetBytes(world.Seal("7 reboot")));
            world.Run(20);
            Assert.Contains("\"command\":\"reboot\",\"result\":\"ok\"", LastPayload(world));
            world.Run(100);
            Assert.AreEqual(1, world.Board.Reboots);
            world.Run(10000);
            Assert.AreEqual(1, world.Board.Reboots);
        }

        [TestMethod]
        public void A_reboot_does_not_wait_for_an_acknowledgement_for_ever()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.AcknowledgesAtOnce = false;
            world.Provisioned();
            world.Client.Receive(DeviceWorld.OwnTopic, System.Text.Encoding.UTF8.GetBytes(world.Seal("7 reboot")));
            world.Run(2900);
            Assert.AreEqual(0, world.Board.Reboots);
            world.Run(200);
            Assert.AreEqual(1, world.Board.Reboots);
        }

        [TestMethod]
        public void Other_commands_are_the_applications()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.SendSealed("7 own a b");
            Assert.Contains("\"command\":\"own\",\"result\":\"ok\",\"argument\":\"a b\"", LastPayload(world));
            world.SendSealed("8 nonsense");
            Assert.Contains("\"command\":\"nonsense\",\"result\":\"unknown-command\"", LastPayload(world));
        }

        [TestMethod]
        public void A_command_that_throws_has_failed_and_costs_no_other()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Application.Throws = true;
            world.SendSealed("7 own x");
            Assert.Contains("\"command\":\"own\",\"result\":\"failed\"}", LastPayload(world));
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            world.Send("8 ping");
            Assert.Contains("\"result\":\"ok\"", LastPayload(world));
        }

        private static string LastPayload(DeviceWorld world)
        {
            return (string)world.Client.Payloads[world.Client.Payloads.Count - 1];
        }

        private static string LastTopic(DeviceWorld world)
        {
            return (string)world.Client.Topics[world.Client.Topics.Count - 1];
        }
    }
}
