using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;
using NFUnitTest.Security;

namespace NFUnitTest.Settings
{
    [TestClass]
    public class SettingsRecordTests
    {
        // The payload of Sample.DeviceCredential field by field: the example of Storage/SPEC.md.
        private const string Mode = "01010003";
        private const string Endpoint = "020300612e62";
        private const string Port = "0302005b07";
        private const string Tls = "04010000";
        private const string Instance = "050a006d7174742d7878787878";
        private const string ClientId = "060f004749445f5465737440404030303031";
        private const string AccessKeyId = "0705005959595959";
        private const string Secret = "0805005858585858";
        private const string ParentTopic = "0d0300746f70";
        private const string Keepalive = "0e02005a00";
        private const string TelemetryInterval = "0f04003c000000";
        private const string UpToTls = Mode + Endpoint + Port + Tls;
        private const string FromInstance = Instance + ClientId + AccessKeyId + Secret + ParentTopic + Keepalive + TelemetryInterval;

        private static uint _random;

        [TestMethod]
        public void The_payload_has_the_bytes_of_the_specification()
        {
            Assert.AreEqual(UpToTls + FromInstance, Encode(Sample.DeviceCredential()));
        }

        [TestMethod]
        public void Settings_of_every_mode_come_back()
        {
            ComesBack(Sample.DeviceCredential());
            ComesBack(Sample.SignatureWithSecret());
            ComesBack(Sample.SignatureWithPassword());
            ComesBack(Sample.Token());
        }

        [TestMethod]
        public void The_largest_settings_come_back_and_need_2350_bytes()
        {
            ComesBack(Sample.Largest());
            Assert.AreEqual(2350, Encode(Sample.Largest()).Length / 2);
            Assert.IsTrue(SettingsRecord.MaxSize >= 2350);
        }

        [TestMethod]
        public void The_largest_settings_of_the_other_modes_fit_too()
        {
            DeviceSettings settings = Sample.Largest();
            settings.Mode = AuthenticationMode.DeviceCredential;
            settings.Secret = Bytes.FromText(new string('\u20AC', 64));
            ComesBack(settings);
        }

        [TestMethod]
        public void Token_leaves_no_secret_and_no_password_in_flash()
        {
            DeviceSettings settings = Sample.Token();
            string clean = Encode(settings);
            settings.Secret = Bytes.FromText("XXXXX");
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            Assert.AreEqual(clean, Encode(settings));
        }

        [TestMethod]
        public void DeviceCredential_leaves_no_password_and_no_token_in_flash()
        {
            DeviceSettings settings = Sample.DeviceCredential();
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            settings.TokenR = "123";
            settings.TokenW = "abcd";
            settings.TokenRW = "xyz";
            Assert.AreEqual(UpToTls + FromInstance, Encode(settings));
        }

        [TestMethod]
        public void Signature_leaves_no_token_in_flash()
        {
            DeviceSettings settings = Sample.SignatureWithSecret();
            string clean = Encode(settings);
            settings.TokenRW = "xyz";
            Assert.AreEqual(clean, Encode(settings));
        }

        [TestMethod]
        public void Without_port_and_TLS_a_record_means_TLS_on_8883()
        {
            DeviceSettings settings = Decode(Mode + Endpoint + FromInstance);
            Assert.AreEqual(8883, settings.Port);
            Assert.IsTrue(settings.Tls);
        }

        [TestMethod]
        public void Numbers_that_are_missing_have_their_usual_values()
        {
            DeviceSettings settings = Decode(UpToTls + Instance + ClientId + AccessKeyId + Secret + ParentTopic);
            Assert.IsNotNull(settings);
            Assert.AreEqual(UpToTls + FromInstance, Encode(settings));
        }

        [TestMethod]
        public void Fields_twice_or_falling_are_refused()
        {
            IsRefused(Mode + Endpoint + Port + Tls + Tls + FromInstance);
            IsRefused(Mode + Mode + Endpoint + Port + Tls + FromInstance);
            IsRefused(Mode + Port + Endpoint + Tls + FromInstance);
            IsRefused(UpToTls + FromInstance + Mode);
        }

        [TestMethod]
        public void Fields_of_a_newer_firmware_are_kept_and_otherwise_ignored()
        {
            string payload = UpToTls + FromInstance + "150100" + "07" + "ff0200" + "0102";
            byte[] bytes = Bytes.FromHex(payload);
            DeviceSettings settings = SettingsRecord.Decode(bytes, bytes.Length);
            Assert.AreEqual("a.b", settings.Endpoint);
            settings.TelemetryInterval = 60;
            Assert.AreEqual(payload, Encode(settings));
        }

        [TestMethod]
        public void Later_fields_are_left_out_while_they_have_their_defaults_so_that_older_firmware_reads_the_rest()
        {
            DeviceSettings settings = Sample.DeviceCredential();
            settings.AreCommandsOpen = false;
            settings.KeepsSession = false;
            Assert.AreEqual(UpToTls + FromInstance, Encode(settings));
            settings.AreCommandsOpen = true;
            Assert.AreEqual(UpToTls + FromInstance + "100100" + "01", Encode(settings));
        }

        [TestMethod]
        public void Unknown_fields_out_of_order_or_of_wrong_length_are_refused()
        {
            IsRefused("000100" + "00" + UpToTls + FromInstance);
            IsRefused(UpToTls + "ff0100" + "00" + FromInstance);
            IsRefused(UpToTls + FromInstance + "150000");
            IsRefused(UpToTls + FromInstance + "150200" + "00");
            IsRefused(UpToTls + FromInstance + "160100" + "00" + "150100" + "00");
        }

        [TestMethod]
        public void Fields_of_no_length_are_refused()
        {
            IsRefused(UpToTls + "050000" + ClientId + AccessKeyId + Secret + ParentTopic + Keepalive + TelemetryInterval);
            IsRefused(Mode + Endpoint + "030000" + Tls + FromInstance);
            IsRefused(UpToTls + Instance + ClientId + AccessKeyId + Secret + "090000" + ParentTopic + Keepalive + TelemetryInterval);
        }

        [TestMethod]
        public void Numbers_of_wrong_size_are_refused()
        {
            IsRefused("0102000300" + Endpoint + Port + Tls + FromInstance);
            IsRefused(Mode + Endpoint + "0301005b" + Tls + FromInstance);
            IsRefused(Mode + Endpoint + "0303005b0700" + Tls + FromInstance);
            IsRefused(UpToTls + Instance + ClientId + AccessKeyId + Secret + ParentTopic + Keepalive + "0f03003c0000");
        }

        [TestMethod]
        public void Values_that_break_a_rule_are_refused()
        {
            IsRefused("");
            IsRefused(Endpoint + Port + Tls + FromInstance);
            IsRefused("01010004" + Endpoint + Port + Tls + FromInstance);
            IsRefused(Mode + Endpoint + "0302000000" + Tls + FromInstance);
            IsRefused(Mode + Endpoint + Port + "04010002" + FromInstance);
            IsRefused(UpToTls + Instance + ClientId + AccessKeyId + Secret + ParentTopic + Keepalive + "0f0400ffffffff");
            IsRefused(UpToTls + Instance + ClientId + AccessKeyId + ParentTopic + Keepalive + TelemetryInterval);
        }

        [TestMethod]
        public void A_length_that_leaves_the_payload_is_refused()
        {
            IsRefused(UpToTls + Instance + ClientId + AccessKeyId + Secret + ParentTopic + Keepalive + "0f05003c000000");
            IsRefused(UpToTls + Instance + ClientId + AccessKeyId + Secret + "0dffff746f70");
        }

        // Two ends are those of whole settings: after the parent topic and after the keepalive. The store's CRC tells these.
        [TestMethod]
        public void Payloads_cut_at_any_byte_are_refused_unless_only_numbers_are_gone()
        {
            byte[] payload = Bytes.FromHex(UpToTls + FromInstance);
            int telemetryInterval = payload.Length - (TelemetryInterval.Length / 2);
            int keepalive = telemetryInterval - (Keepalive.Length / 2);
            for (int count = 0; count < payload.Length; count++)
            {
                byte[] exact = new byte[count];
                Array.Copy(payload, exact, count);
                bool isWhole = SettingsRecord.Decode(payload, count) != null;
                Assert.IsTrue(isWhole == (count == keepalive || count == telemetryInterval), "cut at " + count);
                Assert.IsTrue(isWhole == (SettingsRecord.Decode(exact, count) != null), "exactly " + count);
            }
        }

        [TestMethod]
        public void Random_bytes_never_throw()
        {
            _random = 0x2545F491;
            byte[] payload = new byte[100];
            for (int i = 0; i < 500; i++)
            {
                for (int j = 0; j < payload.Length; j++)
                {
                    payload[j] = (byte)Random(256);
                }

                // Small numbers make it likelier that a field is taken.
                payload[0] = (byte)(1 + Random(SettingsFields.Last));
                payload[1] = (byte)Random(8);
                payload[2] = 0;
                KeepsTheRulesIfAny(payload, Random(payload.Length + 1));
            }
        }

        [TestMethod]
        public void Payloads_with_a_few_wrong_bytes_never_throw_and_break_no_rule()
        {
            _random = 0x2545F491;
            byte[] good = Bytes.FromHex(UpToTls + FromInstance);
            byte[] payload = new byte[good.Length];
            int taken = 0;
            for (int i = 0; i < 500; i++)
            {
                Array.Copy(good, payload, good.Length);
                for (int j = Random(3); j >= 0; j--)
                {
                    payload[Random(payload.Length)] = (byte)Random(256);
                }

                taken += KeepsTheRulesIfAny(payload, payload.Length) ? 1 : 0;
            }

            Assert.IsTrue(taken > 0 && taken < 500, "both kinds came up");
        }

        // Whatever is read must be good to run with and to be stored again.
        private static bool KeepsTheRulesIfAny(byte[] payload, int count)
        {
            DeviceSettings settings = SettingsRecord.Decode(payload, count);
            if (settings == null)
            {
                return false;
            }

            Assert.AreEqual((int)SettingsError.None, (int)SettingsRules.Check(settings));
            ComesBack(settings);
            return true;
        }

        private static void ComesBack(DeviceSettings settings)
        {
            string payload = Encode(settings);
            DeviceSettings read = Decode(payload);
            Assert.IsNotNull(read);
            Assert.AreEqual(payload, Encode(read));
            for (int i = 1; i <= SettingsFields.Last; i++)
            {
                SettingsField field = (SettingsField)i;
                Assert.AreEqual(settings.GetNumber(field), read.GetNumber(field), SettingsFields.NameOf(field));
                if (SettingsFields.IsUsed(field, settings.Mode))
                {
                    Assert.AreEqual(settings.GetText(field), read.GetText(field), SettingsFields.NameOf(field));
                }
            }

            Assert.AreEqual(ToHex(SettingsFields.IsUsed(SettingsField.Secret, settings.Mode) ? settings.Secret : null), ToHex(read.Secret));
        }

        private static void IsRefused(string payload)
        {
            Assert.IsNull(Decode(payload), payload);
        }

        private static string Encode(DeviceSettings settings)
        {
            byte[] payload = new byte[SettingsRecord.MaxSize];
            return Bytes.ToHex(payload, SettingsRecord.Encode(settings, payload));
        }

        private static DeviceSettings Decode(string payload)
        {
            return SettingsRecord.Decode(Bytes.FromHex(payload), payload.Length / 2);
        }

        private static string ToHex(byte[] data)
        {
            return data == null ? "null" : Bytes.ToHex(data, data.Length);
        }

        // Marsaglia's xorshift.
        private static int Random(int limit)
        {
            _random ^= _random << 13;
            _random ^= _random >> 17;
            _random ^= _random << 5;
            return (int)(_random % (uint)limit);
        }
    }
}
