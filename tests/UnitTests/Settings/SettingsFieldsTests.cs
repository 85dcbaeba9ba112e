using nanoFramework.TestFramework;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;

namespace NFUnitTest.Settings
{
    [TestClass]
    public class SettingsFieldsTests
    {
        [TestMethod]
        public void Every_name_finds_its_field()
        {
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                string name = SettingsFields.NameOf((SettingsField)i);
                Assert.AreEqual(i, (int)SettingsFields.Find(name), name);
            }
        }

        // The names are a promise to those who provision: on the serial line and in scripts.
        [TestMethod]
        public void The_names_are_those_of_the_protocol()
        {
            string all = "";
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                all += SettingsFields.NameOf((SettingsField)i) + " ";
            }

            Assert.AreEqual(
                "mode endpoint port tls instance client-id access-key-id secret password token-r token-w token-rw parent-topic " +
                "keepalive telemetry-interval commands p2p clean-session ntp update-key ",
                all);
        }

        [TestMethod]
        [DataRow("none")]
        [DataRow("")]
        [DataRow("Mode")]
        [DataRow("secret ")]
        [DataRow("token")]
        public void Other_names_find_nothing(string name)
        {
            Assert.AreEqual((int)SettingsField.None, (int)SettingsFields.Find(name));
        }

        [TestMethod]
        public void Just_secret_and_password_and_tokens_are_secret()
        {
            string secret = "";
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                if (SettingsFields.IsSecret((SettingsField)i))
                {
                    secret += SettingsFields.NameOf((SettingsField)i) + " ";
                }
            }

            Assert.AreEqual("secret password token-r token-w token-rw ", secret);
        }

        [TestMethod]
        public void Each_mode_uses_its_own_secret_fields_and_all_others()
        {
            Assert.AreEqual("secret ", UsedSecrets(AuthenticationMode.None));
            Assert.AreEqual("secret password ", UsedSecrets(AuthenticationMode.Signature));
            Assert.AreEqual("token-r token-w token-rw ", UsedSecrets(AuthenticationMode.Token));
            Assert.AreEqual("secret ", UsedSecrets(AuthenticationMode.DeviceCredential));
        }

        private static string UsedSecrets(AuthenticationMode mode)
        {
            string used = "";
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                if (SettingsFields.IsSecret(field))
                {
                    used += SettingsFields.IsUsed(field, mode) ? SettingsFields.NameOf(field) + " " : "";
                }
                else
                {
                    Assert.IsTrue(SettingsFields.IsUsed(field, mode), SettingsFields.NameOf(field));
                }
            }

            return used;
        }
    }
}
