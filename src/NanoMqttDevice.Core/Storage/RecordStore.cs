using System;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Storage
{
    /// <summary>
    /// One record in two slots, so that a power cut at any byte leaves the old record or the new one, whole. A write goes to the
    /// slot that is not current and is read back; the valid slot with the higher sequence is current. <c>SPEC.md</c> gives every byte.
    /// No member throws. Not safe for use by two threads at once.
    /// </summary>
    public sealed class RecordStore
    {
        /// <summary>Bytes that a record has beside its payload.</summary>
        public const int Overhead = HeaderSize + CheckSize;

        private const int HeaderSize = 12;
        private const int CheckSize = 4;

        private readonly IFlash _flash;
        private readonly string[] _names;
        private readonly byte _version;
        private readonly int _size;
        private readonly SlotState[] _states = new SlotState[2];
        private readonly uint[] _sequences = new uint[2];
        private readonly int[] _sizes = new int[2];

        // Only while a call lasts: most of the time nobody needs it.
        private byte[] _buffer;
        private bool _isOutOfMemory;

        /// <summary>Makes a store; nothing is read yet.</summary>
        /// <param name="flash">Where the slots are.</param>
        /// <param name="name">Name of the record; its slots are the files <c>name.0</c> and <c>name.1</c>.</param>
        /// <param name="version">Version of the payload's form, 1 to 255; a higher one in flash is refused.</param>
        /// <param name="maxPayload">Size of the largest payload in bytes, at most 65535.</param>
        public RecordStore(IFlash flash, string name, byte version, int maxPayload)
        {
            _flash = flash;
            _names = new string[] { name + ".0", name + ".1" };
            _version = version;
            _size = maxPayload + Overhead;
        }

        private enum SlotState
        {
            Absent,
            Bad,
            Newer,
            Valid,
            Unreadable,
        }

        /// <summary>Sequence of the current record, as last read or written; 0 when there is none.</summary>
        public uint Sequence { get; private set; }

        /// <summary>
        /// Reads the current record. While one slot cannot be read at all, or holds a record of a newer version, the other's record is given: better an
        /// older one than none. In the latter case the result says so, and nothing can be written until the record is erased.
        /// </summary>
        /// <param name="payload">Receives the payload.</param>
        /// <param name="count">How many bytes it has; 0 when there is none.</param>
        /// <returns>
        /// <see cref="StoreResult.Ok"/>, <see cref="StoreResult.Empty"/>, <see cref="StoreResult.Corrupt"/>,
        /// <see cref="StoreResult.NewerVersion"/>, <see cref="StoreResult.NoMemory"/> or <see cref="StoreResult.Failed"/>.
        /// </returns>
        public StoreResult Read(byte[] payload, out int count)
        {
            count = 0;
            if (!Open())
            {
                return StoreResult.NoMemory;
            }

            int current = FindCurrent();
            StoreResult result = ResultOf(current);
            if (_states[current] == SlotState.Valid)
            {
                count = _sizes[current] - Overhead;
                Array.Copy(_buffer, HeaderSize, payload, 0, count);
            }

            Wipe();
            return result;
        }

        /// <summary>Compares a payload with the current record.</summary>
        /// <param name="payload">Holds the payload from its start.</param>
        /// <param name="count">How many bytes it has.</param>
        /// <returns><see cref="StoreResult.Unchanged"/> when they are the same; otherwise what <see cref="Read"/> would return.</returns>
        public StoreResult Compare(byte[] payload, int count)
        {
            if (!Open())
            {
                return StoreResult.NoMemory;
            }

            int current = FindCurrent();
            StoreResult result = ResultOf(current);
            if (result == StoreResult.Ok && IsInBuffer(payload, count, _sizes[current]))
            {
                result = StoreResult.Unchanged;
            }

            Wipe();
            return result;
        }

        /// <summary>Makes a payload the current record, unless it is already.</summary>
        /// <param name="payload">Holds the payload from its start.</param>
        /// <param name="count">How many bytes it has.</param>
        /// <returns>
        /// <see cref="StoreResult.Ok"/>, <see cref="StoreResult.Unchanged"/>, <see cref="StoreResult.NewerVersion"/>,
        /// <see cref="StoreResult.NoMemory"/> or <see cref="StoreResult.Failed"/>. Unchanged, NewerVersion and NoMemory leave the old record; Failed leaves the old record, or the new one if only
        /// reading it back failed.
        /// </returns>
        public StoreResult Write(byte[] payload, int count)
        {
            if (count > _size - Overhead)
            {
                return StoreResult.Failed;
            }

            if (!Open())
            {
                return StoreResult.NoMemory;
            }

            int current = FindCurrent();
            StoreResult result = ResultOf(current);

            // A slot that cannot be read may hold the newest record: it must not be taken for free.
            if (IsEither(SlotState.Unreadable))
            {
                result = _isOutOfMemory ? StoreResult.NoMemory : StoreResult.Failed;
            }
            else if (result == StoreResult.Ok && IsInBuffer(payload, count, _sizes[current]))
            {
                result = StoreResult.Unchanged;
            }
            else if (result != StoreResult.NewerVersion)
            {
                result = WriteSlot(1 - current, Sequence + 1, payload, count);
            }

            Wipe();
            return result;
        }

        /// <summary>
        /// Forgets the record, of whatever version: both slots are overwritten with zeros, the current one last so that no older
        /// record comes back after a power cut, and then deleted. (Which one is current is not known of a slot that cannot be read.)
        /// </summary>
        /// <returns><see cref="StoreResult.Ok"/>, or <see cref="StoreResult.Failed"/> when something may still be there.</returns>
        public StoreResult Erase()
        {
            if (!Open())
            {
                return StoreResult.NoMemory;
            }

            int last = FindCurrent();
            Array.Clear(_buffer, 0, _size);
            StoreResult result = StoreResult.Ok;
            try
            {
                Overwrite(1 - last);
                Overwrite(last);
                Delete(1 - last);
                Delete(last);
            }
            catch (Exception)
            {
                result = StoreResult.Failed;
            }

            FindCurrent();
            Wipe();
            return _states[0] == SlotState.Absent && _states[1] == SlotState.Absent ? result : StoreResult.Failed;
        }

        // Looks at both slots; the current one is looked at last, so that the buffer holds it. 1 when there is none, so that
        // the first record goes to slot 0.
        private int FindCurrent()
        {
            Look(0);
            Look(1);
            int current = 1;
            bool isZero = _states[0] == SlotState.Valid;
            bool isOne = _states[1] == SlotState.Valid;
            if (isZero == isOne ? HoldsRecord(0) && (!HoldsRecord(1) || (int)(_sequences[0] - _sequences[1]) > 0) : isZero)
            {
                current = 0;
                Look(0);
            }

            Sequence = _states[current] == SlotState.Valid ? _sequences[current] : 0;
            return current;
        }

        private StoreResult ResultOf(int current)
        {
            if (IsEither(SlotState.Newer))
            {
                return StoreResult.NewerVersion;
            }

            if (_states[current] == SlotState.Valid)
            {
                return StoreResult.Ok;
            }

            return IsEither(SlotState.Unreadable) ? (_isOutOfMemory ? StoreResult.NoMemory : StoreResult.Failed)
                : IsEither(SlotState.Bad) ? StoreResult.Corrupt
                : StoreResult.Empty;
        }

        private bool HoldsRecord(int slot)
        {
            return _states[slot] == SlotState.Valid || _states[slot] == SlotState.Newer;
        }

        private bool IsEither(SlotState state)
        {
            return _states[0] == state || _states[1] == state;
        }

        private void Look(int slot)
        {
            _sequences[slot] = 0;
            _sizes[slot] = _size;
            try
            {
                _sizes[slot] = _flash.Read(_names[slot], _buffer);
            }
            catch (OutOfMemoryException)
            {
                _isOutOfMemory = true;
                _states[slot] = SlotState.Unreadable;
                return;
            }
            catch (Exception)
            {
                _states[slot] = SlotState.Unreadable;
                return;
            }

            int size = _sizes[slot];
            if (size < 0)
            {
                _states[slot] = SlotState.Absent;
                return;
            }

            // A newer version may have larger payloads than fit here; its header alone then tells it.
            bool fits = size >= Overhead && size <= _size;
            if (size < Overhead
                || _buffer[0] != 'N' || _buffer[1] != 'M' || _buffer[2] != 'D' || _buffer[3] != 'R'
                || (_buffer[6] | (_buffer[7] << 8)) != size - Overhead
                || (fits && Crc32.Compute(_buffer, 0, size - CheckSize) != GetNumber(size - CheckSize))
                || (!fits && _buffer[4] <= _version)
                || _buffer[4] == 0 || _buffer[5] != 0)
            {
                _states[slot] = SlotState.Bad;
                return;
            }

            _sequences[slot] = GetNumber(8);
            _states[slot] = _buffer[4] > _version ? SlotState.Newer : SlotState.Valid;
        }

        private StoreResult WriteSlot(int slot, uint sequence, byte[] payload, int count)
        {
            _buffer[0] = (byte)'N';
            _buffer[1] = (byte)'M';
            _buffer[2] = (byte)'D';
            _buffer[3] = (byte)'R';
            _buffer[4] = _version;
            _buffer[5] = 0;
            _buffer[6] = (byte)count;
            _buffer[7] = (byte)(count >> 8);
            PutNumber(8, sequence);
            Array.Copy(payload, 0, _buffer, HeaderSize, count);
            PutNumber(HeaderSize + count, Crc32.Compute(_buffer, 0, HeaderSize + count));
            bool isStarved = false;
            try
            {
                _flash.Write(_names[slot], _buffer, count + Overhead);
            }
            catch (OutOfMemoryException)
            {
                isStarved = true;
            }
            catch (Exception)
            {
                return StoreResult.Failed;
            }

            Array.Clear(_buffer, 0, _size);
            Look(slot);
            if (_states[slot] == SlotState.Valid && _sequences[slot] == sequence && IsInBuffer(payload, count, _sizes[slot]))
            {
                Sequence = sequence;
                return StoreResult.Ok;
            }

            // Where what is there can be read and is not the new record, the old one counts.
            return isStarved && _states[slot] != SlotState.Unreadable ? StoreResult.NoMemory : StoreResult.Failed;
        }

        private bool IsInBuffer(byte[] payload, int count, int size)
        {
            if (size != count + Overhead)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                if (_buffer[HeaderSize + i] != payload[i])
                {
                    return false;
                }
            }

            return true;
        }

        private void Overwrite(int slot)
        {
            int size = _sizes[slot];
            if (size > 0)
            {
                _flash.Write(_names[slot], _buffer, size < _size ? size : _size);
            }
        }

        private void Delete(int slot)
        {
            if (_states[slot] != SlotState.Absent)
            {
                _flash.Delete(_names[slot]);
            }
        }

        // False when there is no memory for it; then nothing was done.
        private bool Open()
        {
            _isOutOfMemory = false;
            try
            {
                _buffer = new byte[_size];
                return true;
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
        }

        // What it held may be a secret.
        private void Wipe()
        {
            Array.Clear(_buffer, 0, _size);
            _buffer = null;
        }

        private uint GetNumber(int at)
        {
            return (uint)(_buffer[at] | (_buffer[at + 1] << 8) | (_buffer[at + 2] << 16) | (_buffer[at + 3] << 24));
        }

        private void PutNumber(int at, uint value)
        {
            _buffer[at] = (byte)value;
            _buffer[at + 1] = (byte)(value >> 8);
            _buffer[at + 2] = (byte)(value >> 16);
            _buffer[at + 3] = (byte)(value >> 24);
        }
    }
}
