using System.Text;
using nanoFramework.TestFramework;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Provisioning;
using NFUnitTest.Runtime;
using NFUnitTest.Security;

namespace NFUnitTest.Provisioning
{
    /// <summary>Frames as they are published (improv-wifi.com/serial).</summary>
    [TestClass]
    public class ImprovTests
    {
        private const string Header = "494d50524f5601";
        private const string Ready = Header + "010102" + "e20a";
        private const string Provisioning = Header + "010103" + "e30a";
        private const string Provisioned = Header + "010104" + "e40a";
        private const string ErrorNone = Header + "020100" + "e10a";
        private const string ErrorInvalid = Header + "020101" + "e20a";
        private const string ErrorUnknownCommand = Header + "020102" + "e30a";
        private const string ErrorNotConnected = Header + "020103" + "e40a";
        private const string ErrorBadHostname = Header + "020105" + "e60a";
        private const string ErrorUnknown = Header + "0201ff" + "e00a";
        private const string GetState = Header + "03020200" + "e50a";
        private const string GetInformation = Header + "03020300" + "e60a";
        private const string Scan = Header + "03020400" + "e70a";
        private const string EndOfScan = Header + "04020400" + "e80a";
        private const string WifiSettings = Header
            + "0320011e0c4d79576972656c65737341501" + "06d79736563757265706173737" + "76f7264c10a";

        [TestMethod]
        public void The_state_is_ready_until_there_is_an_address()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.IsUp = false;
            Assert.AreEqual(ErrorNone + Ready, Send(world, GetState));
            world.Link.IsUp = true;
            Assert.AreEqual(ErrorNone + Provisioned + Frame(4, "0200"), Send(world, GetState));
        }

        [TestMethod]
        public void A_network_is_joined()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.IsUp = false;
            Assert.AreEqual(ErrorNone + Provisioning + Provisioned + Frame(4, "0100"), Send(world, WifiSettings));
            Assert.AreEqual("MyWirelessAP", world.Link.Ssid);
            Assert.AreEqual("mysecurepassword", world.Link.Password);
        }

        [TestMethod]
        public void A_network_that_cannot_be_joined_is_told_and_the_state_is_ready_again()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.Result = LinkResult.WrongPassword;
            Assert.AreEqual(ErrorNone + Provisioning + ErrorNotConnected + Ready, Send(world, WifiSettings));
            Assert.IsNull(world.Link.Ssid);
        }

        [TestMethod]
        public void While_it_joins_the_state_is_provisioning_and_a_second_network_has_to_wait()
        {
            DeviceWorld world = new DeviceWorld();
            world.Serial.Send(Bytes.FromHex(WifiSettings + GetState + WifiSettings));
            world.RunBlocked(200);
            Assert.AreEqual(ErrorNone + Provisioning + ErrorNone + Provisioning + ErrorNone + ErrorUnknown, Taken(world));
            world.Run(100);
            Assert.AreEqual(Provisioned + Frame(4, "0100"), Taken(world));
        }

        [TestMethod]
        public void The_device_tells_what_it_is()
        {
            DeviceWorld world = new DeviceWorld();
            string data = Text("NanoMqttDevice") + Text("0.1.0") + Text("FAKE32") + Text("fake32-6789AB");
            Assert.AreEqual(ErrorNone + Frame(4, "03" + Hex(data.Length / 2) + data), Send(world, GetInformation));
        }

        [TestMethod]
        public void A_scan_gives_one_result_a_network_and_an_empty_one()
        {
            DeviceWorld world = new DeviceWorld();
            world.Link.Networks = new WifiNetwork[] { new WifiNetwork("a", -40, true), new WifiNetwork("b", -50, false) };
            string first = Text("a") + Text("-40") + Text("YES");
            string second = Text("b") + Text("-50") + Text("NO");
            Assert.AreEqual(
                ErrorNone + Frame(4, "04" + Hex(first.Length / 2) + first) + Frame(4, "04" + Hex(second.Length / 2) + second) + EndOfScan,
                Send(world, Scan));
        }

        [TestMethod]
        public void A_scan_that_fails_finds_nothing()
        {
            Assert.AreEqual(ErrorNone + EndOfScan, Send(new DeviceWorld(), Scan));
        }

        [TestMethod]
        [DataRow(5, "my-device")]
        [DataRow(6, "Kitchen \u00FC")]
        public void Names_are_read_set_and_kept(int command, string name)
        {
            DeviceWorld world = new DeviceWorld();
            string usual = Result(command, "fake32-6789AB");
            Assert.AreEqual(ErrorNone + usual, Send(world, Request(command, "")));
            Assert.AreEqual(ErrorNone + Result(command, name), Send(world, Request(command, name)));
            world.Switch();
            Assert.AreEqual(command == 5 ? name : "fake32-6789AB", world.Link.Hostname);
            Assert.AreEqual(ErrorNone + Result(command, name), Send(world, Request(command, "")));
            Assert.AreEqual(ErrorNone + Result(11 - command, "fake32-6789AB"), Send(world, Request(11 - command, "")));
            world.Ask("factory-reset confirm");
            Assert.AreEqual(ErrorNone + usual, Send(world, Request(command, "")));
        }

        [TestMethod]
        [DataRow(5)]
        [DataRow(6)]
        public void No_result_has_the_length_that_a_client_takes_for_the_end_of_a_line(int command)
        {
            DeviceWorld world = new DeviceWorld();
            string data = Hex(command) + Hex(9) + Text("kitchen") + "00";
            Assert.AreEqual(ErrorNone + Frame(4, data), Send(world, Request(command, "kitchen")));
            Assert.AreEqual(ErrorNone + Result(command, "kitche"), Send(world, Request(command, "kitche")));
            Assert.AreEqual(ErrorNone + Result(command, "kitchens"), Send(world, Request(command, "kitchens")));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("0123")]
        public void A_board_that_does_not_tell_its_MAC_starts_and_has_a_name_all_the_same(string mac)
        {
            DeviceWorld world = new DeviceWorld();
            world.Board.Mac = mac;
            world.Switch();
            Assert.Contains("name: fake32-0/", world.Ask("info"));
            world.Board.Mac = null;
            world.Switch();
            Assert.Contains("mac: not set/name: fake32-0/", world.Ask("info"));
        }

        [TestMethod]
        [DataRow("-a")]
        [DataRow("a-")]
        [DataRow("a.b")]
        [DataRow("a b")]
        [DataRow("123456789012345678901234567890123")]
        public void A_bad_host_name_is_refused(string name)
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual(ErrorNone + ErrorBadHostname, Send(world, Request(5, name)));
            Assert.AreEqual(ErrorNone + Result(5, "fake32-6789AB"), Send(world, Request(5, "")));
        }

        [TestMethod]
        public void A_bad_name_is_refused()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual(ErrorNone + ErrorInvalid, Send(world, Request(6, "123456789012345678901234567890123")));
            Assert.AreEqual(ErrorNone + ErrorInvalid, Send(world, Request(6, "a\nb")));
        }

        [TestMethod]
        public void A_name_that_cannot_be_stored_is_told_and_the_old_one_counts()
        {
            DeviceWorld world = new DeviceWorld();
            world.Flash.FailsWrites = true;
            Assert.AreEqual(ErrorNone + ErrorUnknown, Send(world, Request(6, "new")));
            Assert.Contains("name: fake32-6789AB/", world.Ask("info"));
        }

        [TestMethod]
        [DataRow("00")]
        [DataRow("07")]
        [DataRow("ff")]
        public void An_unknown_command_is_refused(string command)
        {
            Assert.AreEqual(ErrorNone + ErrorUnknownCommand, Send(new DeviceWorld(), Frame(3, command + "00")));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("01")]
        [DataRow("0201")]
        [DataRow("020100")]
        [DataRow("0100")]
        [DataRow("010100")]
        [DataRow("01020000")]
        [DataRow("01026100")]
        [DataRow("0103ff6100")]
        [DataRow("0103016101")]
        [DataRow("0104016102620000")]
        [DataRow("010401610000")]
        [DataRow("012521" + "6161616161616161616161616161616161616161616161616161616161616161" + "6101" + "6161")]
        public void Lengths_that_do_not_add_up_are_refused(string data)
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual(ErrorNone + ErrorInvalid, Send(world, Frame(3, data)));
            Assert.IsNull(world.Link.Ssid);
        }

        [TestMethod]
        public void A_frame_interrupts_a_line_but_no_answer()
        {
            DeviceWorld world = new DeviceWorld();
            world.Serial.Type("stat");
            world.Serial.Send(Bytes.FromHex(GetState));
            world.Serial.Type("discard\n");
            world.Run(200);
            Assert.AreEqual(ErrorNone + Provisioned + Frame(4, "0200") + "4f4b0d0a", Taken(world));
        }

        private static string Send(DeviceWorld world, string frame)
        {
            world.Serial.Send(Bytes.FromHex(frame));
            world.Run(400);
            return Taken(world);
        }

        private static string Taken(DeviceWorld world)
        {
            byte[] taken = world.Serial.TakeBytes();
            return Bytes.ToHex(taken, taken.Length);
        }

        private static string Request(int command, string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return Frame(3, Hex(command) + Hex(bytes.Length) + Bytes.ToHex(bytes, bytes.Length));
        }

        private static string Result(int command, string text)
        {
            string data = Text(text);
            return Frame(4, Hex(command) + Hex(data.Length / 2) + data);
        }

        private static string Text(string text)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            return Hex(bytes.Length) + Bytes.ToHex(bytes, bytes.Length);
        }

        private static string Frame(int type, string data)
        {
            string start = Header + Hex(type) + Hex(data.Length / 2) + data;
            byte[] bytes = Bytes.FromHex(start);
            int sum = 0;
            for (int i = 0; i < bytes.Length; i++)
            {
                sum += bytes[i];
            }

            return start + Hex(sum & 0xFF) + "0a";
        }

        private static string Hex(int value)
        {
            return Bytes.ToHex(new byte[] { (byte)value }, 1);
        }
    }
}
