using nanoFramework.TestFramework;
using NanoMqttDevice.Security;
using NFUnitTest.Runtime;
using NFUnitTest.Security;

namespace NFUnitTest.Provisioning
{
    [TestClass]
    public class CheckedLineTests
    {
        [TestMethod]
        public void A_checked_request_is_answered_in_checked_lines_with_its_number()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual(Checked("7A", "OK") + "/", world.Ask(Checked("7A", "discard")));
            Assert.AreEqual(Checked("02", "ERR 15 mode") + "/", world.Ask(Checked("02", "check")));
            Assert.AreEqual("ERR 15 mode/", world.Ask("check"));
        }

        [TestMethod]
        public void A_damaged_line_is_not_obeyed()
        {
            DeviceWorld world = new DeviceWorld();
            string good = Checked("01", "set port 1884");
            Assert.AreEqual("ERR 2 line/", world.Ask(good.Substring(0, good.Length - 1) + "5"));
            Assert.Contains("port: 8883/", world.Ask("show"));
            Assert.AreEqual(Checked("01", "OK") + "/", world.Ask(good));
            Assert.Contains("port: 1884/", world.Ask("show"));
        }

        [TestMethod]
        public void The_value_of_a_checked_request_must_be_a_checked_line()
        {
            DeviceWorld world = new DeviceWorld();
            Assert.AreEqual("", world.Ask(Checked("01", "set secret")));
            Assert.AreEqual("ERR 2 line/", world.Ask("!12345678 02 XXXXX"));
            Assert.AreEqual("ERR 1 command/", world.Ask("XXXXX"));
            Assert.Contains("secret: not set/", world.Ask("show"));
            world.Ask(Checked("03", "set secret"));
            Assert.AreEqual(Checked("04", "OK") + "/", world.Ask(Checked("04", "XXXXX")));
            Assert.Contains("secret: set/", world.Ask("show"));
        }

        [TestMethod]
        public void A_checked_value_may_be_empty()
        {
            DeviceWorld world = new DeviceWorld();
            world.Ask(Checked("01", "wifi join open"));
            Assert.AreEqual(Checked("02", "OK") + "/", world.Ask(Checked("02", "")));
            Assert.AreEqual("open", world.Link.Ssid);
        }

        [TestMethod]
        public void The_value_of_a_plain_request_may_begin_like_a_checked_line()
        {
            DeviceWorld world = new DeviceWorld();
            world.Ask("wifi join home");
            Assert.AreEqual("OK/", world.Ask("#1 password"));
            Assert.AreEqual("#1 password", world.Link.Password);
        }

        [TestMethod]
        public void The_longest_token_fits_on_a_checked_line()
        {
            DeviceWorld world = new DeviceWorld();
            world.Ask(Checked("01", "set token-rw"));
            Assert.AreEqual(Checked("02", "OK") + "/", world.Ask(Checked("02", new string('t', 512))));
            world.Ask(Checked("03", "set token-rw"));
            Assert.AreEqual("ERR 2 line/", world.Ask(Checked("04", new string('t', 513))));
        }

        [TestMethod]
        public void A_log_line_is_plain_and_what_is_answered_after_it_is_checked()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            world.Ask("log on");
            world.Client.Drop();
            world.Serial.Type(Checked("09", "test") + "\n");
            world.Run(400);
            string answer = world.Serial.TakeAnswer();
            Assert.Contains("* online", answer);
            Assert.Contains(Checked("09", "state: online") + "\r\n" + Checked("09", "OK") + "\r\n", answer);
        }

        private static string Checked(string tag, string rest)
        {
            byte[] bytes = Bytes.FromText(tag + " " + rest);
            return "#" + Crc32.Compute(bytes, 0, bytes.Length).ToString("X8") + " " + tag + " " + rest;
        }
    }
}
