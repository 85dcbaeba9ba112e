using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Runtime;
using NFUnitTest.Runtime;

namespace NFUnitTest.Commands
{
    [TestClass]
    public class CommandSealTests
    {
        // The examples of Credentials/SEAL.md, computed with openssl.
        [TestMethod]
        [DataRow("XXXXX", "AAECAwQFBgcICQoL", "1732460000000 interval 30", "qDusE2tikG6nM65egaXvLksrVeU=")]
        [DataRow("DC.abcdefghijklmnopqrstuv", "AAECAwQFBgcICQoL", "7 reboot", "j1iloreF6yFPprq6kvtkE7/uJa8=")]
        public void The_examples_of_the_specification_are_computed(string secret, string nonce, string line, string seal)
        {
            Assert.AreEqual(seal, CommandSeal.Compute(Encoding.UTF8.GetBytes(secret), "GID_Test@@@0001", nonce, line));
        }

        [TestMethod]
        [DataRow("interval 30")]
        [DataRow("reboot")]
        [DataRow("settings telemetry-interval=5")]
        [DataRow("own x")]
        public void Without_a_seal_nothing_is_changed_and_the_answer_tells_the_nonce(string command)
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Application.IsLab = true;
            world.Send("7 " + command);
            Assert.Contains("\"result\":\"needs-seal\",\"nonce\":\"" + world.Nonce + "\"}", Last(world));
            Assert.AreEqual(0, world.Device.Report.Processor.Obeyed);
        }

        [TestMethod]
        [DataRow("ping")]
        [DataRow("info")]
        [DataRow("identify")]
        public void What_changes_nothing_needs_no_seal(string command)
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Send("7 " + command);
            Assert.Contains("\"result\":\"ok\"", Last(world));
        }

        [TestMethod]
        public void A_stranger_cannot_send_the_login_elsewhere()
        {
            DeviceWorld world = Lab();
            world.Send("7 settings endpoint=evil port=1883 tls=off");
            Assert.Contains("\"result\":\"needs-seal\"", Last(world));
            world.Run(30000);
            Assert.AreEqual("a.b", world.Factory.Endpoint);
        }

        [TestMethod]
        public void Who_knows_the_secret_changes_the_endpoint_only_by_giving_it_again()
        {
            DeviceWorld world = Lab();
            world.SendSealed("7 settings endpoint=other");
            Assert.Contains("\"result\":\"bad-argument\",\"field\":\"secret\",\"rule\":81", Last(world));
            world.Run(CommandGate.WriteGap);
            world.SendSealed("8 settings endpoint=other secret=XXXXX");
            world.Run(10000);
            Assert.AreEqual("other", world.Factory.Endpoint);
        }

        [TestMethod]
        public void A_command_is_obeyed_once_and_its_id_must_rise()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            string command = world.Seal("7 own a");
            world.Send(command);
            Assert.Contains("\"result\":\"ok\"", Last(world));
            world.Send(command);
            Assert.Contains("\"result\":\"duplicate\"", Last(world));
            world.SendSealed("6 own a");
            Assert.Contains("\"result\":\"duplicate\"", Last(world));
            world.SendSealed("8 own a");
            Assert.Contains("\"result\":\"ok\"", Last(world));
            Assert.AreEqual(2, world.Device.Report.Processor.Obeyed);
        }

        [TestMethod]
        public void A_seal_of_an_earlier_start_is_stale_and_the_answer_has_the_present_nonce()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            string old = world.Nonce;
            string command = world.Seal("7 own a");
            world.Switch();
            world.Run(200);
            Assert.AreNotEqual(old, world.Nonce);
            world.Send(command);
            Assert.Contains("\"result\":\"stale\",\"nonce\":\"" + world.Nonce + "\"}", Last(world));
            Assert.AreEqual(0, world.Device.Report.Processor.Obeyed);
        }

        [TestMethod]
        public void A_seal_of_another_secret_device_or_command_is_refused()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            string good = world.Seal("7 own a");
            world.Send("7 own b" + good.Substring("7 own a".Length));
            Assert.Contains("\"result\":\"bad-seal\"", Last(world));
            world.Send("7 own a ~" + world.Nonce + CommandSeal.Compute(Encoding.UTF8.GetBytes("YYYYY"), DeviceWorld.ClientId, world.Nonce, "7 own a"));
            Assert.Contains("\"result\":\"bad-seal\"", Last(world));
            world.Send("7 own a ~" + world.Nonce + CommandSeal.Compute(Encoding.UTF8.GetBytes("XXXXX"), "GID_Test@@@0002", world.Nonce, "7 own a"));
            Assert.Contains("\"result\":\"bad-seal\"", Last(world));
            Assert.AreEqual(0, world.Device.Report.Processor.Obeyed);
            world.Send(good);
            Assert.Contains("\"result\":\"ok\"", Last(world));
        }

        [TestMethod]
        [DataRow("x")]
        [DataRow("0")]
        [DataRow("-1")]
        [DataRow("1234567890123456789")]
        public void The_id_of_a_sealed_command_is_a_number(string id)
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.SendSealed(id + " own a");
            Assert.Contains("\"result\":\"bad-argument\"", Last(world));
        }

        [TestMethod]
        public void Open_commands_are_obeyed_without_a_seal_but_for_settings()
        {
            DeviceWorld world = Lab();
            world.Ask("set commands open");
            world.Ask("commit");
            world.Run(20000);
            world.Send("7 own a");
            Assert.Contains("\"result\":\"ok\"", Last(world));
            world.Send("8 settings telemetry-interval=5");
            Assert.Contains("\"result\":\"needs-seal\"", Last(world));
        }

        [TestMethod]
        public void A_hundred_commands_that_write_flash_write_it_once_in_a_while()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            uint before = world.Device.Settings.Sequence;
            for (int i = 1; i <= 100; i++)
            {
                world.SendSealed(i + " interval " + i);
            }

            Assert.IsTrue(world.Device.Settings.Sequence - before <= 3u, "100 commands in 20 seconds");
            Assert.Contains("\"result\":\"busy\"", Last(world));
        }

        [TestMethod]
        public void A_burst_of_two_hundred_commands_is_answered_one_by_one()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            int before = world.Client.Topics.Count;
            for (int i = 0; i < 200; i++)
            {
                world.Client.Receive(DeviceWorld.OwnTopic, Encoding.UTF8.GetBytes((1732460000000 + i) + " ping"));
            }

            world.Run(30000);
            int answered = 0;
            for (int i = before; i < world.Client.Payloads.Count; i++)
            {
                string payload = (string)world.Client.Payloads[i];
                answered += payload.IndexOf("\"result\":\"ok\"") > 0 || payload.IndexOf("\"result\":\"busy\"") > 0 ? 1 : 0;
            }

            Assert.AreEqual(200, answered);
        }

        [TestMethod]
        public void A_flood_ends_the_session_with_a_cause_of_its_own_and_no_long_wait()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            for (int i = 0; i < 1000; i++)
            {
                world.Client.Receive(DeviceWorld.OwnTopic, Encoding.UTF8.GetBytes((1732460000000 + i) + " ping"));
            }

            world.Run(100);
            Assert.Contains("cause: overloaded/", world.Ask("status"));
            world.Run(2000);
            Assert.Contains("state: online/", world.Ask("status"));
        }

        private static DeviceWorld Lab()
        {
            DeviceWorld world = new DeviceWorld();
            world.Application.IsLab = true;
            world.Switch();
            return world.Provisioned();
        }

        private static string Last(DeviceWorld world)
        {
            return (string)world.Client.Payloads[world.Client.Payloads.Count - 1];
        }
    }
}
