using System;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <summary>The device's settings in flash: the one place where what is stored and what it means meet.</summary>
    public sealed class SettingsStore
    {
        private readonly RecordStore _records;
        private readonly byte[] _payload = new byte[SettingsRecord.MaxSize];

        /// <summary>Makes a store; nothing is read yet.</summary>
        /// <param name="flash">Where the settings are.</param>
        public SettingsStore(IFlash flash)
        {
            _records = new RecordStore(flash, "settings", SettingsRecord.Version, SettingsRecord.MaxSize);
        }

        /// <summary>What is known of the settings in flash: what the last <see cref="Load"/> found, or what came of storing or erasing since.</summary>
        public StoreResult State { get; private set; } = StoreResult.Empty;

        /// <summary>Sequence of the stored record, which counts how often settings were stored; 0 when there is none.</summary>
        public uint Sequence
        {
            get { return _records.Sequence; }
        }

        /// <summary>Reads the settings.</summary>
        /// <returns>The settings, or null; <see cref="State"/> then says why.</returns>
        public DeviceSettings Load()
        {
            int count;
            DeviceSettings settings = null;
            State = _records.Read(_payload, out count);
            if (State == StoreResult.Ok)
            {
                settings = SettingsRecord.Decode(_payload, count);
                if (settings == null)
                {
                    State = StoreResult.Corrupt;
                }
            }

            Array.Clear(_payload, 0, _payload.Length);
            return settings;
        }

        /// <summary>Stores settings, unless they are stored already.</summary>
        /// <param name="settings">Settings that keep every rule.</param>
        /// <returns>The result; only Ok and Unchanged mean that they are stored.</returns>
        public StoreResult Save(DeviceSettings settings)
        {
            int count = SettingsRecord.Encode(settings, _payload);
            StoreResult result = _records.Write(_payload, count);
            Array.Clear(_payload, 0, _payload.Length);
            if (result == StoreResult.Ok || result == StoreResult.Unchanged)
            {
                State = StoreResult.Ok;
            }

            return result;
        }

        /// <summary>Forgets the settings, of whatever version.</summary>
        /// <returns>Ok, or Failed when something may still be there.</returns>
        public StoreResult Erase()
        {
            StoreResult result = _records.Erase();
            if (result == StoreResult.Ok)
            {
                State = StoreResult.Empty;
            }

            return result;
        }
    }
}
