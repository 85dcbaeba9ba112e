namespace NanoMqttDevice.Messaging
{
    /// <summary>Messages that have arrived and were not looked at yet. The client's thread only puts them here: it must not be kept.</summary>
    public sealed class Inbox
    {
        private readonly object _gate = new object();
        private readonly string[] _topics;
        private readonly byte[][] _payloads;
        private int _first;
        private int _count;

        /// <summary>Makes an empty inbox.</summary>
        /// <param name="size">Most messages it holds; more are dropped and counted.</param>
        public Inbox(int size)
        {
            _topics = new string[size];
            _payloads = new byte[size][];
        }

        /// <summary>How many messages were dropped, for ever.</summary>
        public int Dropped { get; private set; }

        /// <summary>Puts a message in; never blocks for long, never throws.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload; not copied.</param>
        public void Add(string topic, byte[] payload)
        {
            lock (_gate)
            {
                if (_count == _topics.Length)
                {
                    Dropped++;
                    return;
                }

                int slot = (_first + _count) % _topics.Length;
                _topics[slot] = topic;
                _payloads[slot] = payload;
                _count++;
            }
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
                _first = (_first + 1) % _topics.Length;
                _count--;
                return true;
            }
        }
    }
}
