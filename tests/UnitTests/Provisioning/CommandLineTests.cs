using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NFUnitTest.Runtime;

namespace NFUnitTest.Provisioning
{
    [TestClass]
    public class CommandLineTests
    {
        [TestMethod]
        public void An_unknown_request_is_refused_with_what_is_near()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual("near: check/near: commit/ERR 1 command/", world.Ask("comit"));
            Assert.AreEqual("ERR 1 command/", world.Ask("xyz"));
            Assert.AreEqual("near: endpoint/ERR 3 field/", world.Ask("set end.point a.b"));
            Assert.AreEqual("ERR 3 field/", world.Ask("set"));
        }

        [TestMethod]
        public void Test_logs_in_now_and_tells()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            Assert.AreEqual("state: online/OK/", world.Ask("test"));
        }

        [TestMethod]
        public void Test_does_not_wait_for_the_next_try_and_tells_why_it_failed()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.ConnectReturns = 5;
            world.Provisioned();
            Assert.AreEqual((int)SupervisorState.Refused, (int)world.State);
            Assert.AreEqual("connack: 5/ERR 6 refused/", world.Ask("test"));
            world.Factory.ConnectReturns = 0;
            Assert.AreEqual("state: online/OK/", world.Ask("test"));
        }

        [TestMethod]
        public void Test_tells_that_the_network_is_not_there()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.IsUp = false;
            world.Link.Result = LinkResult.WrongPassword;
            world.Provisioned();
            Assert.AreEqual("ERR 6 wifi-wrong-password/", world.Ask("test"));
        }

        [TestMethod]
        public void Test_of_a_device_without_settings_fails()
        {
            Assert.AreEqual("ERR 6 unprovisioned/", new DeviceWorld().Ask("test"));
        }

        [TestMethod]
        public void Test_ends_after_a_minute_whatever_hangs()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.ConnectReturns = 5;
            world.Provisioned();
            world.Serial.Type("test\n");
            world.RunBlocked(61000);
            Assert.AreEqual("ERR 6 connect-timed-out\r\n", world.Serial.TakeAnswer());
        }

        [TestMethod]
        public void A_request_aborts_the_one_that_waits()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.ConnectReturns = 5;
            world.Provisioned();
            world.Serial.Type("test\nlog off\n");
            world.RunBlocked(200);
            Assert.AreEqual("ERR 7 aborted\r\nOK\r\n", world.Serial.TakeAnswer());
        }

        [TestMethod]
        public void An_answer_that_cannot_be_written_is_given_up_and_the_next_request_is_obeyed()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Serial.WriteThrows = true;
            world.Ask("test");
            int unread = world.Serial.Unread;
            world.Serial.Type("discard\n");
            world.Run(200);
            Assert.AreEqual(unread, world.Serial.Unread);
            world.Serial.WriteThrows = false;
            Assert.Contains("near: set FIELD [VALUE]/", world.Ask("sho"));
        }

        [TestMethod]
        public void A_network_is_joined_with_the_password_on_the_next_line()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.IsUp = false;
            Assert.AreEqual("", world.Ask("wifi join My Network"));
            Assert.AreEqual("OK/", world.Ask("my password"));
            Assert.AreEqual("My Network", world.Link.Ssid);
            Assert.AreEqual("my password", world.Link.Password);
            Assert.Contains("wifi: My Network/", world.Ask("status"));
        }

        [TestMethod]
        public void An_open_network_is_joined_with_an_empty_line()
        {
            DeviceWorld world = new DeviceWorld();
            world.Ask("wifi join open");
            Assert.AreEqual("OK/", world.Ask(""));
            Assert.AreEqual("open", world.Link.Ssid);
        }

        [TestMethod]
        [DataRow(1, "wifi-not-found")]
        [DataRow(2, "wifi-wrong-password")]
        [DataRow(3, "wifi-no-address")]
        [DataRow(4, "wifi-failed")]
        public void A_network_that_is_not_joined_is_told_with_the_cause_and_the_old_one_stays(int result, string cause)
        {
            DeviceWorld world = new DeviceWorld();
            world.Ask("wifi join old");
            world.Ask("password");
            world.Link.Result = (LinkResult)result;
            world.Ask("wifi join new");
            Assert.AreEqual("ERR 6 " + cause + "/", world.Ask("password"));
            Assert.AreEqual("old", world.Link.Ssid);
        }

        [TestMethod]
        public void A_scan_lists_the_networks_and_no_name_breaks_out_of_its_line()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.Networks = new WifiNetwork[] { new WifiNetwork("home", -40, true), new WifiNetwork("evil\r\nOK", -50, false) };
            Assert.AreEqual("network: -40 yes home/network: -50 no evil??OK/OK/", world.Ask("wifi scan"));
            world.Link.Networks = null;
            Assert.AreEqual("ERR 6 wifi-failed/", world.Ask("wifi scan"));
        }

        [TestMethod]
        [DataRow("wifi")]
        [DataRow("wifi join")]
        [DataRow("wifi join ")]
        [DataRow("wifi join 123456789012345678901234567890123")]
        [DataRow("wifi leave")]
        [DataRow("log")]
        [DataRow("log maybe")]
        [DataRow("commit now")]
        [DataRow("reboot never")]
        public void A_wrong_argument_is_refused(string line)
        {
            Assert.AreEqual("ERR 8 argument/", new DeviceWorld().Ask(line));
        }

        [TestMethod]
        public void A_second_join_while_the_first_hangs_is_told_to_come_later()
        {
            DeviceWorld world = new DeviceWorld();
            world.Serial.Type("wifi join a\npassword\nwifi join b\npassword\n");
            world.RunBlocked(1000);
            Assert.AreEqual("ERR 7 aborted\r\nERR 9 busy\r\n", world.Serial.TakeAnswer());
            world.Serial.Type("wifi join a\npassword\n");
            world.RunBlocked(1000);
            Assert.AreEqual("ERR 9 busy\r\n", world.Serial.TakeAnswer());
            world.Run(100);
            world.Ask("wifi join b");
            Assert.AreEqual("OK/", world.Ask("password"));
        }

        [TestMethod]
        public void A_join_that_hangs_is_answered_after_a_minute()
        {
            DeviceWorld world = new DeviceWorld();
            world.Serial.Type("wifi join a\npassword\n");
            world.RunBlocked(61000);
            Assert.AreEqual("ERR 6 wifi-failed\r\n", world.Serial.TakeAnswer());
        }

        [TestMethod]
        public void A_join_that_throws_has_failed()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.Throws = true;
            world.Ask("wifi join a");
            Assert.AreEqual("ERR 6 wifi-failed/", world.Ask("password"));
            Assert.AreEqual(1, world.Device.Uplink.Opener.Failures);
        }

        [TestMethod]
        public void The_log_tells_every_change_until_it_is_switched_off()
        {
            DeviceWorld world = new DeviceWorld();
            world.Ask("log on");
            world.Serial.TakeAnswer();
            world.Provisioned();
            string log = world.Serial.TakeAnswer();
            Assert.Contains("* connecting none 0\r\n", log);
            Assert.Contains("* online none 0\r\n", log);
            Assert.AreEqual("OK/", world.Ask("log off"));
            world.Client.Drop();
            world.Run(200);
            Assert.AreEqual("", world.Serial.TakeAnswer());
        }

        [TestMethod]
        public void Metrics_count_what_happened()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.ConnectReturns = 5;
            world.Provisioned();
            world.Factory.ConnectReturns = 0;
            world.Ask("test");
            world.Client.Drop();
            world.Run(200);
            string metrics = world.Ask("metrics");
            Assert.Contains("free-memory: 54321/", metrics);
            Assert.Contains("connects: 1/connect-failures: 1/connection-losses: 1/", metrics);
            Assert.Contains("sequence: 1/", metrics);
            Assert.Contains("caught: 0/OK/", metrics);
        }

        [TestMethod]
        public void A_flood_of_rubbish_is_read_as_fast_as_it_comes_and_the_device_stays_online()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            for (int i = 0; i < 50; i++)
            {
                // What 115,200 baud bring in 20 ms.
                world.Serial.Type(new string('x', 229) + "\u0002");
                world.Run(20);
                Assert.IsTrue(world.Serial.Unread == 0);
            }

            world.Serial.Type("\n");
            world.Run(20);
            Assert.AreEqual("ERR 2 line\r\n", world.Serial.TakeAnswer());
            Assert.Contains("state: online/", world.Ask("status"));
        }

        [TestMethod]
        public void Of_many_requests_one_is_answered_in_a_step()
        {
            DeviceWorld world = new DeviceWorld();
            world.Serial.Type("a\na\na\n");
            world.Runner.Step();
            Assert.AreEqual("ERR 1 command\r\n", world.Serial.TakeAnswer());
            world.Runner.Step();
            world.Runner.Step();
            Assert.AreEqual("ERR 1 command\r\nERR 1 command\r\n", world.Serial.TakeAnswer());
        }
    }
}
