using System;
using System.Text;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// Name and password of the network in a record of our own, since the platform writes over its own in place. The payload: length of the name,
    /// the name, length of the password, the password; lengths are one byte, texts are UTF-8. No member throws.
    /// </summary>
    internal sealed class WifiRecord
    {
        /// <summary>Name of the record.</summary>
        public const string Name = "wifi";

        private const byte Version = 1;
        private const int MaxSsid = 32;
        private const int MaxPassword = 64;
        private const int MaxPayload = 1 + MaxSsid + 1 + MaxPassword;

        private readonly RecordStore _store;

        public WifiRecord(IFlash flash)
        {
            _store = new RecordStore(flash, Name, Version, MaxPayload);
        }

        /// <summary>Reads the record.</summary>
        /// <param name="ssid">The name of the network, or null.</param>
        /// <param name="password">Its password, empty for an open network; null when there is no record.</param>
        /// <returns>False when there is none.</returns>
        public bool Read(out string ssid, out string password)
        {
            ssid = null;
            password = null;
            byte[] payload = new byte[MaxPayload];
            if (_store.Read(payload, out int count) == StoreResult.Ok && IsWhole(payload, count))
            {
                ssid = Encoding.UTF8.GetString(payload, 1, payload[0]);
                password = Encoding.UTF8.GetString(payload, payload[0] + 2, payload[payload[0] + 1]);
            }

            Array.Clear(payload, 0, payload.Length);
            return ssid != null;
        }

        /// <summary>Writes the record, unless it holds the same already.</summary>
        /// <param name="ssid">Name of the network, 1 to 32 bytes of UTF-8.</param>
        /// <param name="password">Its password, at most 64 bytes of UTF-8.</param>
        /// <returns>True when it is in flash.</returns>
        public bool Write(string ssid, string password)
        {
            byte[] name = Encoding.UTF8.GetBytes(ssid);
            byte[] secret = Encoding.UTF8.GetBytes(password);
            if (name.Length == 0 || name.Length > MaxSsid || secret.Length > MaxPassword)
            {
                return false;
            }

            byte[] payload = new byte[MaxPayload];
            payload[0] = (byte)name.Length;
            Array.Copy(name, 0, payload, 1, name.Length);
            payload[name.Length + 1] = (byte)secret.Length;
            Array.Copy(secret, 0, payload, name.Length + 2, secret.Length);
            StoreResult result = _store.Write(payload, name.Length + secret.Length + 2);
            Array.Clear(secret, 0, secret.Length);
            Array.Clear(payload, 0, payload.Length);
            return result == StoreResult.Ok || result == StoreResult.Unchanged;
        }

        /// <summary>Erases the record.</summary>
        /// <returns>False when something may still be there.</returns>
        public bool Erase()
        {
            return _store.Erase() == StoreResult.Ok;
        }

        private static bool IsWhole(byte[] payload, int count)
        {
            int name = payload[0];
            return name > 0 && name <= MaxSsid && count >= name + 2 && payload[name + 1] == count - name - 2;
        }
    }
}
