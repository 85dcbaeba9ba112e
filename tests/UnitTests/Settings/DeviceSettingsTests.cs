using nanoFramework.TestFramework;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;
using NFUnitTest.Security;

namespace NFUnitTest.Settings
{
    [TestClass]
    public class DeviceSettingsTests
    {
        [TestMethod]
        public void New_settings_have_the_usual_numbers_and_no_texts()
        {
            DeviceSettings settings = new DeviceSettings();
            Assert.AreEqual((int)AuthenticationMode.None, (int)settings.Mode);
            Assert.AreEqual(8883, settings.Port);
            Assert.IsTrue(settings.Tls);
            Assert.AreEqual(90, settings.Keepalive);
            Assert.AreEqual(60, settings.TelemetryInterval);
            Assert.IsNull(settings.Endpoint);
            Assert.IsNull(settings.Secret);
        }

        [TestMethod]
        public void An_empty_value_is_no_value()
        {
            DeviceSettings settings = Sample.DeviceCredential();
            settings.Endpoint = "";
            settings.Secret = new byte[0];
            Assert.IsNull(settings.Endpoint);
            Assert.IsNull(settings.Secret);
        }

        [TestMethod]
        public void Tls_goes_on_and_off()
        {
            DeviceSettings settings = new DeviceSettings();
            settings.Tls = true;
            Assert.IsTrue(settings.Tls);
            settings.Tls = false;
            Assert.IsFalse(settings.Tls);
        }

        [TestMethod]
        public void Wipe_overwrites_the_secret_and_forgets_all_that_logs_in()
        {
            DeviceSettings settings = Sample.Token();
            byte[] secret = Bytes.FromText("XXXXX");
            settings.Secret = secret;
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            settings.Wipe();
            Assert.AreEqual("0000000000", Bytes.ToHex(secret, secret.Length));
            Assert.IsNull(settings.Secret);
            Assert.IsNull(settings.Password);
            Assert.IsNull(settings.TokenR);
            Assert.IsNull(settings.TokenW);
            Assert.IsNull(settings.TokenRW);
        }

        [TestMethod]
        public void Wipe_without_a_secret_leaves_what_is_not_secret()
        {
            DeviceSettings settings = Sample.Token();
            settings.Wipe();
            Assert.AreEqual("GID_Test@@@0001", settings.ClientId);
        }
    }
}
