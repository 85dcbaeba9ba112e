using System.Device.Wifi;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>What the platform's scan found, as a list for people.</summary>
    internal static class ScanResult
    {
        /// <summary>Sorts it: each name once, strongest first, networks that hide their name left out.</summary>
        /// <param name="found">As the platform tells it: one for each access point. It does not tell which are open.</param>
        /// <returns>The networks.</returns>
        public static WifiNetwork[] Of(WifiAvailableNetwork[] found)
        {
            WifiNetwork[] sorted = new WifiNetwork[found.Length];
            int count = 0;
            foreach (WifiAvailableNetwork network in found)
            {
                count = Insert(sorted, count, network);
            }

            WifiNetwork[] networks = new WifiNetwork[count];
            for (int i = 0; i < count; i++)
            {
                networks[i] = sorted[i];
            }

            return networks;
        }

        // By insertion: there are some twenty.
        private static int Insert(WifiNetwork[] sorted, int count, WifiAvailableNetwork network)
        {
            int rssi = (int)network.NetworkRssiInDecibelMilliwatts;
            if (string.IsNullOrEmpty(network.Ssid))
            {
                return count;
            }

            // The place of the name, if it is there already; at the end otherwise.
            int at = 0;
            while (at < count && sorted[at].Ssid != network.Ssid)
            {
                at++;
            }

            if (at < count && sorted[at].Rssi >= rssi)
            {
                return count;
            }

            int left = at < count ? count : count + 1;
            while (at > 0 && sorted[at - 1].Rssi < rssi)
            {
                sorted[at] = sorted[at - 1];
                at--;
            }

            sorted[at] = new WifiNetwork(network.Ssid, rssi, true);
            return left;
        }
    }
}
