using System;
using NanoMqttDevice.AdapterTests.Platform;

namespace NanoMqttDevice
{
    internal delegate void NetworkAddressChangedEventHandler(object sender, EventArgs e);

    internal delegate void NetworkAvailabilityChangedEventHandler(object sender, NetworkAvailabilityEventArgs e);

    internal enum NetworkInterfaceType
    {
        Unknown = 1,
        Ethernet = 6,
        Wireless80211 = 71,
        WirelessAP = 72,
    }

    internal sealed class NetworkAvailabilityEventArgs : EventArgs
    {
    }

    internal static class NetworkChange
    {
        private static readonly NetworkAvailabilityEventArgs _args = new NetworkAvailabilityEventArgs();

        public static event NetworkAddressChangedEventHandler NetworkAddressChanged
        {
            add { Radio.AddressChanged += () => value(0, EventArgs.Empty); }
            remove { throw new InvalidOperationException(); }
        }

        public static event NetworkAvailabilityChangedEventHandler NetworkAvailabilityChanged
        {
            add { Radio.AvailabilityChanged += () => value(0, _args); }
            remove { throw new InvalidOperationException(); }
        }
    }

    internal sealed class NetworkInterface
    {
        public string IPv4Address { get; private set; }

        public NetworkInterfaceType NetworkInterfaceType { get; private set; }

        public byte[] PhysicalAddress { get; private set; }

        public uint SpecificConfigId { get; private set; }

        /// <summary>Reads the platform's files at each call.</summary>
        public static NetworkInterface[] GetAllNetworkInterfaces()
        {
            Radio.FileReads++;
            if (Radio.IsBroken)
            {
                throw new InvalidOperationException("CLR_E_FAIL");
            }

            NetworkInterface ethernet = new NetworkInterface { NetworkInterfaceType = NetworkInterfaceType.Ethernet, IPv4Address = "10.0.0.2" };
            NetworkInterface station = new NetworkInterface
            {
                NetworkInterfaceType = NetworkInterfaceType.Wireless80211,
                IPv4Address = Radio.HasAddress ? "192.168.0.7" : "0.0.0.0",
                PhysicalAddress = new byte[] { 0x24, 0x0A, 0xC4, 0x00, 0x0F, 0xFE },
            };
            return Radio.HasStation ? new NetworkInterface[] { ethernet, station } : new NetworkInterface[] { ethernet };
        }
    }

    internal sealed class Wireless80211Configuration
    {
        [Flags]
        internal enum ConfigurationOptions
        {
            None = 0,
            Disable = 1,
            Enable = 2,
            AutoConnect = 6,
            SmartConfig = 10,
        }

        public string Ssid { get; set; }

        public string Password { get; set; }

        public ConfigurationOptions Options { get; set; }

        /// <summary>Costs native memory that never comes back.</summary>
        public static Wireless80211Configuration[] GetAllWireless80211Configurations()
        {
            Radio.Leaks++;
            return new Wireless80211Configuration[]
            {
                new Wireless80211Configuration { Ssid = Radio.StoredSsid, Password = Radio.StoredPassword },
            };
        }

        public void SaveConfiguration()
        {
            if (Ssid == null)
            {
                throw new ArgumentNullException();
            }

            if (Password.Length > 64 || Ssid.Length > 32)
            {
                throw new ArgumentOutOfRangeException();
            }

            if (Options == ConfigurationOptions.AutoConnect)
            {
                Radio.Save(Ssid, Password);
            }
        }
    }
}
