namespace NanoMqttDevice.Platform
{
    /// <summary>A network in range.</summary>
    public sealed class WifiNetwork
    {
        /// <summary>Describes a network.</summary>
        /// <param name="ssid">Its name.</param>
        /// <param name="rssi">Strength of its signal in dBm, a negative number.</param>
        /// <param name="isSecured">True when it wants a password, or may want one.</param>
        public WifiNetwork(string ssid, int rssi, bool isSecured)
        {
            Ssid = ssid;
            Rssi = rssi;
            IsSecured = isSecured;
        }

        /// <summary>Its name, at most 32 bytes of UTF-8.</summary>
        public string Ssid { get; }

        /// <summary>Strength of its signal in dBm, a negative number.</summary>
        public int Rssi { get; }

        /// <summary>True when it wants a password, or may want one.</summary>
        public bool IsSecured { get; }
    }
}
