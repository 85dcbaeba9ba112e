using NanoMqttDevice.AdapterTests.Platform;

namespace System.Device.Wifi
{
    internal delegate void AvailableNetworksChangedEventHandler(WifiAdapter sender, object e);

    internal enum WifiConnectionStatus
    {
        AccessRevoked = 0,
        InvalidCredential = 1,
        NetworkNotAvailable = 2,
        Success = 3,
        Timeout = 4,
        UnspecifiedFailure = 5,
        UnsupportedAuthenticationProtocol = 6,
    }

    internal enum WifiReconnectionKind
    {
        Automatic = 0,
        Manual = 1,
    }

    internal sealed class WifiConnectionResult
    {
        public WifiConnectionResult(WifiConnectionStatus status)
        {
            ConnectionStatus = status;
        }

        public WifiConnectionStatus ConnectionStatus { get; }
    }

    internal sealed class WifiAvailableNetwork
    {
        public string Ssid { get; set; }

        public double NetworkRssiInDecibelMilliwatts { get; set; }
    }

    internal sealed class WifiNetworkReport
    {
        public WifiAvailableNetwork[] AvailableNetworks { get; set; }
    }

    internal sealed class WifiAdapter
    {
        private WifiAdapter()
        {
            Radio.Scanned = () => AvailableNetworksChanged?.Invoke(this, EventArgs.Empty);
        }

        public event AvailableNetworksChangedEventHandler AvailableNetworksChanged;

        public WifiNetworkReport NetworkReport
        {
            get
            {
                return new WifiNetworkReport
                {
                    AvailableNetworks = Radio.InRange
                        .ConvertAll(a => new WifiAvailableNetwork { Ssid = a.Ssid, NetworkRssiInDecibelMilliwatts = a.Rssi })
                        .ToArray(),
                };
            }
        }

        public static WifiAdapter[] FindAllAdapters()
        {
            return new WifiAdapter[] { new WifiAdapter() };
        }

        public WifiConnectionResult Connect(string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential)
        {
            if (ssid == null || passwordCredential == null)
            {
                throw new ArgumentNullException();
            }

            // The other kind writes the platform's record.
            return reconnectionKind == WifiReconnectionKind.Automatic
                ? new WifiConnectionResult(Radio.Connect(ssid, passwordCredential))
                : throw new InvalidOperationException("would be stored");
        }

        public void Disconnect()
        {
            Radio.Disconnect();
        }

        public void ScanAsync()
        {
            Radio.Scan();
        }

        public void SetDeviceName(string deviceName)
        {
            if (string.IsNullOrEmpty(deviceName) || deviceName.Length > 32 || Radio.RefusesName)
            {
                throw new ArgumentException("deviceName");
            }

            Radio.DeviceName = deviceName;
        }
    }
}
