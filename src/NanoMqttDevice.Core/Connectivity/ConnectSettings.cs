using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>What a session needs to know, the same for every connect.</summary>
    public sealed class ConnectSettings
    {
        /// <summary>Takes what a session needs from the settings, and makes the login.</summary>
        /// <param name="settings">Settings that keep every rule; they are not kept and may be wiped.</param>
        public ConnectSettings(DeviceSettings settings)
        {
            Endpoint = settings.Endpoint;
            Port = settings.Port;
            Tls = settings.Tls;
            ClientId = settings.ClientId;
            Keepalive = settings.Keepalive;
            Ntp = settings.Ntp;
            KeepsSession = settings.KeepsSession;
            AreCommandsOpen = settings.AreCommandsOpen;
            HasSecret = settings.Secret != null;
            HasTokens = settings.Mode == AuthenticationMode.Token;
            Login = settings.CreateLogin();
        }

        /// <summary>Host name of the service.</summary>
        public string Endpoint { get; }

        /// <summary>TCP port.</summary>
        public int Port { get; }

        /// <summary>True for TLS.</summary>
        public bool Tls { get; }

        /// <summary>Client ID.</summary>
        public string ClientId { get; }

        /// <summary>Keepalive in seconds.</summary>
        public int Keepalive { get; }

        /// <summary>Server that tells the time of day, or null for the platform's.</summary>
        public string Ntp { get; }

        /// <summary>True for CleanSession 0.</summary>
        public bool KeepsSession { get; }

        /// <summary>True to obey commands without a seal too, those about settings excepted.</summary>
        public bool AreCommandsOpen { get; }

        /// <summary>True when there is a secret on the device, with which a seal can be checked.</summary>
        public bool HasSecret { get; }

        /// <summary>True in mode Token.</summary>
        public bool HasTokens { get; }

        /// <summary>User name and password.</summary>
        public Login Login { get; }
    }
}
