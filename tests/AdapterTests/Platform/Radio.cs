using System;
using System.Collections.Generic;
using System.Device.Wifi;

namespace NanoMqttDevice.AdapterTests.Platform
{
    /// <summary>
    /// The chip's Wi-Fi as the platform drives it: it tries on by itself until it is told to disconnect, does not scan meanwhile, and tells of a change
    /// with an event. Its record of the network is in flash and is written in place.
    /// </summary>
    internal static class Radio
    {
        /// <summary>How long an attempt takes, in milliseconds.</summary>
        public const int AttemptTime = 3000;

        /// <summary>How long after a Disconnect the end of an attempt of the platform's own is still reported.</summary>
        public const int EndTime = 100;

        private static long _endedAt;

        public static List<AccessPoint> InRange { get; } = new List<AccessPoint>();

        /// <summary>The platform's record.</summary>
        public static string StoredSsid { get; set; }

        public static string StoredPassword { get; set; }

        /// <summary>The power goes while the platform writes its record.</summary>
        public static bool IsCutInSave { get; set; }

        /// <summary>The platform cannot write its record.</summary>
        public static bool FailsSaves { get; set; }

        public static int Saves { get; private set; }

        /// <summary>Questions that read files.</summary>
        public static int FileReads { get; set; }

        /// <summary>Questions that cost native memory.</summary>
        public static int Leaks { get; set; }

        /// <summary>Asking for the interfaces throws.</summary>
        public static bool IsBroken { get; set; }

        public static bool HasStation { get; set; }

        public static bool IsConnected { get; private set; }

        public static bool HasAddress { get; set; }

        /// <summary>The platform is trying by itself.</summary>
        public static bool IsTrying { get; set; }

        public static int Attempts { get; private set; }

        public static string LastSsid { get; private set; }

        public static string LastPassword { get; private set; }

        public static int Disconnects { get; private set; }

        public static string DeviceName { get; set; }

        public static bool RefusesName { get; set; }

        /// <summary>A scan is refused, whatever the platform is doing.</summary>
        public static bool RefusesScans { get; set; }

        /// <summary>How long a scan takes; negative when its end never comes.</summary>
        public static int ScanTime { get; set; }

        public static int Scans { get; private set; }

        public static bool RefusesConnects { get; set; }

        /// <summary>An event is lost.</summary>
        public static bool LosesEvents { get; set; }

        /// <summary>Raised for the adapter when a scan has ended.</summary>
        public static Action Scanned { get; set; }

        public static Action AddressChanged { get; set; }

        public static Action AvailabilityChanged { get; set; }

        public static void Reset()
        {
            InRange.Clear();
            StoredSsid = "";
            StoredPassword = "";
            IsCutInSave = false;
            FailsSaves = false;
            Saves = 0;
            FileReads = 0;
            Leaks = 0;
            IsBroken = false;
            HasStation = true;
            IsConnected = false;
            HasAddress = false;
            IsTrying = false;
            Attempts = 0;
            LastSsid = null;
            LastPassword = null;
            Disconnects = 0;
            DeviceName = null;
            RefusesName = false;
            RefusesScans = false;
            ScanTime = 6500;
            Scans = 0;
            RefusesConnects = false;
            LosesEvents = false;
            Scanned = null;
            AddressChanged = null;
            AvailabilityChanged = null;
            _endedAt = long.MinValue / 2;
        }

        /// <summary>Brings a network into range.</summary>
        public static AccessPoint Add(string ssid, string password)
        {
            AccessPoint added = new AccessPoint { Ssid = ssid, Password = password };
            InRange.Add(added);
            return added;
        }

        /// <summary>What the board does when it starts: the platform joins what it has stored.</summary>
        public static void Boot()
        {
            IsConnected = false;
            HasAddress = false;
            IsTrying = StoredSsid.Length > 0;
        }

        /// <summary>The address comes or goes.</summary>
        public static void SetAddress(bool hasAddress)
        {
            HasAddress = hasAddress;
            Tell(AddressChanged);
        }

        /// <summary>The access point is gone.</summary>
        public static void Drop()
        {
            IsTrying = true;
            IsConnected = false;
            HasAddress = false;
            Tell(AvailabilityChanged);
        }

        public static void Disconnect()
        {
            Disconnects++;
            if (IsTrying)
            {
                _endedAt = VirtualTime.Now;
            }

            IsTrying = false;
            IsConnected = false;
            HasAddress = false;
        }

        public static WifiConnectionStatus Connect(string ssid, string password)
        {
            Attempts++;
            LastSsid = ssid;
            LastPassword = password;
            IsConnected = false;
            HasAddress = false;
            if (RefusesConnects)
            {
                throw new InvalidOperationException("CLR_E_FAIL");
            }

            bool isMixedUp = IsTrying || VirtualTime.Now - _endedAt < EndTime;
            IsTrying = true;
            if (isMixedUp)
            {
                return WifiConnectionStatus.UnspecifiedFailure;
            }

            VirtualTime.Advance(AttemptTime);
            AccessPoint found = InRange.Find(a => a.Ssid == ssid);
            if (found == null)
            {
                return WifiConnectionStatus.NetworkNotAvailable;
            }

            if (found.Password != password)
            {
                return WifiConnectionStatus.InvalidCredential;
            }

            if (found.Status == WifiConnectionStatus.Success || found.Status == WifiConnectionStatus.Timeout)
            {
                IsTrying = false;
                IsConnected = true;
                if (found.GivesAddress)
                {
                    VirtualTime.After(500, () => SetAddress(true));
                }
            }

            return found.Status;
        }

        public static void Scan()
        {
            if (RefusesScans || IsTrying)
            {
                throw new InvalidOperationException("CLR_E_BUSY");
            }

            Scans++;
            if (ScanTime >= 0)
            {
                VirtualTime.After(ScanTime, () => Scanned?.Invoke());
            }
        }

        public static void Save(string ssid, string password)
        {
            if (FailsSaves)
            {
                throw new InvalidOperationException("CLR_E_FAIL");
            }

            Saves++;
            StoredSsid = IsCutInSave ? "" : ssid;
            StoredPassword = IsCutInSave ? "" : password;
            if (IsCutInSave)
            {
                throw new StandstillException();
            }
        }

        private static void Tell(Action what)
        {
            if (!LosesEvents)
            {
                what?.Invoke();
            }
        }
    }
}
