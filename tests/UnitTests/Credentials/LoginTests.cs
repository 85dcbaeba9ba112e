using nanoFramework.TestFramework;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;
using NFUnitTest.Security;
using NFUnitTest.Settings;

namespace NFUnitTest.Credentials
{
    [TestClass]
    public class LoginTests
    {
        private const string ExamplePassword = "vI009IZJZVGRwBwZvnbwjfuXxVM=";

        [TestMethod]
        public void DeviceCredential_gives_the_login_of_the_worked_example()
        {
            Login login = Sample.DeviceCredential().CreateLogin();
            Assert.AreEqual("DeviceCredential|YYYYY|mqtt-xxxxx", login.UserName);
            Assert.AreEqual(ExamplePassword, login.Password);
        }

        [TestMethod]
        public void Signature_computes_its_password_from_a_secret()
        {
            Login login = Sample.SignatureWithSecret().CreateLogin();
            Assert.AreEqual("Signature|YYYYY|mqtt-xxxxx", login.UserName);
            Assert.AreEqual(ExamplePassword, login.Password);
        }

        [TestMethod]
        public void Signature_hands_on_a_password_computed_elsewhere()
        {
            Login login = Sample.SignatureWithPassword().CreateLogin();
            Assert.AreEqual("Signature|YYYYY|mqtt-xxxxx", login.UserName);
            Assert.AreEqual("AAAAAAAAAAAAAAAAAAAAAAAAAAA=", login.Password);
        }

        [TestMethod]
        public void DeviceCredential_never_uses_a_password_left_over_from_Signature()
        {
            DeviceSettings settings = Sample.DeviceCredential();
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            Assert.AreEqual(ExamplePassword, settings.CreateLogin().Password);
        }

        [TestMethod]
        [DataRow("123", "", "", "R|123")]
        [DataRow("", "abcd", "", "W|abcd")]
        [DataRow("", "", "xyz", "RW|xyz")]
        [DataRow("123", "abcd", "", "R|123|W|abcd")]
        [DataRow("123", "", "xyz", "R|123|RW|xyz")]
        [DataRow("", "abcd", "xyz", "W|abcd|RW|xyz")]
        [DataRow("123", "abcd", "xyz", "R|123|W|abcd|RW|xyz")]
        public void Token_joins_what_tokens_there_are(string tokenR, string tokenW, string tokenRW, string expected)
        {
            DeviceSettings settings = Sample.Token();
            settings.TokenR = tokenR;
            settings.TokenW = tokenW;
            settings.TokenRW = tokenRW;
            Login login = settings.CreateLogin();
            Assert.AreEqual("Token|YYYYY|mqtt-xxxxx", login.UserName);
            Assert.AreEqual(expected, login.Password);
        }

        // These two passwords are from Python's hmac.
        [TestMethod]
        public void The_prefix_DC_is_part_of_the_key()
        {
            Assert.AreEqual("hreAhIYoam8njhlPPO+lRcuyA/c=", Login.Sign(Bytes.FromText("DC.XXXXX"), "GID_Test@@@0001"));
        }

        [TestMethod]
        public void A_secret_beyond_Ascii_is_used_as_Utf_8()
        {
            Assert.AreEqual("1y2Cl3RzDPmnX4AKwtUeVs0EClk=", Login.Sign(Bytes.FromText("Schl\u00FCssel\u20AC"), "GID_Test@@@0001"));
        }

        [TestMethod]
        public void A_password_is_good_for_one_client_ID_only()
        {
            Assert.IsFalse(ExamplePassword == Login.Sign(Bytes.FromText("XXXXX"), "GID_Test@@@0002"));
        }
    }
}
