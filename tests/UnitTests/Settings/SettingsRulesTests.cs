using nanoFramework.TestFramework;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;
using NFUnitTest.Security;

namespace NFUnitTest.Settings
{
    [TestClass]
    public class SettingsRulesTests
    {
        [TestMethod]
        public void Settings_of_every_mode_pass()
        {
            Passes(Sample.DeviceCredential());
            Passes(Sample.SignatureWithSecret());
            Passes(Sample.SignatureWithPassword());
            Passes(Sample.Token());
            Passes(Sample.Largest());
        }

        [TestMethod]
        public void Mode_is_one_of_three()
        {
            Number(SettingsField.Mode, 1, SettingsError.None);
            Number(SettingsField.Mode, 3, SettingsError.None);
            Number(SettingsField.Mode, 0, SettingsError.ModeUnknown);
            Number(SettingsField.Mode, 4, SettingsError.ModeUnknown);
            Number(SettingsField.Mode, -1, SettingsError.ModeUnknown);
        }

        [TestMethod]
        public void Endpoint_has_253_characters_at_most()
        {
            string label = new string('a', 63) + ".";
            Text(SettingsField.Endpoint, label + label + label + new string('b', 61), SettingsError.None);
            Text(SettingsField.Endpoint, label + label + label + new string('b', 62), SettingsError.EndpointTooLong);
        }

        [TestMethod]
        public void Endpoint_has_labels_of_63_characters_at_most()
        {
            Text(SettingsField.Endpoint, "a." + new string('b', 63) + ".c", SettingsError.None);
            Text(SettingsField.Endpoint, "a." + new string('b', 64) + ".c", SettingsError.EndpointTooLong);
            Text(SettingsField.Endpoint, new string('b', 64), SettingsError.EndpointTooLong);
        }

        [TestMethod]
        public void Endpoint_is_made_of_letters_and_digits_and_hyphens()
        {
            Text(SettingsField.Endpoint, "post-cn-0xx.mqtt.aliyuncs.com", SettingsError.None);
            Text(SettingsField.Endpoint, "192.168.1.10", SettingsError.None);
            Text(SettingsField.Endpoint, "LOCALHOST", SettingsError.None);
            Text(SettingsField.Endpoint, "x", SettingsError.None);
            Text(SettingsField.Endpoint, "a_b.c", SettingsError.EndpointBadCharacter);
            Text(SettingsField.Endpoint, "a.b:1883", SettingsError.EndpointBadCharacter);
            Text(SettingsField.Endpoint, "mqtt://a.b", SettingsError.EndpointBadCharacter);
            Text(SettingsField.Endpoint, "a.b ", SettingsError.EndpointBadCharacter);
            Text(SettingsField.Endpoint, "a.b\u00FC", SettingsError.EndpointBadCharacter);
        }

        [TestMethod]
        public void Endpoint_has_no_empty_label_and_no_hyphen_at_the_edge_of_one()
        {
            Text(SettingsField.Endpoint, ".", SettingsError.EndpointBadForm);
            Text(SettingsField.Endpoint, ".a", SettingsError.EndpointBadForm);
            Text(SettingsField.Endpoint, "a.", SettingsError.EndpointBadForm);
            Text(SettingsField.Endpoint, "a..b", SettingsError.EndpointBadForm);
            Text(SettingsField.Endpoint, "a.-b", SettingsError.EndpointBadForm);
            Text(SettingsField.Endpoint, "a-.b", SettingsError.EndpointBadForm);
            Text(SettingsField.Endpoint, "a.b-", SettingsError.EndpointBadForm);
        }

        [TestMethod]
        public void Port_is_from_1_to_65535()
        {
            Number(SettingsField.Port, 1, SettingsError.None);
            Number(SettingsField.Port, 65535, SettingsError.None);
            Number(SettingsField.Port, 0, SettingsError.PortOutOfRange);
            Number(SettingsField.Port, 65536, SettingsError.PortOutOfRange);
            Number(SettingsField.Port, -1, SettingsError.PortOutOfRange);
        }

        [TestMethod]
        public void Tls_is_on_or_off()
        {
            Number(SettingsField.Tls, 0, SettingsError.None);
            Number(SettingsField.Tls, 1, SettingsError.None);
            Number(SettingsField.Tls, 2, SettingsError.TlsBadForm);
            Number(SettingsField.Tls, -1, SettingsError.TlsBadForm);
        }

        [TestMethod]
        public void Instance_has_64_letters_digits_hyphens_and_underscores_at_most()
        {
            Text(SettingsField.Instance, "mqtt-cn_Z9", SettingsError.None);
            Text(SettingsField.Instance, new string('i', 64), SettingsError.None);
            Text(SettingsField.Instance, new string('i', 65), SettingsError.InstanceTooLong);
            Text(SettingsField.Instance, "mqtt|x", SettingsError.InstanceBadCharacter);
            Text(SettingsField.Instance, "mqtt.x", SettingsError.InstanceBadCharacter);
        }

        [TestMethod]
        public void Client_ID_has_64_characters_at_most()
        {
            Text(SettingsField.ClientId, "GID_abc@@@" + new string('d', 54), SettingsError.None);
            Text(SettingsField.ClientId, "GID_abc@@@" + new string('d', 55), SettingsError.ClientIdTooLong);
        }

        [TestMethod]
        public void Client_ID_has_the_separator()
        {
            Text(SettingsField.ClientId, "GID_abc", SettingsError.ClientIdNoSeparator);
            Text(SettingsField.ClientId, "GID_abc@@d", SettingsError.ClientIdNoSeparator);
            Text(SettingsField.ClientId, "GID_abc@ @@d", SettingsError.ClientIdNoSeparator);
        }

        [TestMethod]
        public void Client_ID_is_split_at_the_first_separator_and_has_names_on_both_sides()
        {
            Text(SettingsField.ClientId, "GID_a-Z_9@@@-_aZ09", SettingsError.None);
            Text(SettingsField.ClientId, "GID_abc@@@@d", SettingsError.ClientIdBadCharacter);
            Text(SettingsField.ClientId, "GID_abc@@@d@@@e", SettingsError.ClientIdBadCharacter);
            Text(SettingsField.ClientId, "GID_ab/@@@d", SettingsError.ClientIdBadCharacter);
            Text(SettingsField.ClientId, "GID_abc@@@d+", SettingsError.ClientIdBadCharacter);
            Text(SettingsField.ClientId, "GID_abc@@@\u00E9", SettingsError.ClientIdBadCharacter);
        }

        [TestMethod]
        public void Group_ID_starts_with_GID_and_a_hyphen_or_an_underscore()
        {
            Text(SettingsField.ClientId, "GID-abc@@@d", SettingsError.None);
            Text(SettingsField.ClientId, "GIDxabc@@@d", SettingsError.GroupIdBadPrefix);
            Text(SettingsField.ClientId, "gid_abc@@@d", SettingsError.GroupIdBadPrefix);
            Text(SettingsField.ClientId, "GID@@@d", SettingsError.GroupIdBadPrefix);
            Text(SettingsField.ClientId, "@@@d", SettingsError.GroupIdBadPrefix);
        }

        [TestMethod]
        public void Group_ID_has_at_least_7_characters()
        {
            Text(SettingsField.ClientId, "GID_abc@@@d", SettingsError.None);
            Text(SettingsField.ClientId, "GID_ab@@@d", SettingsError.GroupIdTooShort);
            Text(SettingsField.ClientId, "GID_@@@d", SettingsError.GroupIdTooShort);
        }

        [TestMethod]
        public void Device_ID_is_not_empty()
        {
            Text(SettingsField.ClientId, "GID_abc@@@", SettingsError.DeviceIdMissing);
        }

        [TestMethod]
        public void Access_key_ID_has_64_characters_at_most()
        {
            Text(SettingsField.AccessKeyId, new string('k', 64), SettingsError.None);
            Text(SettingsField.AccessKeyId, new string('k', 65), SettingsError.AccessKeyIdTooLong);
        }

        [TestMethod]
        public void Access_key_ID_cannot_end_its_part_of_the_user_name()
        {
            Text(SettingsField.AccessKeyId, "DC.a b/\u20AC~\u00A0", SettingsError.None);
            Text(SettingsField.AccessKeyId, "a|b", SettingsError.AccessKeyIdBadCharacter);
            Text(SettingsField.AccessKeyId, "a\u001F", SettingsError.AccessKeyIdBadCharacter);
            Text(SettingsField.AccessKeyId, "a\u007F", SettingsError.AccessKeyIdBadCharacter);
            Text(SettingsField.AccessKeyId, "a\u009F", SettingsError.AccessKeyIdBadCharacter);
        }

        [TestMethod]
        public void Secret_has_64_characters_at_most_whatever_bytes_they_take()
        {
            Secret(Bytes.Repeat((byte)'s', 64), SettingsError.None);
            Secret(Bytes.Repeat((byte)'s', 65), SettingsError.SecretTooLong);
            Secret(Bytes.FromText(new string('\u20AC', 64)), SettingsError.None);
            Secret(Bytes.FromText(new string('\u20AC', 65)), SettingsError.SecretTooLong);
            Secret(Bytes.Repeat(0xBF, 257), SettingsError.SecretTooLong);
        }

        [TestMethod]
        public void Secret_may_hold_anything_but_control_characters()
        {
            Secret(Bytes.FromText("DC.a|b c~\u00A0\u00C2\u00FC"), SettingsError.None);
            Secret(new byte[] { 0x61, 0 }, SettingsError.SecretBadCharacter);
            Secret(Bytes.FromText("a\tb"), SettingsError.SecretBadCharacter);
            Secret(Bytes.FromText("a\u007F"), SettingsError.SecretBadCharacter);
            Secret(Bytes.FromText("\u0080"), SettingsError.SecretBadCharacter);
            Secret(Bytes.FromText("a\u009F"), SettingsError.SecretBadCharacter);
        }

        [TestMethod]
        public void Password_is_the_Base64_text_of_20_bytes()
        {
            string start = "AZaz09+/AAAAAAAAAAAAAAAAAA";
            Text(SettingsField.Password, start + "A=", SettingsError.None);
            Text(SettingsField.Password, start + "8=", SettingsError.None);
            Text(SettingsField.Password, start + "B=", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, start + "AA", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, start + "==", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, start + "AA=", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, start + "=", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, "-" + start.Substring(1) + "A=", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, "_" + start.Substring(1) + "A=", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, " " + start.Substring(1) + "A=", SettingsError.PasswordBadForm);
            Text(SettingsField.Password, start.Substring(0, 25) + "=A=", SettingsError.PasswordBadForm);
        }

        [TestMethod]
        public void Tokens_have_512_characters_at_most()
        {
            Text(SettingsField.TokenR, new string('r', 512), SettingsError.None);
            Text(SettingsField.TokenW, new string('w', 512), SettingsError.None);
            Text(SettingsField.TokenRW, new string('x', 512), SettingsError.None);
            Text(SettingsField.TokenR, new string('r', 513), SettingsError.TokenRTooLong);
            Text(SettingsField.TokenW, new string('w', 513), SettingsError.TokenWTooLong);
            Text(SettingsField.TokenRW, new string('x', 513), SettingsError.TokenRWTooLong);
        }

        [TestMethod]
        public void Tokens_cannot_smuggle_in_another_token()
        {
            Text(SettingsField.TokenR, "!LzMT+XLFl5s/YWJ~", SettingsError.None);
            Text(SettingsField.TokenR, "123|W", SettingsError.TokenRBadCharacter);
            Text(SettingsField.TokenW, "1 2", SettingsError.TokenWBadCharacter);
            Text(SettingsField.TokenRW, "1\u007F", SettingsError.TokenRWBadCharacter);
        }

        [TestMethod]
        public void Parent_topic_has_3_to_54_characters()
        {
            Text(SettingsField.ParentTopic, "abc", SettingsError.None);
            Text(SettingsField.ParentTopic, new string('t', 54), SettingsError.None);
            Text(SettingsField.ParentTopic, "ab", SettingsError.ParentTopicTooShort);
            Text(SettingsField.ParentTopic, new string('t', 55), SettingsError.ParentTopicTooLong);
        }

        [TestMethod]
        [DataRow("a/b")]
        [DataRow("a+b")]
        [DataRow("ab#")]
        [DataRow("$ab")]
        [DataRow("a b")]
        [DataRow("ab\u00FC")]
        public void Parent_topic_is_one_level_without_wildcards(string topic)
        {
            Text(SettingsField.ParentTopic, topic, SettingsError.ParentTopicBadCharacter);
        }

        [TestMethod]
        public void Keepalive_is_from_10_to_480_seconds()
        {
            Number(SettingsField.Keepalive, 10, SettingsError.None);
            Number(SettingsField.Keepalive, 480, SettingsError.None);
            Number(SettingsField.Keepalive, 9, SettingsError.KeepaliveOutOfRange);
            Number(SettingsField.Keepalive, 481, SettingsError.KeepaliveOutOfRange);
        }

        [TestMethod]
        public void Telemetry_interval_is_from_a_second_to_a_day()
        {
            Number(SettingsField.TelemetryInterval, 1, SettingsError.None);
            Number(SettingsField.TelemetryInterval, 86400, SettingsError.None);
            Number(SettingsField.TelemetryInterval, 0, SettingsError.TelemetryIntervalOutOfRange);
            Number(SettingsField.TelemetryInterval, 86401, SettingsError.TelemetryIntervalOutOfRange);
            Number(SettingsField.TelemetryInterval, int.MinValue, SettingsError.TelemetryIntervalOutOfRange);
        }

        [TestMethod]
        public void What_every_mode_needs_is_missed()
        {
            IsMissed(SettingsField.Endpoint, SettingsError.EndpointMissing);
            IsMissed(SettingsField.Instance, SettingsError.InstanceMissing);
            IsMissed(SettingsField.ClientId, SettingsError.ClientIdMissing);
            IsMissed(SettingsField.AccessKeyId, SettingsError.AccessKeyIdMissing);
            IsMissed(SettingsField.ParentTopic, SettingsError.ParentTopicMissing);
        }

        [TestMethod]
        public void DeviceCredential_needs_a_secret()
        {
            DeviceSettings settings = Sample.DeviceCredential();
            settings.Secret = null;
            AreEqual(SettingsError.SecretMissing, SettingsRules.Check(settings));
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            AreEqual(SettingsError.SecretMissing, SettingsRules.Check(settings));
        }

        [TestMethod]
        public void Signature_needs_a_secret_or_a_password_but_not_both()
        {
            DeviceSettings settings = Sample.SignatureWithPassword();
            settings.Secret = Bytes.FromText("XXXXX");
            AreEqual(SettingsError.PasswordBesideSecret, SettingsRules.Check(settings));
            settings.Secret = null;
            settings.Password = null;
            AreEqual(SettingsError.SecretMissing, SettingsRules.Check(settings));
        }

        [TestMethod]
        public void Token_needs_one_token_of_any_kind()
        {
            for (int i = (int)SettingsField.TokenR; i <= (int)SettingsField.TokenRW; i++)
            {
                DeviceSettings settings = Sample.Token();
                settings.Wipe();
                AreEqual(SettingsError.TokenMissing, SettingsRules.Check(settings));
                settings.SetText((SettingsField)i, "123");
                Passes(settings);
            }
        }

        [TestMethod]
        public void The_first_broken_rule_in_the_order_of_the_fields_is_named()
        {
            DeviceSettings settings = new DeviceSettings();
            AreEqual(SettingsError.ModeUnknown, SettingsRules.Check(settings));
            settings.Mode = AuthenticationMode.Token;
            AreEqual(SettingsError.EndpointMissing, SettingsRules.Check(settings));
        }

        [TestMethod]
        public void What_the_mode_does_not_use_is_not_looked_at()
        {
            DeviceSettings settings = Sample.Token();
            settings.Secret = Bytes.FromText("\t");
            settings.Password = "not base64";
            Passes(settings);

            settings = Sample.DeviceCredential();
            settings.Password = "not base64";
            settings.TokenR = "|";
            settings.TokenW = "|";
            settings.TokenRW = "|";
            Passes(settings);

            settings = Sample.SignatureWithSecret();
            settings.TokenR = "|";
            settings.TokenW = "|";
            settings.TokenRW = "|";
            Passes(settings);
        }

        [TestMethod]
        public void What_the_mode_uses_is_looked_at()
        {
            DeviceSettings settings = Sample.Token();
            settings.TokenRW = "|";
            AreEqual(SettingsError.TokenRWBadCharacter, SettingsRules.Check(settings));

            settings = Sample.DeviceCredential();
            settings.Secret = Bytes.FromText("\t");
            AreEqual(SettingsError.SecretBadCharacter, SettingsRules.Check(settings));

            settings = Sample.SignatureWithPassword();
            settings.Password = "not base64";
            AreEqual(SettingsError.PasswordBadForm, SettingsRules.Check(settings));
        }

        private static void IsMissed(SettingsField field, SettingsError expected)
        {
            DeviceSettings settings = Sample.DeviceCredential();
            settings.SetText(field, null);
            CheckForm(settings, field, SettingsError.None);
            AreEqual(expected, SettingsRules.Check(settings));
        }

        private static void Text(SettingsField field, string value, SettingsError expected)
        {
            DeviceSettings settings = new DeviceSettings();
            settings.SetText(field, value);
            CheckForm(settings, field, expected);
        }

        private static void Number(SettingsField field, int value, SettingsError expected)
        {
            DeviceSettings settings = new DeviceSettings();
            settings.SetNumber(field, value);
            CheckForm(settings, field, expected);
        }

        private static void Secret(byte[] value, SettingsError expected)
        {
            DeviceSettings settings = new DeviceSettings();
            settings.Secret = value;
            CheckForm(settings, SettingsField.Secret, expected);
        }

        private static void CheckForm(DeviceSettings settings, SettingsField field, SettingsError expected)
        {
            AreEqual(expected, SettingsRules.CheckForm(settings, field));
            if (expected != SettingsError.None)
            {
                Assert.AreEqual((int)field, (int)SettingsFields.FieldOf(expected));
            }
        }

        private static void Passes(DeviceSettings settings)
        {
            AreEqual(SettingsError.None, SettingsRules.Check(settings));
        }

        private static void AreEqual(SettingsError expected, SettingsError actual)
        {
            Assert.AreEqual((int)expected, (int)actual);
        }
    }
}
