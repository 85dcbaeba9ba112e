using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class RotationTests
    {
        private const string OldUserName = "DeviceCredential|YYYYY|mqtt-xxxxx";
        private const string NewUserName = "DeviceCredential|ZZZZZ|mqtt-xxxxx";

        [TestMethod]
        public void A_new_credential_that_is_accepted_becomes_current()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.AcceptedUserName = NewUserName;
            Assert.AreEqual("settings: candidate/OK/", Rotate(world));
            world.Run(200);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.Contains("settings: ok/", world.Ask("status"));
            Assert.Contains("access-key-id: ZZZZZ/", world.Ask("show"));
            Assert.IsTrue(HasSent(world, "{\"clientId\":\"GID_Test@@@0001\",\"event\":\"settings\",\"result\":\"current\",\"sequence\":2}"));
            world.Switch();
            world.Run(200);
            Assert.AreEqual(NewUserName, world.Client.UserName);
        }

        [TestMethod]
        public void A_new_credential_that_is_refused_is_dropped_for_the_old_one()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.AcceptedUserName = OldUserName;
            Rotate(world);
            world.Run(400);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            string status = world.Ask("status");
            Assert.Contains("settings: ok/", status);
            Assert.Contains("dropped: refused/", status);
            Assert.IsTrue(HasSent(world, "{\"clientId\":\"GID_Test@@@0001\",\"event\":\"settings\",\"result\":\"dropped\",\"cause\":\"refused\"}"));
            world.Switch();
            world.Run(200);
            Assert.AreEqual(OldUserName, world.Client.UserName);
        }

        [TestMethod]
        public void An_endpoint_that_is_not_reached_is_dropped_after_three_tries()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.NameIsUnknown = true;
            world.Ask("set endpoint nowhere.example");
            Assert.AreEqual("settings: candidate/OK/", world.Ask("commit"));
            int created = world.Factory.Created;
            world.Run(100);
            Assert.AreEqual("nowhere.example", world.Factory.Endpoint);
            for (int i = 0; i < 1000 && world.Factory.Endpoint == "nowhere.example"; i++)
            {
                world.Run(20);
            }

            Assert.AreEqual("a.b", world.Factory.Endpoint);
            Assert.AreEqual(created + 4, world.Factory.Created);
            Assert.Contains("dropped: name-not-resolved/", world.Ask("status"));
        }

        [TestMethod]
        public void A_network_that_is_gone_is_not_the_candidates_fault()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Link.Result = LinkResult.NetworkNotFound;
            world.Link.IsUp = false;
            Rotate(world);
            world.Run(600000);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            world.Link.Result = LinkResult.Joined;
            world.Run(600000);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.Contains("settings: ok/", world.Ask("status"));
        }

        [TestMethod]
        public void A_candidate_outlives_a_restart_and_is_tried_then()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Link.IsUp = false;
            world.Link.Result = LinkResult.NetworkNotFound;
            Rotate(world);
            world.Link.IsUp = true;
            world.Switch();
            Assert.Contains("settings: candidate/", world.Ask("status"));
            world.Run(200);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.Contains("settings: ok/", world.Ask("status"));
        }

        [TestMethod]
        public void The_old_settings_committed_again_take_a_candidate_back()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Link.IsUp = false;
            world.Link.Result = LinkResult.NetworkNotFound;
            Rotate(world);
            world.Ask("set access-key-id YYYYY");
            Assert.AreEqual("settings: unchanged/OK/", world.Ask("commit"));
            world.Link.IsUp = true;
            world.Run(200);
            Assert.AreEqual(OldUserName, world.Client.UserName);
        }

        [TestMethod]
        public void A_factory_reset_forgets_the_candidate_too()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Link.IsUp = false;
            world.Link.Result = LinkResult.NetworkNotFound;
            Rotate(world);
            world.Ask("factory-reset confirm");
            world.Switch();
            Assert.Contains("settings: empty/", world.Ask("status"));
        }

        [TestMethod]
        public void A_candidate_that_cannot_be_stored_changes_nothing()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Ask("set access-key-id ZZZZZ");
            world.Flash.FailsWrites = true;
            Assert.AreEqual("ERR 4 failed/", world.Ask("commit"));
            world.Run(200);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
        }

        [TestMethod]
        public void A_command_brings_a_new_credential_over_TLS()
        {
            DeviceWorld world = WithTls();
            FakeMqttClient old = world.Client;
            world.Send("7 settings access-key-id=ZZZZZ secret=WWWWW");
            Assert.AreEqual(
                "{\"id\":\"7\",\"clientId\":\"GID_Test@@@0001\",\"command\":\"settings\",\"result\":\"ok\",\"settings\":\"candidate\"}",
                (string)old.Payloads[old.Payloads.Count - 1]);
            world.Run(4000);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.AreEqual(Login.Sign(Encoding.UTF8.GetBytes("WWWWW"), DeviceWorld.ClientId), world.Client.Password);
            Assert.Contains("\"result\":\"current\"", LastPayload(world));
        }

        [TestMethod]
        public void Without_TLS_a_command_with_settings_is_refused_unless_it_is_a_lab()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Send("7 settings access-key-id=ZZZZZ secret=WWWWW");
            Assert.Contains("\"result\":\"needs-tls\"}", LastPayload(world));
            world.Run(4000);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            world.Application.IsLab = true;
            world.Switch();
            world.Run(200);
            world.Send("8 settings access-key-id=ZZZZZ secret=WWWWW");
            world.Run(4000);
            Assert.AreEqual(NewUserName, world.Client.UserName);
        }

        [TestMethod]
        [DataRow("settings", "none", 0)]
        [DataRow("settings colour=red", "none", 0)]
        [DataRow("settings access-key-id", "none", 0)]
        [DataRow("settings access-key-id=Z port=0", "port", 36)]
        [DataRow("settings secret=", "secret", 81)]
        [DataRow("settings client-id=GID_Test", "client-id", 65)]
        public void A_command_with_a_wrong_setting_names_field_and_rule_and_changes_nothing(string command, string field, int rule)
        {
            DeviceWorld world = WithTls();
            world.Send("7 " + command);
            Assert.Contains("\"result\":\"bad-argument\",\"field\":\"" + field + "\",\"rule\":" + rule + "}", LastPayload(world));
            world.Switch();
            world.Run(4000);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            Assert.Contains("settings: ok/", world.Ask("status"));
        }

        [TestMethod]
        public void An_interval_is_not_set_while_other_settings_are_tried()
        {
            DeviceWorld world = WithTls();
            world.Send("7 settings access-key-id=ZZZZZ secret=WWWWW");
            world.Client.Receive(DeviceWorld.OwnTopic, Encoding.UTF8.GetBytes("8 interval 5"));
            FakeMqttClient old = world.Client;
            old.AcknowledgesAtOnce = false;
            world.Client.Receive(DeviceWorld.OwnTopic, Encoding.UTF8.GetBytes("9 settings access-key-id=VVVVV secret=WWWWW"));
            world.Client.Receive(DeviceWorld.OwnTopic, Encoding.UTF8.GetBytes("10 interval 5"));
            world.Run(300);
            Assert.Contains("\"command\":\"interval\",\"result\":\"failed\"", (string)old.Payloads[old.Payloads.Count - 1]);
        }

        private static DeviceWorld WithTls()
        {
            DeviceWorld world = new DeviceWorld();
            world.Clock.IsSet = true;
            DeviceSettings settings = DeviceWorld.Settings();
            settings.Tls = true;
            SettingsError error;
            Assert.AreEqual((int)StoreResult.Ok, (int)world.Device.Settings.Commit(settings, out error));
            world.Run(200);
            return world;
        }

        private static string Rotate(DeviceWorld world)
        {
            world.Ask("set access-key-id ZZZZZ");
            return world.Ask("commit");
        }

        private static bool HasSent(DeviceWorld world, string payload)
        {
            return world.Client.Payloads.IndexOf(payload) >= 0;
        }

        private static string LastPayload(DeviceWorld world)
        {
            return (string)world.Client.Payloads[world.Client.Payloads.Count - 1];
        }
    }
}
