using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using NanoMqttDevice.Connectivity;

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

        private WifiAdapter _adapter;
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
        public LinkResult Join(int timeout)
        {
            long deadline = Environment.TickCount64 + timeout;
            uint index = FindStation().SpecificConfigId;
            Wireless80211Configuration stored = Wireless80211Configuration.GetAllWireless80211Configurations()[index];
            if (string.IsNullOrEmpty(stored.Ssid))
            {
                return LinkResult.Failed;
            }

            _adapter ??= WifiAdapter.FindAllAdapters()[0];
            _adapter.Disconnect();
            Thread.Sleep(DisconnectTime);

            // Takes at most 20 s. "Automatic" stores nothing; the platform tries on by itself after a failure.
            switch (_adapter.Connect(stored.Ssid, WifiReconnectionKind.Automatic, stored.Password ?? "").ConnectionStatus)
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
