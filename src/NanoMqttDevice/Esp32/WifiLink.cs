using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// The board's Wi-Fi. Name and password of the network are kept twice: by the platform, which joins with them by itself when the board starts,
    /// and in a record of our own, which is put back when the platform has lost its own. Where both have one the platform's counts: nanoff writes
    /// there. <c>WifiNetworkHelper</c> is not used: with each call it leaves an adapter behind for ever and stores the network anew, and it cannot
    /// say why it failed.
    /// </summary>
    public sealed class WifiLink : INetworkLink
    {
        // Asking for the address reads files; an event tells when to ask. This is for an event that was lost.
        private const int SlowCheck = 30000;

        // After an event once more: it may come before what it tells of can be read.
        private const int SecondCheck = 1000;

        private const int AddressPoll = 250;

        // For the event that ends an attempt of the platform's own: it must not be taken for the end of ours.
        private const int DisconnectTime = 300;

        private const string NoAddress = "0.0.0.0";

        private readonly object _gate = new object();
        private readonly ManualResetEvent _scanned = new ManualResetEvent(false);
        private readonly WifiRecord _record;
        private WifiAdapter _adapter;
        private string _ssid;
        private string _password;
        private bool _isLostByPlatform;
        private bool _isRecorded;
        private bool _isUp;
        private bool _hasChanged;
        private long _nextCheck;

        /// <summary>Makes a link; nothing is joined yet.</summary>
        /// <param name="flash">Where our own record of the network is.</param>
        public WifiLink(IFlash flash)
        {
            _record = new WifiRecord(flash);
            NetworkChange.NetworkAddressChanged += OnAddressChanged;
            NetworkChange.NetworkAvailabilityChanged += OnAvailabilityChanged;
        }

        /// <inheritdoc/>
        public bool IsUp
        {
            get
            {
                long now = Environment.TickCount64;
                if (_hasChanged || now >= _nextCheck)
                {
                    bool isByEvent = _hasChanged;
                    _hasChanged = false;

                    // Also when the question throws.
                    _nextCheck = now + SecondCheck;
                    _isUp = HasAddress();
                    if (!isByEvent)
                    {
                        _nextCheck = now + SlowCheck;
                    }
                }

                return _isUp;
            }
        }

        /// <inheritdoc/>
        public string Ssid
        {
            get
            {
                Load();
                return _ssid.Length == 0 ? null : _ssid;
            }
        }

        /// <inheritdoc/>
        public string Hostname { private get; set; }

        /// <summary>Finds the interface of the Wi-Fi station.</summary>
        /// <returns>The interface as it is now, or null.</returns>
        internal static NetworkInterface FindStation()
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
            Load();
            if (_ssid.Length == 0)
            {
                return LinkResult.Failed;
            }

            LinkResult result = Connect(_ssid, _password, timeout);
            if (result == LinkResult.Joined)
            {
                Keep();
            }

            return result;
        }

        /// <inheritdoc/>
        public LinkResult Join(string ssid, string password, int timeout)
        {
            Load();
            LinkResult result = Connect(ssid, password, timeout);
            if (result == LinkResult.Joined)
            {
                // A power cut while the platform writes loses its record; ours, of the network before, is put back then.
                StoreAtPlatform(ssid, password);
                Set(ssid, password);
                _isRecorded = false;
                Keep();
            }

            return result;
        }

        /// <inheritdoc/>
        public WifiNetwork[] Scan(int timeout)
        {
            WifiAdapter adapter = FindAdapter();
            _scanned.Reset();
            adapter.AvailableNetworksChanged += OnScanned;

            // The radio does one thing at a time: while the platform tries to join it refuses to scan, or breaks the scan off.
            bool isInterrupted = !IsUp || !TryScan(adapter);
            try
            {
                if (isInterrupted)
                {
                    Interrupt(adapter);
                    if (!TryScan(adapter))
                    {
                        return null;
                    }
                }

                return _scanned.WaitOne(timeout, false) ? ScanResult.Of(adapter.NetworkReport.AvailableNetworks) : null;
            }
            finally
            {
                adapter.AvailableNetworksChanged -= OnScanned;
                if (isInterrupted)
                {
                    Resume(adapter);
                }
            }
        }

        /// <inheritdoc/>
        public int Exchange(string host, int port, byte[] request, byte[] answer, int timeout)
        {
            return Datagram.Exchange(host, port, request, answer, timeout);
        }

        /// <inheritdoc/>
        public void Forget()
        {
            Load();

            // Ours first: it would be put back otherwise.
            bool isErased = _record.Erase();
            Set("", "");
            FindAdapter().Disconnect();
            StoreAtPlatform("", "");
            if (!isErased)
            {
                throw new InvalidOperationException();
            }
        }

        private static bool HasAddress()
        {
            NetworkInterface station = FindStation();
            return station != null && station.IPv4Address != NoAddress;
        }

        private static Wireless80211Configuration FindStored()
        {
            return Wireless80211Configuration.GetAllWireless80211Configurations()[FindStation().SpecificConfigId];
        }

        private static void StoreAtPlatform(string ssid, string password)
        {
            Wireless80211Configuration stored = FindStored();
            stored.Ssid = ssid;
            stored.Password = password;
            stored.Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
            stored.SaveConfiguration();
        }

        private static bool TryScan(WifiAdapter adapter)
        {
            try
            {
                adapter.ScanAsync();
                return true;
            }
            catch (Exception)
            {
                // Busy, or not started: said by the result.
                return false;
            }
        }

        private static void Interrupt(WifiAdapter adapter)
        {
            adapter.Disconnect();
            Thread.Sleep(DisconnectTime);
        }

        // Once only: each question to the platform costs native memory that it never gives back.
        private void Load()
        {
            lock (_gate)
            {
                if (_ssid == null)
                {
                    Wireless80211Configuration stored = FindStored();
                    string ssid = stored.Ssid;
                    string password = stored.Password;
                    if (string.IsNullOrEmpty(ssid))
                    {
                        _isLostByPlatform = _record.Read(out ssid, out password);
                    }

                    _password = password ?? "";
                    _ssid = ssid ?? "";
                }
            }
        }

        private void Set(string ssid, string password)
        {
            lock (_gate)
            {
                _ssid = ssid;
                _password = password;
                _isLostByPlatform = false;
            }
        }

        // What has just worked is to be in both places.
        private void Keep()
        {
            _isRecorded = _isRecorded || _record.Write(_ssid, _password);
            if (_isLostByPlatform)
            {
                try
                {
                    StoreAtPlatform(_ssid, _password);
                    _isLostByPlatform = false;
                }
                catch (Exception)
                {
                    // The network is joined, which is what was asked for: tried again after the next join.
                    _isLostByPlatform = true;
                }
            }
        }

        private WifiAdapter FindAdapter()
        {
            _adapter ??= WifiAdapter.FindAllAdapters()[0];
            return _adapter;
        }

        private LinkResult Connect(string ssid, string password, int timeout)
        {
            long deadline = Environment.TickCount64 + timeout;
            WifiAdapter adapter = FindAdapter();
            Name(adapter);
            Interrupt(adapter);

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

        // The platform must be told to try on; whether it got there is seen by the address.
        private void Resume(WifiAdapter adapter)
        {
            try
            {
                Load();
                if (_ssid.Length > 0)
                {
                    adapter.Connect(_ssid, WifiReconnectionKind.Automatic, _password);
                }
            }
            catch (Exception)
            {
                // What the scan found is worth more: who waits for the network joins it again.
                _hasChanged = true;
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
            _hasChanged = true;
            while (!IsUp && Environment.TickCount64 < deadline)
            {
                Thread.Sleep(AddressPoll);
                _hasChanged = true;
            }

            return _isUp;
        }

        private void OnScanned(WifiAdapter sender, object e)
        {
            _scanned.Set();
        }

        private void OnAddressChanged(object sender, EventArgs e)
        {
            _hasChanged = true;
        }

        private void OnAvailabilityChanged(object sender, NetworkAvailabilityEventArgs e)
        {
            _hasChanged = true;
        }
    }
}
