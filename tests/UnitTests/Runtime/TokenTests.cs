using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NFUnitTest.Platform;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class TokenTests
    {
        private const string Upload = "$SYS/uploadToken";

        [TestMethod]
        public void A_new_token_is_uploaded_while_online_and_kept_for_the_next_connect()
        {
            DeviceWorld world = WithToken();
            FakeMqttClient client = world.Client;
            world.Send("7 settings token-rw=new");
            world.Run(4000);
            Assert.AreEqual(client, world.Client);
            int upload = client.Topics.IndexOf(Upload);
            Assert.AreEqual("{\"token\":\"new\",\"type\":\"RW\"}", (string)client.Payloads[upload]);
            world.Run(Supervisor.SettleTime);
            Assert.Contains("settings: ok/", world.Ask("status"));
            client.Drop();
            world.Run(70000);
            Assert.AreEqual("RW|new", world.Client.Password);
            world.Switch();
            world.Run(200);
            Assert.AreEqual("RW|new", world.Client.Password);
        }

        [TestMethod]
        public void Nothing_is_published_between_an_upload_and_its_acknowledgement()
        {
            DeviceWorld world = WithToken();
            FakeMqttClient client = world.Client;
            client.AcknowledgesAtOnce = false;
            world.Send("7 settings token-rw=new");
            world.Send("8 ping");
            world.Run(1000);
            Assert.AreEqual(Upload, (string)client.Topics[client.Topics.Count - 1]);
            client.Acknowledge((ushort)client.Ids[client.Ids.Count - 1], true);
            world.Run(1000);
            Assert.AreEqual("top/reply", (string)client.Topics[client.Topics.IndexOf(Upload) + 1]);
            world.Run(Supervisor.SettleTime);
            Assert.Contains("settings: ok/", world.Ask("status"));
        }

        [TestMethod]
        public void A_token_whose_upload_is_not_acknowledged_is_tried_with_the_next_connect()
        {
            DeviceWorld world = WithToken();
            world.Run(Supervisor.SettleTime);
            world.Client.AcknowledgesAtOnce = false;
            world.Send("7 settings token-rw=new");
            world.Client.Drop();
            world.Factory.ConnectReturns = 5;
            world.Run(1500);
            world.Factory.ConnectReturns = 0;
            world.Run(2000);
            Assert.AreEqual("RW|old", world.Client.Password);
            Assert.Contains("candidate: refused/", world.Ask("status"));
        }

        [TestMethod]
        public void An_acknowledged_upload_accepts_nothing_that_comes_after_it()
        {
            DeviceWorld world = WithToken();
            world.Send("7 settings token-rw=new");
            world.Run(4000 + Supervisor.SettleTime);
            Assert.Contains("settings: ok/", world.Ask("status"));
            world.Factory.ConnectReturns = 5;
            world.Ask("set access-key-id wrong");
            world.Ask("commit");
            world.Run(4000);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            Assert.Contains("candidate: refused/", world.Ask("status"));
        }

        [TestMethod]
        public void An_upload_that_is_overtaken_by_other_settings_does_not_accept_them()
        {
            DeviceWorld world = WithToken();
            FakeMqttClient client = world.Client;
            client.AcknowledgesAtOnce = false;
            world.Send("7 settings token-rw=new");
            int upload = client.Topics.IndexOf(Upload);
            world.Factory.ConnectReturns = 5;
            world.Ask("set access-key-id wrong");
            world.Ask("commit");
            client.Acknowledge((ushort)client.Ids[upload], true);
            world.Run(4000 + Supervisor.SettleTime);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            Assert.Contains("candidate: refused/", world.Ask("status"));
        }

        [TestMethod]
        public void Of_two_uploads_only_the_acknowledgement_of_the_last_counts()
        {
            DeviceWorld world = WithToken();
            FakeMqttClient client = world.Client;
            client.AcknowledgesAtOnce = false;
            world.Send("7 settings token-rw=first");
            int upload = client.Topics.IndexOf(Upload);
            world.Run(CommandGate.WriteGap);
            world.Send("8 settings token-rw=second");
            client.Acknowledge((ushort)client.Ids[upload], true);
            world.Run(200);
            Assert.Contains("settings: candidate/", world.Ask("status"));
            client.Acknowledge((ushort)client.Ids[client.Ids.Count - 1], true);
            world.Run(200 + Supervisor.SettleTime);
            Assert.Contains("settings: ok/", world.Ask("status"));
            world.Switch();
            world.Run(200);
            Assert.AreEqual("RW|second", world.Client.Password);
        }

        [TestMethod]
        [DataRow("{\"expireTime\":1796000000000,\"type\":\"RW\"}", "\"RW\"")]
        [DataRow("{\"type\" : \"R\",\"expireTime\":1}", "\"R\"")]
        [DataRow("{\"expireTime\":1}", "null")]
        [DataRow("{\"type\":\"X\"}", "null")]
        [DataRow("{\"type\":", "null")]
        public void An_expiry_notice_makes_it_ask_for_a_new_token(string notice, string type)
        {
            DeviceWorld world = WithToken();
            world.Client.Receive("$SYS/tokenExpireNotice", Encoding.UTF8.GetBytes(notice));
            world.Run(200);
            int request = world.Client.Topics.IndexOf("top/request");
            Assert.AreEqual(
                "{\"clientId\":\"GID_Test@@@0001\",\"request\":\"token\",\"type\":" + type + "}",
                (string)world.Client.Payloads[request]);
        }

        [TestMethod]
        public void After_an_invalid_notice_it_slows_down_as_if_refused()
        {
            DeviceWorld world = WithToken();
            world.Random.Fixed = 3600000;
            world.Run(Supervisor.SettleTime);
            int created = world.Factory.Created;
            world.Client.Receive("$SYS/tokenInvalidNotice", Encoding.UTF8.GetBytes("{\"code\":2,\"type\":\"RW\"}"));
            world.Client.Drop();
            world.Run(1000);
            Assert.AreEqual((int)SupervisorState.Refused, (int)world.State);
            Assert.Contains("cause: token-invalid/", world.Ask("status"));
            Assert.AreEqual(created, world.Factory.Created);
        }

        private static DeviceWorld WithToken()
        {
            DeviceWorld world = new DeviceWorld();
            world.Application.IsLab = true;
            world.Switch();
            DeviceSettings settings = DeviceWorld.Settings();
            settings.Mode = AuthenticationMode.Token;
            settings.TokenRW = "old";
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
            world.Run(200);
            Assert.AreEqual("RW|old", world.Client.Password);
            return world;
        }
    }
}
