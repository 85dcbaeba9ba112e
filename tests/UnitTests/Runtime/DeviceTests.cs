using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class DeviceTests
    {
        private static int _told;

        [TestMethod]
        public void Over_TLS_a_message_has_at_most_2_KB()
        {
            DeviceWorld world = new DeviceWorld();
            world.Provision();
            world.Run(200);
            Assert.AreEqual(1, world.Device.Outbox.Add("top/x", new byte[4000]) > 0 ? 1 : 0);
            world.Clock.IsSet = true;
            DeviceSettings settings = DeviceWorld.Settings();
            settings.Tls = true;
            settings.Secret = new byte[] { (byte)'X' };
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
            Assert.AreEqual((int)SettingsError.None, (int)error);
            world.Run(200);
            int dropped = world.Device.Outbox.Dropped;
            Assert.AreEqual(0, world.Device.Outbox.Add("top/x", new byte[2044]));
            Assert.AreEqual(dropped + 1, world.Device.Outbox.Dropped);
            Assert.IsTrue(world.Device.Outbox.Add("top/x", new byte[2043]) > 0);
        }

        [TestMethod]
        public void With_an_empty_flash_it_is_unprovisioned_and_connects_nowhere()
        {
            DeviceWorld world = new DeviceWorld();
            world.Run(10000);
            Assert.AreEqual((int)SupervisorState.Unprovisioned, (int)world.State);
            Assert.AreEqual((int)StoreResult.Empty, (int)world.Device.Settings.State);
            Assert.AreEqual(0, world.Factory.Created);
            Assert.AreEqual(0, world.Application.Measured);
            Assert.IsNull(world.Device.ClientId);
            Assert.IsNull(world.Device.UserName);
        }

        [TestMethod]
        public void What_it_is_told_it_stores_and_after_a_restart_it_logs_in_with_it()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual((int)StoreResult.Ok, (int)world.Provision());
            world.Switch();
            world.Run(200);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual(1u, world.Device.Settings.Sequence);
            Assert.AreEqual("GID_Test@@@0001", world.Client.ClientId);
            Assert.AreEqual("DeviceCredential|YYYYY|mqtt-xxxxx", world.Client.UserName);
            Assert.AreEqual("DeviceCredential|YYYYY|mqtt-xxxxx", world.Device.UserName);
            Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", world.Client.Password);
        }

        [TestMethod]
        public void The_secret_is_wiped_once_the_login_is_made()
        {
            DeviceWorld world = new DeviceWorld();
            DeviceSettings settings = DeviceWorld.Settings();
            byte[] secret = settings.Secret;
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
            Assert.IsNull(settings.Secret);
            for (int i = 0; i < secret.Length; i++)
            {
                Assert.AreEqual(0, (int)secret[i]);
            }
        }

        [TestMethod]
        public void Settings_that_break_a_rule_change_nothing()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            DeviceSettings settings = DeviceWorld.Settings();
            settings.ClientId = "GID_Test@0001";
            SettingsError error;
            Assert.AreEqual((int)StoreResult.Failed, (int)world.Device.Settings.Commit(settings, out error));
            Assert.AreEqual((int)SettingsError.ClientIdNoSeparator, (int)error);
            world.Run(200);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            world.Switch();
            Assert.AreEqual(DeviceWorld.ClientId, world.Device.ClientId);
        }

        [TestMethod]
        public void At_each_connect_it_says_first_that_it_is_there_and_what_to_seal_commands_with()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            string expected = "{\"clientId\":\"GID_Test@@@0001\",\"event\":\"online\",\"nonce\":\"" + world.Nonce
                + "\",\"version\":\"0.1.0\",\"mode\":\"normal\",\"cause\":\"none\",\"sequence\":1,\"boot\":\"00010203\",\"clock\":";
            Assert.Contains(expected, (string)world.Client.Payloads[1]);
            world.Run(Supervisor.SettleTime);
            world.Client.Drop();
            world.Run(2000);
            Assert.Contains("\"cause\":\"connection-lost\"", (string)world.Client.Payloads[0]);
            Assert.Contains("\"nonce\":\"" + world.Nonce + "\"", (string)world.Client.Payloads[0]);
        }

        [TestMethod]
        public void An_announcement_that_could_not_leave_makes_room_for_the_next()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.AcknowledgesAtOnce = false;
            world.Provisioned();
            for (int i = 0; i < 5; i++)
            {
                world.Run(Supervisor.SettleTime);
                world.Client.Drop();
                world.Run(2000);
            }

            Assert.AreEqual(3, world.Device.Outbox.Count, "measurements of two minutes and one announcement");
        }

        [TestMethod]
        public void It_starts_anew_by_itself_before_the_clocks_of_the_platform_stop()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Clock.Milliseconds += 199L * 86400000;
            world.Run(1000);
            Assert.AreEqual(0, world.Board.Reboots);
            world.Clock.Milliseconds += 12L * 86400000;
            world.Run(2000);
            Assert.IsTrue(world.Board.Reboots > 0);
        }

        [TestMethod]
        public void A_reconnect_uses_the_login_again()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            string password = world.Client.Password;
            world.Run(Supervisor.SettleTime);
            world.Client.Drop();
            world.Run(2000);
            Assert.AreEqual(2, world.Factory.Created);
            Assert.AreSame(password, world.Client.Password);
        }

        [TestMethod]
        public void The_first_measurements_leave_at_once_and_the_next_at_the_interval()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            Assert.AreEqual("top/telemetry", (string)world.Client.Topics[0]);
            Assert.AreEqual("{\"clientId\":\"GID_Test@@@0001\",\"boot\":\"00010203\",\"number\":1,\"clock\":0,\"n\":1}", (string)world.Client.Payloads[0]);
            world.Run(59000);
            Assert.AreEqual(1, world.Client.TelemetryCount);
            world.Run(2000);
            Assert.AreEqual(2, world.Client.TelemetryCount);
            Assert.AreEqual(3, world.Device.Report.Acknowledged, "the announcement, and the two");
            Assert.AreEqual(0, world.Device.Outbox.Count);
        }

        [TestMethod]
        public void What_was_measured_offline_is_sent_once_online()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.IsUp = false;
            world.Link.Result = LinkResult.NetworkNotFound;
            world.Provision();
            world.Run(200000);
            Assert.AreEqual((int)SupervisorState.JoiningWifi, (int)world.State);
            Assert.AreEqual((int)OfflineCause.WifiNotFound, (int)world.Device.Uplink.Supervisor.Cause);
            Assert.AreEqual(4, world.Device.Outbox.Count);
            world.Link.IsUp = true;
            world.Run(1000);
            Assert.AreEqual(4, world.Client.TelemetryCount);
            Assert.AreEqual(0, world.Device.Outbox.Count);
        }

        [TestMethod]
        public void A_message_that_was_not_acknowledged_is_sent_again_on_the_next_connection()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.AcknowledgesAtOnce = false;
            world.Provisioned();
            Assert.AreEqual(1, world.Client.TelemetryCount);
            Assert.AreEqual(0, world.Device.Report.Acknowledged);
            world.Run(Supervisor.SettleTime);
            world.Client.Drop();
            world.Factory.AcknowledgesAtOnce = true;
            world.Run(2000);
            Assert.AreEqual("{\"clientId\":\"GID_Test@@@0001\",\"boot\":\"00010203\",\"number\":1,\"clock\":0,\"n\":1}", (string)world.Client.Payloads[0]);
            Assert.AreEqual(1, world.Client.TelemetryCount);
            Assert.AreEqual(2, world.Device.Report.Acknowledged);
            Assert.AreEqual(0, world.Device.Outbox.Count);
        }

        [TestMethod]
        public void A_message_whose_acknowledgement_stays_away_is_sent_again()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.AcknowledgesAtOnce = false;
            world.Provisioned();
            world.Client.AcknowledgesAtOnce = true;
            world.Run(Session.PublishLimit + 100);
            Assert.AreEqual(2, world.Client.TelemetryCount);
            Assert.AreEqual(0, world.Device.Outbox.Count);
        }

        [TestMethod]
        public void A_refused_device_says_so_and_is_online_again_when_the_credential_is_enabled()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.ConnectReturns = 5;
            world.Provisioned();
            Assert.AreEqual((int)SupervisorState.Refused, (int)world.State);
            Assert.AreEqual(5, world.Device.Uplink.Supervisor.ReturnCode);
            world.Factory.ConnectReturns = 0;
            world.Run(61000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
        }

        [TestMethod]
        public void A_new_credential_ends_the_wait_of_a_refused_one()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.ConnectReturns = 4;
            world.Provisioned();
            world.Factory.ConnectReturns = 0;
            DeviceSettings settings = DeviceWorld.Settings();
            settings.AccessKeyId = "ZZZZZ";
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
            world.Run(200);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.AreEqual("DeviceCredential|ZZZZZ|mqtt-xxxxx", world.Client.UserName);
        }

        [TestMethod]
        public void Messages_for_another_parent_topic_are_dropped()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.NameIsUnknown = true;
            world.Provisioned();
            Assert.AreEqual(1, world.Device.Outbox.Count);
            DeviceSettings settings = DeviceWorld.Settings();
            settings.ParentTopic = "other";
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
            world.Factory.NameIsUnknown = false;
            world.Run(200);
            Assert.AreEqual(1, world.Client.TelemetryCount);
            Assert.AreEqual("other/telemetry", (string)world.Client.Topics[0]);
            Assert.AreEqual("other/reply", (string)world.Client.Topics[1]);
        }

        [TestMethod]
        public void Erased_settings_take_it_offline_for_good()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            FakeMqttClient client = world.Client;
            Assert.AreEqual((int)StoreResult.Ok, (int)world.Device.Settings.Erase());
            world.Run(200);
            Assert.IsFalse(client.IsConnected);
            Assert.AreEqual((int)SupervisorState.Unprovisioned, (int)world.State);
            world.Switch();
            world.Run(5000);
            Assert.AreEqual((int)SupervisorState.Unprovisioned, (int)world.State);
        }

        [TestMethod]
        public void TLS_waits_for_the_clock()
        {
            DeviceWorld world = new DeviceWorld();
            DeviceSettings settings = DeviceWorld.Settings();
            settings.Tls = true;
            settings.Port = 8883;
            SettingsError error;
            world.Device.Settings.Commit(settings, out error);
            world.Run(5000);
            Assert.AreEqual((int)SupervisorState.WaitingForClock, (int)world.State);
            Assert.AreEqual(0, world.Factory.Created);
            world.Clock.IsSet = true;
            world.Run(200);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.IsTrue(world.Factory.Tls);
            Assert.AreEqual(8883, world.Factory.Port);
        }

        [TestMethod]
        public void It_joins_a_network_first()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.IsUp = false;
            world.Provisioned();
            Assert.AreEqual(1, world.Link.Joins);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
        }

        [TestMethod]
        public void A_link_that_throws_is_a_link_that_failed()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.IsUp = false;
            world.Link.Throws = true;
            world.Provisioned();
            Assert.AreEqual((int)OfflineCause.WifiFailed, (int)world.Device.Uplink.Supervisor.Cause);
            world.Link.Throws = false;
            world.Run(5000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
        }

        [TestMethod]
        public void Subscriptions_of_wrong_form_or_too_many_are_not_sent()
        {
            DeviceWorld world = new DeviceWorld();
            string[] filters = new string[40];
            for (int i = 0; i < filters.Length; i++)
            {
                filters[i] = i == 3 ? "+/x" : "top/" + i;
            }

            world.Application.Subscriptions = filters;
            world.Provisioned();
            Assert.AreEqual(30, world.Client.Filters.Length);
            Assert.AreEqual("top/4", world.Client.Filters[3]);
            Assert.AreEqual(10, world.Device.RejectedSubscriptions);
        }

        [TestMethod]
        public void Messages_of_subscriptions_are_the_applications()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Client.Receive("top/news", new byte[0]);
            world.Client.Receive("top/p2p/GID_Test@@@0002", new byte[0]);
            world.Run(100);
            Assert.AreEqual(2, world.Application.Received.Count);
            Assert.AreEqual("top/news", (string)world.Application.Received[0]);
            Assert.AreEqual(0, world.Device.Report.Processor.Obeyed);
        }

        [TestMethod]
        public void An_application_that_throws_costs_neither_the_connection_nor_the_serial_line()
        {
            DeviceWorld world = new DeviceWorld();
            world.Application.Throws = true;
            world.Provisioned();
            world.Run(120000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
            Assert.IsTrue(world.Device.Report.Caught > 0);
            Assert.Contains("state: online", world.Ask("status"));
            world.Application.Throws = false;
            world.Run(61000);
            Assert.AreEqual(1, world.Client.TelemetryCount);
        }

        [TestMethod]
        public void A_connect_that_hangs_does_not_keep_it_from_answering_and_is_given_up()
        {
            DeviceWorld world = new DeviceWorld();
            world.Provision();
            world.RunBlocked(10000);
            Assert.AreEqual((int)SupervisorState.Connecting, (int)world.State);
            Assert.Contains("state: connecting", world.Ask("status"));
            world.RunBlocked(Supervisor.ConnectLimit);
            Assert.Contains("cause: connect-timed-out", world.Ask("status"));

            // Once the thread comes back all is well again.
            world.Run(5000);
            Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
        }

        [TestMethod]
        public void A_change_of_status_is_told()
        {
            _told = 0;
            DeviceWorld world = new DeviceWorld();
            world.Device.StatusChanged += OnStatusChanged;
            world.Provisioned();
            Assert.AreEqual(3, _told);
            world.Run(5000);
            Assert.AreEqual(3, _told);
        }

        [TestMethod]
        public void A_thousand_reconnects_leave_nothing_behind()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            for (int i = 0; i < 1000; i++)
            {
                FakeMqttClient client = world.Client;
                world.Clock.Milliseconds += Supervisor.SettleTime;
                world.Run(40);
                client.Drop();
                world.Run(1200);
                Assert.AreEqual((int)SupervisorState.Online, (int)world.State);
                Assert.IsFalse(client.IsSpinning);
                Assert.IsFalse(client.HasHandlers);
                Assert.AreEqual(1, client.Closes);
                Assert.AreEqual(0, client.Lost);
            }

            Assert.AreEqual(1001, world.Factory.Created);
            Assert.AreEqual(0, world.Device.Report.Caught);
        }

        private static void OnStatusChanged(object sender, System.EventArgs e)
        {
            _told++;
        }
    }
}
