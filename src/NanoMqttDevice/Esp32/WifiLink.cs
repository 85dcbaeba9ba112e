using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// The board's Wi-Fi, with the network name and password that the platform keeps. <c>WifiNetworkHelper</c> is not used: with each call it leaves
    /// an adapter behind for ever and stores the network anew, and it cannot say why it failed.
    /// </summary>
    public sealed class WifiLink : INetworkLink
    {
        private const int CheckInterval = 1000;

        // For the event that ends an attempt of the platform's own: it must not be taken for the end of ours.
        private const int DisconnectTime = 300;

        private readonly ManualResetEvent _scanned = new ManualResetEvent(false);
        private WifiAdapter _adapter;
        private string _ssid;
        private bool _isUp;
        private long _nextCheck;

        /// <inheritdoc/>
        public bool IsUp
        {
            get
            {
                // Asking makes garbage, so it is not done in every step.
                long now = Environment.TickCount64;
                if (now >= _nextCheck)
                {
                    _nextCheck = now + CheckInterval;
                    NetworkInterface station = FindStation();
                    _isUp = station != null && station.IPv4Address != "0.0.0.0";
                }

                return _isUp;
            }
        }

        /// <summary>Finds the interface of the Wi-Fi station.</summary>
        /// <returns>The interface as it is now, or null.</returns>
        public static NetworkInterface FindStation()
        {
            foreach (NetworkInterface candidate in NetworkInterface.GetAllNetworkInterfaces())
            {
                if (candidate.NetworkInterfaceType == NetworkInterfaceType.Wireless80211)
                {
                    return candidate;
                }
            }

            return null;
        }

        /// <inheritdoc/>
        public string Ssid
        {
            get
            {
                // Asked once only: each question costs the platform native memory that it never gives back.
                _ssid ??= FindStored().Ssid ?? "";
                return _ssid.Length == 0 ? null : _ssid;
            }
        }

        /// <inheritdoc/>
        public string Hostname { private get; set; }

        /// <inheritdoc/>
        public LinkResult Join(int timeout)
        {
            Wireless80211Configuration stored = FindStored();
            return string.IsNullOrEmpty(stored.Ssid) ? LinkResult.Failed : Connect(stored.Ssid, stored.Password ?? "", timeout);
        }

        /// <inheritdoc/>
        public LinkResult Join(string ssid, string password, int timeout)
        {
            LinkResult result = Connect(ssid, password, timeout);
            if (result == LinkResult.Joined)
            {
                Store(ssid, password);
            }

            return result;
        }

        /// <inheritdoc/>
        public WifiNetwork[] Scan(int timeout)
        {
            WifiAdapter adapter = FindAdapter();
            _scanned.Reset();
            adapter.AvailableNetworksChanged += OnScanned;
            try
            {
                adapter.ScanAsync();
                return _scanned.WaitOne(timeout, false) ? Sort(adapter.NetworkReport.AvailableNetworks) : null;
            }
            finally
            {
                adapter.AvailableNetworksChanged -= OnScanned;
            }
        }

        /// <inheritdoc/>
        public void Forget()
        {
            Store("", "");
            FindAdapter().Disconnect();
        }

        private void Store(string ssid, string password)
        {
            Wireless80211Configuration stored = FindStored();
            stored.Ssid = ssid;
            stored.Password = password;
            stored.Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
            stored.SaveConfiguration();
            _ssid = ssid;
        }

        // By insertion: there are some twenty. The platform does not say which networks are open.
        private static WifiNetwork[] Sort(WifiAvailableNetwork[] found)
        {
            WifiNetwork[] sorted = new WifiNetwork[found.Length];
            int count = 0;
            foreach (WifiAvailableNetwork network in found)
            {
                int rssi = (int)network.NetworkRssiInDecibelMilliwatts;
                int at = count;
                while (at > 0 && sorted[at - 1].Rssi < rssi)
                {
                    sorted[at] = sorted[at - 1];
                    at--;
                }

                sorted[at] = new WifiNetwork(network.Ssid, rssi, true);
                count++;
            }

            return sorted;
        }

        private static Wireless80211Configuration FindStored()
        {
            return Wireless80211Configuration.GetAllWireless80211Configurations()[FindStation().SpecificConfigId];
        }

        private WifiAdapter FindAdapter()
        {
            _adapter ??= WifiAdapter.FindAllAdapters()[0];
            return _adapter;
        }

        private void OnScanned(WifiAdapter sender, object e)
        {
            _scanned.Set();
        }

        private LinkResult Connect(string ssid, string password, int timeout)
        {
            long deadline = Environment.TickCount64 + timeout;
            WifiAdapter adapter = FindAdapter();
            Name(adapter);
            adapter.Disconnect();
            Thread.Sleep(DisconnectTime);

            // Takes at most 20 s. "Automatic" stores nothing; the platform tries on by itself after a failure.
            switch (adapter.Connect(ssid, WifiReconnectionKind.Automatic, password).ConnectionStatus)
            {
                case WifiConnectionStatus.NetworkNotAvailable:
                    return LinkResult.NetworkNotFound;
                case WifiConnectionStatus.InvalidCredential:
                    return LinkResult.WrongPassword;
                case WifiConnectionStatus.Success:
                    return WaitForAddress(deadline) ? LinkResult.Joined : LinkResult.NoAddress;
                default:
                    return WaitForAddress(deadline) ? LinkResult.Joined : LinkResult.Failed;
            }
        }

        private void Name(WifiAdapter adapter)
        {
            try
            {
                adapter.SetDeviceName(Hostname);
            }
            catch (Exception)
            {
                // The platform has no interface to name yet: a network without the name is better than none.
            }
        }

        private bool WaitForAddress(long deadline)
        {
            while (!IsUp && Environment.TickCount64 < deadline)
            {
                Thread.Sleep(CheckInterval / 4);
            }

            return _isUp;
        }
    }
}
