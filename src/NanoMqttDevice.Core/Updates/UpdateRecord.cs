using System;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Security;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Updates
{
    /// <summary>
    /// What a device knows of its products, in a record of two slots of its own: which one runs, which one before it, which one is on trial, and how the
    /// last update ended. <c>SPEC.md</c> gives its bytes. It is read when it is needed and not kept. Not safe for use by two threads at once.
    /// </summary>
    public sealed class UpdateRecord
    {
        /// <summary>Stands for the product that was flashed, where a slot is named.</summary>
        public const int Flashed = 0;

        private const int FingerprintSize = UpdateKey.FingerprintSize;

        private const string Name = "update";
        private const byte Version = 1;
        private const int Size = 160;

        // Where things are: active, older, trial, result; its release; for each slot release and digest; fingerprint and next key.
        private const int ResultReleaseAt = 4;
        private const int SlotsAt = 8;
        private const int SlotSize = 4 + Sha256.DigestSize;
        private const int FingerprintAt = SlotsAt + (2 * SlotSize);
        private const int KeyAt = FingerprintAt + FingerprintSize;
        private const int LastSlot = 2;

        private readonly byte[] _data = new byte[Size];

        /// <summary>The slot whose product has proved itself and runs, 1 or 2; <see cref="Flashed"/> for none.</summary>
        public int Active
        {
            get { return _data[0]; }
            set { _data[0] = (byte)value; }
        }

        /// <summary>The slot whose product ran before that, and is kept; <see cref="Flashed"/> for none.</summary>
        public int Older
        {
            get { return _data[1]; }
            set { _data[1] = (byte)value; }
        }

        /// <summary>The slot whose product is to be tried, or is; 0 for none.</summary>
        public int Trial
        {
            get { return _data[2]; }
            set { _data[2] = (byte)value; }
        }

        /// <summary>Why the product of <see cref="ResultRelease"/> does not run; None when it does.</summary>
        public PackageError Result
        {
            get { return (PackageError)_data[3]; }
            set { _data[3] = (byte)value; }
        }

        /// <summary>Release of the last update that ended, well or not; 0 when there was none.</summary>
        public int ResultRelease
        {
            get { return GetNumber(ResultReleaseAt); }
            set { PutNumber(ResultReleaseAt, value); }
        }

        /// <summary>The slot for the next package: the one whose product does not run.</summary>
        public int Free
        {
            get { return Active == 1 ? LastSlot : 1; }
        }

        /// <summary>Reads the record.</summary>
        /// <param name="flash">Where it is.</param>
        /// <returns>The record; null when there is none that can be used: the product that was flashed runs then.</returns>
        public static UpdateRecord Load(IFlash flash)
        {
            StoreResult result;
            UpdateRecord record = Read(flash, out result);
            return result == StoreResult.Ok ? record : null;
        }

        /// <summary>Reads the record to change it.</summary>
        /// <param name="flash">Where it is.</param>
        /// <returns>The record, a new one when there is none; null when there may be one that cannot be read now.</returns>
        public static UpdateRecord LoadOrCreate(IFlash flash)
        {
            StoreResult result;
            UpdateRecord record = Read(flash, out result);
            return result == StoreResult.Ok || result == StoreResult.Empty || result == StoreResult.Corrupt ? record : null;
        }

        /// <summary>Writes the record.</summary>
        /// <param name="flash">Where it is.</param>
        /// <returns>False when it is not known to be written; after the next start it is the old one or this one.</returns>
        public bool Save(IFlash flash)
        {
            StoreResult result = Open(flash).Write(_data, Size);
            return result == StoreResult.Ok || result == StoreResult.Unchanged;
        }

        /// <summary>Gives the release of a slot's product.</summary>
        /// <param name="slot">1 or 2.</param>
        /// <returns>Its release.</returns>
        public int GetRelease(int slot)
        {
            return GetNumber(SlotAt(slot));
        }

        /// <summary>Notes what a slot holds.</summary>
        /// <param name="slot">1 or 2.</param>
        /// <param name="header">Header of the package, whose signature and digest were checked.</param>
        public void Put(int slot, PackageHeader header)
        {
            PutNumber(SlotAt(slot), header.Release);
            Hash(header, _data, SlotAt(slot) + 4);
        }

        /// <summary>Tells whether a header is the one that was noted.</summary>
        /// <param name="slot">1 or 2.</param>
        /// <param name="header">The header that is in the slot.</param>
        /// <returns>True when it is the same, byte by byte.</returns>
        public bool Holds(int slot, PackageHeader header)
        {
            byte[] digest = new byte[Sha256.DigestSize];
            Hash(header, digest, 0);
            return IsAt(SlotAt(slot) + 4, digest, digest.Length);
        }

        /// <summary>The product on trial has proved itself.</summary>
        public void Accept()
        {
            ResultRelease = GetRelease(Trial);
            Result = PackageError.None;
            Older = Active;
            Active = Trial;
            Trial = 0;
        }

        /// <summary>The product on trial, or else the one that runs, is taken back: the one before it runs from the next start on.</summary>
        /// <param name="cause">Why.</param>
        public void TakeBack(PackageError cause)
        {
            ResultRelease = GetRelease(Trial != 0 ? Trial : Active);
            Result = cause;
            if (Trial == 0)
            {
                Active = Older;
                Older = Flashed;
            }

            Trial = 0;
        }

        /// <summary>Gives the key that a package has brought.</summary>
        /// <param name="settingsKey">The update key of the settings.</param>
        /// <returns>The key in its place; the key itself when no package has brought another for it.</returns>
        public byte[] FindKey(byte[] settingsKey)
        {
            if (!IsAt(FingerprintAt, UpdateKey.FingerprintOf(settingsKey), FingerprintSize))
            {
                return settingsKey;
            }

            byte[] key = new byte[LmsSignature.PublicKeySize];
            Array.Copy(_data, KeyAt, key, 0, key.Length);
            return key;
        }

        /// <summary>Notes the key that a package has brought.</summary>
        /// <param name="settingsKey">The update key of the settings, in whose place it stands until that is set anew.</param>
        /// <param name="key">The key.</param>
        public void PutKey(byte[] settingsKey, byte[] key)
        {
            Array.Copy(UpdateKey.FingerprintOf(settingsKey), 0, _data, FingerprintAt, FingerprintSize);
            Array.Copy(key, 0, _data, KeyAt, key.Length);
        }

        private static UpdateRecord Read(IFlash flash, out StoreResult result)
        {
            UpdateRecord record = new UpdateRecord();
            byte[] payload = new byte[Size];
            int count;
            result = Open(flash).Read(payload, out count);
            if (result == StoreResult.Ok && (count != Size || payload[0] > LastSlot || payload[1] > LastSlot || payload[2] > LastSlot))
            {
                result = StoreResult.Corrupt;
            }

            if (result == StoreResult.Ok)
            {
                Array.Copy(payload, record._data, Size);
            }

            return record;
        }

        private static RecordStore Open(IFlash flash)
        {
            return new RecordStore(flash, Name, Version, Size);
        }

        private static void Hash(PackageHeader header, byte[] digest, int offset)
        {
            Sha256 sha256 = new Sha256();
            sha256.Update(header.GetBytes(), 0, header.Size);
            sha256.Finish(digest, offset);
        }

        private static int SlotAt(int slot)
        {
            return SlotsAt + ((slot - 1) * SlotSize);
        }

        private bool IsAt(int at, byte[] bytes, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (_data[at + i] != bytes[i])
                {
                    return false;
                }
            }

            return true;
        }

        private int GetNumber(int at)
        {
            return _data[at] | (_data[at + 1] << 8) | (_data[at + 2] << 16) | (_data[at + 3] << 24);
        }

        private void PutNumber(int at, int value)
        {
            for (int i = 0; i < 4; i++)
            {
                _data[at + i] = (byte)(value >> (8 * i));
            }
        }
    }
}
