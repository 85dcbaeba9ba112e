using System.Device.Wifi;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>A network's access point in range.</summary>
    internal sealed class AccessPoint
    {
        public string Ssid { get; set; }

        public string Password { get; set; }

        public double Rssi { get; set; } = -50;

        public bool GivesAddress { get; set; } = true;

        /// <summary>What a connection attempt reports: a weak signal is reported as a wrong password.</summary>
        public WifiConnectionStatus Status { get; set; } = WifiConnectionStatus.Success;
    }
}
