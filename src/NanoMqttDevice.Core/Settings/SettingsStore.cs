using System;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Settings
{
    /// <summary>The device's settings in flash: the one place where what is stored and what it means meet.</summary>
    public sealed class SettingsStore
    {
        private readonly RecordStore _records;
        private readonly RecordStore _candidates;

        /// <summary>Makes a store; nothing is read yet.</summary>
        /// <param name="flash">Where the settings are.</param>
        public SettingsStore(IFlash flash)
        {
            _records = new RecordStore(flash, "settings", SettingsRecord.Version, SettingsRecord.MaxSize);
            _candidates = new RecordStore(flash, "candidate", SettingsRecord.Version, SettingsRecord.MaxSize);
        }

        /// <summary>What is known of the settings in flash: what the last <see cref="Load"/> found, or what came of storing or erasing since.</summary>
        public StoreResult State { get; private set; } = StoreResult.Empty;

        /// <summary>Sequence of the stored record, which counts how often settings were stored; 0 when there is none.</summary>
        public uint Sequence
        {
            get { return _records.Sequence; }
        }

        /// <summary>Reads the current settings.</summary>
        /// <returns>The settings, or null; <see cref="State"/> then says why.</returns>
        public DeviceSettings Load()
        {
            DeviceSettings settings;
            State = Read(_records, out settings);
            return settings;
        }

        /// <summary>Reads the candidate.</summary>
        /// <returns>Settings that wait to be tried, or null.</returns>
        public DeviceSettings LoadCandidate()
        {
            DeviceSettings settings;
            Read(_candidates, out settings);
            return settings;
        }

        /// <summary>Stores settings: as candidate when there are current ones that differ, as current ones when there are none.</summary>
        /// <param name="settings">Settings that keep every rule.</param>
        /// <returns>Candidate, Ok, or Unchanged when they are the current ones already; any other result means that nothing has changed.</returns>
        public StoreResult Commit(DeviceSettings settings)
        {
            byte[] payload = NewPayload();
            if (payload == null)
            {
                return StoreResult.NoMemory;
            }

            int count = SettingsRecord.Encode(settings, payload);
            StoreResult result = _records.Compare(payload, count);
            if (result == StoreResult.Ok && State == StoreResult.Ok)
            {
                result = _candidates.Write(payload, count);
                if (result == StoreResult.Ok || result == StoreResult.Unchanged)
                {
                    result = StoreResult.Candidate;
                }
            }
            else if (result == StoreResult.Unchanged)
            {
                // Back to what counts: a candidate that waits is not wanted any more.
                result = DropCandidate() == StoreResult.Ok ? StoreResult.Unchanged : StoreResult.Failed;
            }
            else
            {
                result = Write(payload, count);
            }

            Array.Clear(payload, 0, payload.Length);
            return result;
        }

        /// <summary>Makes the candidate current.</summary>
        /// <returns>Ok, or anything else when it is a candidate still.</returns>
        public StoreResult Accept()
        {
            byte[] payload = NewPayload();
            if (payload == null)
            {
                return StoreResult.NoMemory;
            }

            int count;
            StoreResult result = _candidates.Read(payload, out count);
            if (result == StoreResult.Ok)
            {
                result = Write(payload, count);
            }

            Array.Clear(payload, 0, payload.Length);

            // In this order: between the two steps both records hold the settings that the service has accepted.
            return result == StoreResult.Ok || result == StoreResult.Unchanged ? DropCandidate() : result;
        }

        /// <summary>Forgets the candidate.</summary>
        /// <returns>Ok, or Failed when something may still be there.</returns>
        public StoreResult DropCandidate()
        {
            return _candidates.Erase();
        }

        /// <summary>Stores settings as the current ones, unless they are stored already.</summary>
        /// <param name="settings">Settings that keep every rule.</param>
        /// <returns>The result; only Ok and Unchanged mean that they are stored.</returns>
        public StoreResult Save(DeviceSettings settings)
        {
            byte[] payload = NewPayload();
            if (payload == null)
            {
                return StoreResult.NoMemory;
            }

            StoreResult result = Write(payload, SettingsRecord.Encode(settings, payload));
            Array.Clear(payload, 0, payload.Length);
            return result;
        }

        /// <summary>Forgets the settings and the candidate, of whatever version.</summary>
        /// <returns>Ok, or Failed when something may still be there.</returns>
        public StoreResult Erase()
        {
            // The candidate first: alone, it would be what counts.
            StoreResult result = DropCandidate();
            if (result == StoreResult.Ok)
            {
                result = _records.Erase();
            }

            if (result == StoreResult.Ok)
            {
                State = StoreResult.Empty;
            }

            return result;
        }

        // A KB or two that nobody needs but while records are read and written.
        private static byte[] NewPayload()
        {
            try
            {
                return new byte[SettingsRecord.MaxSize];
            }
            catch (OutOfMemoryException)
            {
                return null;
            }
        }

        private static StoreResult Read(RecordStore records, out DeviceSettings settings)
        {
            int count;
            settings = null;
            byte[] payload = NewPayload();
            if (payload == null)
            {
                return StoreResult.NoMemory;
            }

            StoreResult result = records.Read(payload, out count);
            if (count > 0 && (result == StoreResult.Ok || result == StoreResult.NewerVersion))
            {
                settings = SettingsRecord.Decode(payload, count);
                if (settings == null && result == StoreResult.Ok)
                {
                    result = StoreResult.Corrupt;
                }
            }

            Array.Clear(payload, 0, payload.Length);
            return result;
        }

        private StoreResult Write(byte[] payload, int count)
        {
            StoreResult result = _records.Write(payload, count);
            if (result == StoreResult.Ok || result == StoreResult.Unchanged)
            {
                State = StoreResult.Ok;
            }

            return result;
        }
    }
}
