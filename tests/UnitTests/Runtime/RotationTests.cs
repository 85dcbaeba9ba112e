using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
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

        // From the connect on, with a few steps more.
        private const int Proof = Supervisor.SettleTime + 1000;

        [TestMethod]
        public void A_new_credential_that_has_proved_itself_becomes_current()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.AcceptedUserName = NewUserName;
            Assert.AreEqual("settings: candidate/OK/", Rotate(world));
            world.Run(200);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            world.Run(Proof);
            Assert.Contains("settings: ok/", world.Ask("status"));
            Assert.Contains("access-key-id: ZZZZZ/", world.Ask("show"));
            Assert.IsTrue(HasSent(world, "{\"clientId\":\"GID_Test@@@0001\",\"event\":\"settings\",\"result\":\"current\",\"sequence\":2}"));
            world.Switch();
            world.Run(200);
            Assert.AreEqual(NewUserName, world.Client.UserName);
        }

        [TestMethod]
        public void A_refused_one_gives_the_old_its_turn_at_once_and_is_tried_again_before_it_is_dropped()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.AcceptedUserName = OldUserName;
            Rotate(world);
            world.Run(400);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            Assert.Contains("candidate: refused/", world.Ask("status"));
            world.Run(Proof + (SettingsTrial.TurnWait * (1 + 2 + 4)) + (3 * Proof));
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
        public void A_refusal_just_after_registering_is_no_last_word()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.AcceptedUserName = OldUserName;
            Rotate(world);
            world.Run(30000);
            world.Factory.AcceptedUserName = NewUserName;
            world.Run(SettingsTrial.TurnWait + Proof);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.Contains("settings: ok/", world.Ask("status"));
        }

        [TestMethod]
        public void An_outage_during_a_rotation_costs_neither_credential()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.AcceptedUserName = NewUserName;
            world.Factory.Fails = true;
            Rotate(world);
            world.Run(600000);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            world.Factory.Fails = false;
            world.Run(300000 + Proof);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.Contains("settings: ok/", world.Ask("status"));
        }

        [TestMethod]
        public void Refused_with_both_it_goes_on_with_both_until_one_is_accepted()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.ConnectReturns = 5;
            Rotate(world);
            world.Run(4 * 3600000);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            world.Factory.ConnectReturns = 0;
            world.Factory.AcceptedUserName = OldUserName;
            world.Run(2 * 3600000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual(OldUserName, world.Client.UserName);
        }

        [TestMethod]
        public void A_topic_that_costs_the_connection_proves_nothing_and_the_old_settings_come_back()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.ForbiddenParent = "wrong";
            world.Ask("set parent-topic wrong");
            Assert.AreEqual("settings: candidate/OK/", world.Ask("commit"));
            world.Run(2000);
            Assert.Contains("candidate: connection-lost/", world.Ask("status"));
            world.Run(Proof);
            Assert.AreEqual("top/reply", (string)world.Client.Topics[world.Client.Topics.Count - 1]);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            world.Run(8 * SettingsTrial.TurnWait + (4 * Proof));
            Assert.Contains("dropped: connection-lost/", world.Ask("status"));
        }

        [TestMethod]
        public void A_candidate_that_takes_the_device_down_twice_waits_behind_the_old_settings()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            Rotate(world);
            world.Run(40);
            world.Crash();
            world.Run(40);
            world.Run(Supervisor.SpreadTime);
            world.Crash();
            world.Run(Supervisor.SpreadTime + 400);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            Assert.Contains("candidate: parked/", world.Ask("status"));
            world.Run(20 * SettingsTrial.TurnWait);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            world.Factory.AcceptedUserName = NewUserName;
            world.Client.Drop();
            world.Run(3600000);
            Assert.AreEqual(NewUserName, world.Client.UserName);
        }

        [TestMethod]
        public void An_endpoint_that_is_not_reached_takes_turns_with_the_old_one_and_is_dropped()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Factory.UnknownName = "nowhere.example";
            world.Ask("set endpoint nowhere.example");
            Assert.AreEqual("ERR 81 secret/", world.Ask("commit"));
            world.Ask("set secret " + DeviceWorld.Secret);
            Assert.AreEqual("settings: candidate/OK/", world.Ask("commit"));
            world.Run(60);
            Assert.AreEqual("nowhere.example", world.Factory.Endpoint);
            world.Run(2000);
            Assert.AreEqual("a.b", world.Factory.Endpoint);
            world.Run(8 * SettingsTrial.TurnWait + (4 * Proof));
            Assert.AreEqual("a.b", world.Factory.Endpoint);
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
            world.Run(600000 + Proof);
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
            world.Run(Proof);
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
            world.SendSealed("7 settings access-key-id=ZZZZZ secret=WWWWW");
            Assert.AreEqual(
                "{\"id\":\"7\",\"clientId\":\"GID_Test@@@0001\",\"command\":\"settings\",\"result\":\"ok\",\"settings\":\"candidate\"}",
                (string)old.Payloads[old.Payloads.Count - 1]);
            world.Run(4000 + Session.SocketLinger + Proof);
            Assert.AreEqual(NewUserName, world.Client.UserName);
            Assert.AreEqual(Login.Sign(Encoding.UTF8.GetBytes("WWWWW"), DeviceWorld.ClientId), world.Client.Password);
            Assert.Contains("\"result\":\"current\"", LastPayload(world));
        }

        [TestMethod]
        public void Without_TLS_a_command_with_settings_is_refused_unless_it_is_a_lab()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.SendSealed("7 settings access-key-id=ZZZZZ secret=WWWWW");
            Assert.Contains("\"result\":\"needs-tls\"}", LastPayload(world));
            world.Run(4000);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            world.Application.IsLab = true;
            world.Switch();
            world.Run(200);
            world.SendSealed("8 settings access-key-id=ZZZZZ secret=WWWWW");
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
            world.SendSealed("7 " + command);
            Assert.Contains("\"result\":\"bad-argument\",\"field\":\"" + field + "\",\"rule\":" + rule + "}", LastPayload(world));
            world.Switch();
            world.Run(4000);
            Assert.AreEqual(OldUserName, world.Client.UserName);
            Assert.Contains("settings: ok/", world.Ask("status"));
        }

        [TestMethod]
        public void An_interval_is_not_set_while_other_settings_are_tried()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            Rotate(world);
            world.Run(200);
            world.SendSealed("8 interval 5");
            Assert.Contains("\"command\":\"interval\",\"result\":\"failed\"", LastPayload(world));
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
