using System;
using System.Threading;

namespace NanoMqttDevice.Messaging
{
    /// <summary>
    /// Messages that have arrived and were not looked at yet. The client's thread only puts them here: it must not be kept. Bounded in messages and in
    /// bytes; of a command that finds no room the id is kept, so that it can be answered. Safe for use by several threads.
    /// </summary>
    public sealed class Inbox
    {
        /// <summary>Largest message that is taken, in bytes: more than any command has, and as much as the heap bears several of.</summary>
        public const int MaxMessage = 2048;

        // Ids of some 200 refused commands, each behind its length.
        private const int RefusedSize = 3072;

        private readonly object _gate = new object();
        private readonly string[] _topics;
        private readonly byte[][] _payloads;
        private readonly int _maxBytes;

        // Only while there are refused ones.
        private byte[] _refused;
        private int _first;
        private int _count;
        private int _bytes;
        private int _refusedFirst;
        private int _refusedCount;
        private bool _isOverloaded;

        /// <summary>Makes an empty inbox.</summary>
        /// <param name="maxMessages">Most messages it holds.</param>
        /// <param name="maxBytes">Most bytes of payload it holds.</param>
        public Inbox(int maxMessages, int maxBytes)
        {
            _topics = new string[maxMessages];
            _payloads = new byte[maxMessages][];
            _maxBytes = maxBytes;
        }

        /// <summary>Raised when a message is put in, on the client's thread. The handler must not block.</summary>
        public event ThreadStart Added;

        /// <summary>How many messages were dropped, for ever.</summary>
        public int Dropped { get; private set; }

        /// <summary>True when more commands came than can even be refused.</summary>
        public bool IsOverloaded
        {
            get
            {
                lock (_gate)
                {
                    return _isOverloaded;
                }
            }
        }

        /// <summary>Puts a message in; never blocks for long, never throws.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload; not copied.</param>
        public void Add(string topic, byte[] payload)
        {
            lock (_gate)
            {
                if (_count == _topics.Length || payload.Length > MaxMessage || _bytes + payload.Length > _maxBytes)
                {
                    Dropped++;
                    if (Topics.HasPeerToPeerLevel(topic))
                    {
                        Refuse(payload);
                    }
                }
                else
                {
                    int slot = (_first + _count) % _topics.Length;
                    _topics[slot] = topic;
                    _payloads[slot] = payload;
                    _bytes += payload.Length;
                    _count++;
                }
            }

            Added?.Invoke();
        }

        /// <summary>Takes the oldest message out.</summary>
        /// <param name="topic">Receives its topic.</param>
        /// <param name="payload">Receives its payload.</param>
        /// <returns>False when there is none.</returns>
        public bool Take(out string topic, out byte[] payload)
        {
            lock (_gate)
            {
                topic = null;
                payload = null;
                if (_count == 0)
                {
                    return false;
                }

                topic = _topics[_first];
                payload = _payloads[_first];
                _topics[_first] = null;
                _payloads[_first] = null;
                _bytes -= payload.Length;
                _first = (_first + 1) % _topics.Length;
                _count--;
                return true;
            }
        }

        /// <summary>Takes the id of a command out that found no room.</summary>
        /// <returns>The id, or null when there is none.</returns>
        public string TakeRefused()
        {
            lock (_gate)
            {
                if (_refusedCount == 0)
                {
                    return null;
                }

                int length = _refused[_refusedFirst];
                string id = "";
                for (int i = 1; i <= length; i++)
                {
                    id += (char)_refused[(_refusedFirst + i) % RefusedSize];
                }

                _refusedFirst = (_refusedFirst + length + 1) % RefusedSize;
                _refusedCount -= length + 1;
                if (_refusedCount == 0)
                {
                    _refused = null;
                }

                return id;
            }
        }

        /// <summary>A new session begins: what overloaded the last one is over.</summary>
        public void BeginSession()
        {
            lock (_gate)
            {
                _isOverloaded = false;
            }
        }

        // A command without an id of the right form gets no answer: there is nothing to answer with.
        private void Refuse(byte[] payload)
        {
            int length = 0;
            while (length < payload.Length && length <= Topics.MaxCommandId && payload[length] > ' ' && payload[length] <= '~')
            {
                length++;
            }

            if (length == 0 || length > Topics.MaxCommandId)
            {
                return;
            }

            if (_refusedCount + length + 1 > RefusedSize || !HasRoomForRefused())
            {
                _isOverloaded = true;
                return;
            }

            int at = (_refusedFirst + _refusedCount) % RefusedSize;
            _refused[at] = (byte)length;
            for (int i = 0; i < length; i++)
            {
                _refused[(at + 1 + i) % RefusedSize] = payload[i];
            }

            _refusedCount += length + 1;
        }

        private bool HasRoomForRefused()
        {
            try
            {
                if (_refused == null)
                {
                    _refused = new byte[RefusedSize];
                }

                return true;
            }
            catch (OutOfMemoryException)
            {
                return false;
            }
        }
    }
}
