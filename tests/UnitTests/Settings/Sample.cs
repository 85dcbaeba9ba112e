using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;
using NFUnitTest.Security;

namespace NFUnitTest.Settings
{
    /// <summary>Settings that keep every rule.</summary>
    internal static class Sample
    {
        /// <summary>The settings of the example in Storage/SPEC.md.</summary>
        internal static DeviceSettings DeviceCredential()
        {
            DeviceSettings settings = Make(AuthenticationMode.DeviceCredential);
            settings.Secret = Bytes.FromText("XXXXX");
            return settings;
        }

        internal static DeviceSettings SignatureWithSecret()
        {
            DeviceSettings settings = Make(AuthenticationMode.Signature);
            settings.Secret = Bytes.FromText("XXXXX");
            return settings;
        }

        internal static DeviceSettings SignatureWithPassword()
        {
            DeviceSettings settings = Make(AuthenticationMode.Signature);
            settings.Password = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            return settings;
        }

        internal static DeviceSettings Token()
        {
            DeviceSettings settings = Make(AuthenticationMode.Token);
            settings.TokenR = "123";
            settings.TokenW = "abcd";
            settings.TokenRW = "xyz";
            return settings;
        }

        /// <summary>No settings that keep the rules need more bytes than these.</summary>
        internal static DeviceSettings Largest()
        {
            string label = new string('a', 63);
            DeviceSettings settings = new DeviceSettings();
            settings.Mode = AuthenticationMode.Token;
            settings.Endpoint = label + "." + label + "." + label + "." + new string('b', 61);
            settings.Port = 65535;
            settings.Tls = true;
            settings.Instance = new string('i', 64);
            settings.ClientId = "GID_abc@@@" + new string('c', 54);
            settings.AccessKeyId = new string('\u20AC', 64);
            settings.TokenR = new string('r', 512);
            settings.TokenW = new string('w', 512);
            settings.TokenRW = new string('x', 512);
            settings.ParentTopic = new string('t', 54);
            settings.Keepalive = 480;
            settings.TelemetryInterval = 86400;
            settings.AreCommandsOpen = true;
            settings.SubscribesToP2p = true;
            settings.KeepsSession = true;
            settings.Ntp = new string('n', 60) + ".org";
            settings.SetText(SettingsField.UpdateKey, "0000000600000003" + new string('a', 96));
            return settings;
        }

        private static DeviceSettings Make(AuthenticationMode mode)
        {
            DeviceSettings settings = new DeviceSettings();
            settings.Mode = mode;
            settings.Endpoint = "a.b";
            settings.Port = 1883;
            settings.Tls = false;
            settings.Instance = "mqtt-xxxxx";
            settings.ClientId = "GID_Test@@@0001";
            settings.AccessKeyId = "YYYYY";
            settings.ParentTopic = "top";
            return settings;
        }
    }
}
