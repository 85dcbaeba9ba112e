using nanoFramework.TestFramework;
using NanoMqttDevice.Settings;
using NFUnitTest.Security;

namespace NFUnitTest.Settings
{
    [TestClass]
    public class StagedSettingsTests
    {
        [TestMethod]
        public void Field_by_field_settings_become_complete()
        {
            StagedSettings staged = new StagedSettings(new DeviceSettings());
            Set(staged, SettingsField.Mode, "DeviceCredential");
            Set(staged, SettingsField.Endpoint, "a.b");
            Set(staged, SettingsField.Port, "8883");
            Set(staged, SettingsField.Tls, "on");
            Set(staged, SettingsField.Instance, "mqtt-xxxxx");
            Set(staged, SettingsField.ClientId, "GID_Test@@@0001");
            Set(staged, SettingsField.AccessKeyId, "YYYYY");
            Set(staged, SettingsField.Secret, "XXXXX");
            Set(staged, SettingsField.ParentTopic, "top");
            Set(staged, SettingsField.Keepalive, "480");
            Set(staged, SettingsField.TelemetryInterval, "86400");
            DeviceSettings settings = staged.Settings;
            Assert.AreEqual((int)SettingsError.None, (int)SettingsRules.Check(settings));
            Assert.AreEqual(8883, settings.Port);
            Assert.IsTrue(settings.Tls);
            Assert.AreEqual(480, settings.Keepalive);
            Assert.AreEqual(86400, settings.TelemetryInterval);
            Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", settings.CreateLogin().Password);
        }

        [TestMethod]
        public void A_token_may_come_before_its_mode()
        {
            StagedSettings staged = new StagedSettings(new DeviceSettings());
            Set(staged, SettingsField.TokenR, "123");
            Set(staged, SettingsField.Mode, "Token");
            Assert.AreEqual("123", staged.Settings.TokenR);
        }

        [TestMethod]
        public void A_secret_may_come_before_the_password_goes()
        {
            StagedSettings staged = new StagedSettings(Sample.SignatureWithPassword());
            Set(staged, SettingsField.Secret, "XXXXX");
            Set(staged, SettingsField.Password, "");
            Assert.AreEqual((int)SettingsError.None, (int)SettingsRules.Check(staged.Settings));
        }

        [TestMethod]
        [DataRow("Signature")]
        [DataRow("Token")]
        [DataRow("DeviceCredential")]
        public void Every_mode_has_a_name(string name)
        {
            StagedSettings staged = new StagedSettings(new DeviceSettings());
            Set(staged, SettingsField.Mode, name);
            Assert.AreEqual(name, staged.Show(SettingsField.Mode));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("token")]
        [DataRow("Token ")]
        [DataRow("None")]
        [DataRow("2")]
        public void A_wrong_mode_is_refused_and_the_old_one_stays(string text)
        {
            IsRefused(SettingsError.ModeUnknown, SettingsField.Mode, text);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("1")]
        [DataRow("true")]
        [DataRow("ON")]
        public void A_wrong_switch_is_refused_and_the_old_one_stays(string text)
        {
            IsRefused(SettingsError.TlsBadForm, SettingsField.Tls, text);
        }

        [TestMethod]
        public void Tls_can_be_switched_off()
        {
            StagedSettings staged = new StagedSettings(new DeviceSettings());
            Set(staged, SettingsField.Tls, "on");
            Set(staged, SettingsField.Tls, "off");
            Assert.IsFalse(staged.Settings.Tls);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("-1")]
        [DataRow("+1")]
        [DataRow(" 1")]
        [DataRow("1 ")]
        [DataRow("1.0")]
        [DataRow("0x10")]
        [DataRow("1e3")]
        [DataRow("/")]
        [DataRow(":")]
        [DataRow("\u0661")]
        [DataRow("0")]
        [DataRow("65536")]
        [DataRow("999999999")]
        [DataRow("4294968179")]
        [DataRow("18446744073709553499")]
        public void A_wrong_number_is_refused_and_the_old_one_stays(string text)
        {
            IsRefused(SettingsError.PortOutOfRange, SettingsField.Port, text);
        }

        [TestMethod]
        public void Every_number_is_held_to_its_own_range()
        {
            IsRefused(SettingsError.KeepaliveOutOfRange, SettingsField.Keepalive, "481");
            IsRefused(SettingsError.TelemetryIntervalOutOfRange, SettingsField.TelemetryInterval, "86401");
        }

        [TestMethod]
        public void Every_wrong_text_is_refused_and_the_old_one_stays()
        {
            IsRefused(SettingsError.EndpointBadCharacter, SettingsField.Endpoint, "a b");
            IsRefused(SettingsError.InstanceBadCharacter, SettingsField.Instance, "a|b");
            IsRefused(SettingsError.ClientIdNoSeparator, SettingsField.ClientId, "GID_Test");
            IsRefused(SettingsError.AccessKeyIdBadCharacter, SettingsField.AccessKeyId, "a|b");
            IsRefused(SettingsError.PasswordBadForm, SettingsField.Password, "secret");
            IsRefused(SettingsError.TokenRBadCharacter, SettingsField.TokenR, "1|2");
            IsRefused(SettingsError.TokenWBadCharacter, SettingsField.TokenW, "1|2");
            IsRefused(SettingsError.TokenRWBadCharacter, SettingsField.TokenRW, "1|2");
            IsRefused(SettingsError.ParentTopicTooShort, SettingsField.ParentTopic, "ab");
        }

        [TestMethod]
        public void A_wrong_secret_is_refused_and_the_old_one_stays()
        {
            StagedSettings staged = new StagedSettings(Sample.DeviceCredential());
            Assert.AreEqual((int)SettingsError.SecretTooLong, (int)staged.Set(SettingsField.Secret, new string('x', 65)));
            Assert.AreEqual("5858585858", Bytes.ToHex(staged.Settings.Secret, staged.Settings.Secret.Length));
        }

        [TestMethod]
        public void An_empty_text_takes_a_value_away()
        {
            StagedSettings staged = new StagedSettings(Sample.DeviceCredential());
            Set(staged, SettingsField.Secret, "");
            Set(staged, SettingsField.Endpoint, "");
            Assert.IsNull(staged.Settings.Secret);
            Assert.IsNull(staged.Show(SettingsField.Secret));
            Assert.IsNull(staged.Show(SettingsField.Endpoint));
        }

        [TestMethod]
        public void What_is_shown_is_what_can_be_set()
        {
            StagedSettings staged = new StagedSettings(Sample.DeviceCredential());
            string all = "";
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                all += (staged.Show((SettingsField)i) ?? "-") + " ";
            }

            Assert.AreEqual("DeviceCredential a.b 1883 off mqtt-xxxxx GID_Test@@@0001 YYYYY set - - - - top 90 60 sealed service on - - ", all);
            Set(staged, SettingsField.Tls, "on");
            Assert.AreEqual("on", staged.Show(SettingsField.Tls));
        }

        [TestMethod]
        public void A_secret_that_is_replaced_is_wiped()
        {
            StagedSettings staged = new StagedSettings(new DeviceSettings());
            Set(staged, SettingsField.Secret, "XXXXX");
            byte[] old = staged.Settings.Secret;
            Set(staged, SettingsField.Secret, "YYYYY");
            Assert.AreEqual("0000000000", Bytes.ToHex(old, old.Length));
        }

        [TestMethod]
        public void Nothing_secret_is_ever_shown()
        {
            DeviceSettings settings = Sample.Token();
            settings.Secret = Bytes.FromText("XXXXX");
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            StagedSettings staged = new StagedSettings(settings);
            int shown = 0;
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                if (SettingsFields.IsSecret(field))
                {
                    Assert.AreEqual("set", staged.Show(field), SettingsFields.NameOf(field));
                    shown++;
                }
            }

            Assert.AreEqual(5, shown);
        }

        [TestMethod]
        public void A_mode_that_is_not_chosen_shows_nothing()
        {
            Assert.IsNull(new StagedSettings(new DeviceSettings()).Show(SettingsField.Mode));
        }

        private static void Set(StagedSettings staged, SettingsField field, string text)
        {
            Assert.AreEqual((int)SettingsError.None, (int)staged.Set(field, text), SettingsFields.NameOf(field));
        }

        // Both settings with and without values must stay as they were, in every field.
        private static void IsRefused(SettingsError expected, SettingsField field, string text)
        {
            DeviceSettings settings = Sample.Token();
            settings.Secret = Bytes.FromText("XXXXX");
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            IsRefused(settings, expected, field, text);
            IsRefused(new DeviceSettings(), expected, field, text);
        }

        private static void IsRefused(DeviceSettings settings, SettingsError expected, SettingsField field, string text)
        {
            string before = Describe(settings);
            Assert.AreEqual((int)expected, (int)new StagedSettings(settings).Set(field, text), text);
            Assert.AreEqual(before, Describe(settings));
        }

        private static string Describe(DeviceSettings settings)
        {
            string all = settings.Secret == null ? "" : Bytes.ToHex(settings.Secret, settings.Secret.Length);
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                all += "/" + settings.GetNumber((SettingsField)i) + "/" + settings.GetText((SettingsField)i);
            }

            return all;
        }
    }
}
