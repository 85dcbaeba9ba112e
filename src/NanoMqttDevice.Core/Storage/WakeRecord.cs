using System.Text;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Storage
{
    /// <summary>
    /// What must live across sleeps: the nonce that commands are sealed over and the id of the last one obeyed, and the counters of the product. A record
    /// of two slots; when nothing of it has changed nothing is written. <c>SPEC.md</c> gives its bytes. Takes no memory until it is used.
    /// </summary>
    public sealed class WakeRecord
    {
        /// <summary>How many counters there are.</summary>
        public const int Counters = 8;

        private const int NonceLength = 16;
        private const int LastIdAt = NonceLength;
        private const int CountersAt = LastIdAt + 8;
        private const int Size = CountersAt + (8 * Counters);

        private readonly IFlash _flash;
        private byte[] _payload;
        private RecordStore _store;
        private bool _isLoaded;

        /// <summary>Makes a record; nothing is read yet.</summary>
        /// <param name="flash">Where it is.</param>
        public WakeRecord(IFlash flash)
        {
            _flash = flash;
        }

        /// <summary>True when a counter has changed since the record was stored.</summary>
        public bool IsChanged { get; private set; }

        /// <summary>The nonce of before the sleep, or null.</summary>
        public string Nonce
        {
            get
            {
                Load();
                return _payload[0] == 0 ? null : Encoding.UTF8.GetString(_payload, 0, NonceLength);
            }
        }

        /// <summary>Id of the last sealed command that was obeyed.</summary>
        public long LastId
        {
            get
            {
                Load();
                return Get(LastIdAt);
            }
        }

        /// <summary>Gives a counter.</summary>
        /// <param name="index">Which one, 0 to 7.</param>
        /// <returns>Its value; 0 when it was never set.</returns>
        public long GetCounter(int index)
        {
            Load();
            return Get(CountersAt + (8 * index));
        }

        /// <summary>Sets a counter; it is in flash only after <see cref="Save"/>.</summary>
        /// <param name="index">Which one, 0 to 7.</param>
        /// <param name="value">Its value.</param>
        public void SetCounter(int index, long value)
        {
            Load();
            IsChanged |= Get(CountersAt + (8 * index)) != value;
            Put(CountersAt + (8 * index), value);
        }

        /// <summary>Stores the record, unless it is stored already.</summary>
        /// <param name="nonce">The nonce, 16 characters.</param>
        /// <param name="lastId">Id of the last sealed command that was obeyed.</param>
        /// <returns>Ok, Unchanged, NewerVersion or Failed.</returns>
        public StoreResult Save(string nonce, long lastId)
        {
            Load();
            Encoding.UTF8.GetBytes(nonce, 0, NonceLength, _payload, 0);
            Put(LastIdAt, lastId);
            IsChanged = false;
            return _store.Write(_payload, Size);
        }

        /// <summary>Forgets everything.</summary>
        /// <returns>Ok, or Failed when something may still be in flash.</returns>
        public StoreResult Erase()
        {
            Load();
            System.Array.Clear(_payload, 0, Size);
            IsChanged = false;
            return _store.Erase();
        }

        private void Load()
        {
            if (_isLoaded)
            {
                return;
            }

            int count;
            _payload = new byte[Size];
            _store = new RecordStore(_flash, "wake", 1, Size);
            _isLoaded = _store.Read(_payload, out count) != StoreResult.NoMemory;
        }

        private long Get(int at)
        {
            long value = 0;
            for (int i = 7; i >= 0; i--)
            {
                value = (value << 8) | _payload[at + i];
            }

            return value;
        }

        private void Put(int at, long value)
        {
            for (int i = 0; i < 8; i++)
            {
                _payload[at + i] = (byte)value;
                value >>= 8;
            }
        }
    }
}
