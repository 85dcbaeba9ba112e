using System;

namespace NanoMqttDevice.Messaging
{
    /// <summary>
    /// Messages on their way out, in order, until the service has acknowledged them. Bounded in bytes and in number: when it is full
    /// the oldest goes first, and is counted. Not safe for use by two threads at once.
    /// </summary>
    public sealed class Outbox
    {
        private const byte Sent = 1;
        private const byte Qos0 = 2;

        private const int FirstSize = 8;

        private readonly int _maxMessages;
        private readonly int _maxBytes;

        // As long as they ever had to be: a device that is online has few messages that wait.
        private string[] _topics;
        private byte[][] _payloads;
        private byte[] _marks;
        private int _first;
        private int _firstTicket = 1;

        /// <summary>Makes an empty outbox.</summary>
        /// <param name="maxMessages">Most messages it holds.</param>
        /// <param name="maxBytes">Most bytes of payload and topic it holds.</param>
        public Outbox(int maxMessages, int maxBytes)
        {
            int size = maxMessages < FirstSize ? maxMessages : FirstSize;
            _maxMessages = maxMessages;
            _topics = new string[size];
            _payloads = new byte[size][];
            _marks = new byte[size];
            _maxBytes = maxBytes;
        }

        /// <summary>Largest message that is taken, payload and topic, in bytes; the whole outbox unless something else was said.</summary>
        public int MaxMessage { get; set; } = int.MaxValue;

        /// <summary>How many messages it holds; one that was acknowledged before an older one counts until that one goes.</summary>
        public int Count { get; private set; }

        /// <summary>How many bytes of payload and topic it holds.</summary>
        public int Bytes { get; private set; }

        /// <summary>How many messages were dropped, for ever.</summary>
        public int Dropped { get; private set; }

        /// <summary>Adds a message behind all others. One that alone is over a limit is dropped itself.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload; not copied.</param>
        /// <returns>Its ticket, above 0; 0 when it was dropped itself.</returns>
        public int Add(string topic, byte[] payload)
        {
            return Add(topic, payload, 1);
        }

        /// <summary>Adds a message behind all others. One that alone is over the limit is dropped itself.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload; not copied.</param>
        /// <param name="qos">0 to send it once, 1 to send it until it is acknowledged.</param>
        /// <returns>Its ticket, above 0; 0 when it was dropped itself.</returns>
        public int Add(string topic, byte[] payload, int qos)
        {
            int size = topic.Length + payload.Length;
            if (size > _maxBytes || size > MaxMessage)
            {
                Dropped++;
                return 0;
            }

            if (Count == _topics.Length && Count < _maxMessages)
            {
                Grow();
            }

            while (Count == _topics.Length || Bytes + size > _maxBytes)
            {
                RemoveFirst();
                Dropped++;
            }

            int slot = (_first + Count) % _topics.Length;
            _topics[slot] = topic;
            _payloads[slot] = payload;
            _marks[slot] = qos == 0 ? Qos0 : (byte)0;
            Count++;
            Bytes += size;
            return _firstTicket + Count - 1;
        }

        /// <summary>Finds the oldest message that is not on its way.</summary>
        /// <param name="topic">Receives its topic.</param>
        /// <param name="payload">Receives its payload.</param>
        /// <returns>Its ticket, above 0, or 0 when there is none.</returns>
        public int Peek(out string topic, out byte[] payload)
        {
            for (int i = 0; i < Count; i++)
            {
                int slot = (_first + i) % _topics.Length;
                if ((_marks[slot] & Sent) == 0 && _payloads[slot] != null)
                {
                    topic = _topics[slot];
                    payload = _payloads[slot];
                    return _firstTicket + i;
                }
            }

            topic = null;
            payload = null;
            return 0;
        }

        /// <summary>Tells how a message is to be sent.</summary>
        /// <param name="ticket">Its ticket.</param>
        /// <returns>True when it is sent once and not acknowledged.</returns>
        public bool IsQos0(int ticket)
        {
            int slot = SlotOf(ticket);
            return slot >= 0 && (_marks[slot] & Qos0) != 0;
        }

        /// <summary>Notes that a message was handed to the client.</summary>
        /// <param name="ticket">Its ticket.</param>
        public void MarkSent(int ticket)
        {
            int slot = SlotOf(ticket);
            if (slot >= 0)
            {
                _marks[slot] |= Sent;
            }
        }

        /// <summary>Notes that a message must be sent again.</summary>
        /// <param name="ticket">Its ticket; one that is no longer here is passed over.</param>
        public void MarkUnsent(int ticket)
        {
            int slot = SlotOf(ticket);
            if (slot >= 0)
            {
                _marks[slot] &= Qos0;
            }
        }

        /// <summary>Notes that all messages must be sent again: the connection they were sent on is gone.</summary>
        public void MarkAllUnsent()
        {
            for (int i = 0; i < _marks.Length; i++)
            {
                _marks[i] &= Qos0;
            }
        }

        /// <summary>Puts another payload in the place of one that was not acknowledged.</summary>
        /// <param name="ticket">Its ticket.</param>
        /// <param name="payload">The other payload, hardly larger; not copied.</param>
        /// <returns>False when it is no longer here.</returns>
        public bool Replace(int ticket, byte[] payload)
        {
            int slot = SlotOf(ticket);
            if (slot < 0)
            {
                return false;
            }

            Bytes += payload.Length - _payloads[slot].Length;
            _payloads[slot] = payload;
            return true;
        }

        /// <summary>Takes an acknowledged message out.</summary>
        /// <param name="ticket">Its ticket; one that is no longer here is passed over.</param>
        public void Remove(int ticket)
        {
            int slot = SlotOf(ticket);
            if (slot < 0)
            {
                return;
            }

            Forget(slot);

            // Acknowledgements may overtake one another: what is gone in the middle goes when its turn comes.
            while (Count > 0 && _payloads[_first] == null)
            {
                Advance();
            }
        }

        /// <summary>Counts a message that was dropped before it came here.</summary>
        public void CountDropped()
        {
            Dropped++;
        }

        /// <summary>Drops all messages, and counts them: they are of no use to whom they would now go.</summary>
        public void Clear()
        {
            while (Count > 0)
            {
                RemoveFirst();
                Dropped++;
            }
        }

        // Without memory it stays as it is, and the oldest message makes room.
        private void Grow()
        {
            int size = 2 * Count < _maxMessages ? 2 * Count : _maxMessages;
            try
            {
                string[] topics = new string[size];
                byte[][] payloads = new byte[size][];
                byte[] marks = new byte[size];
                for (int i = 0; i < Count; i++)
                {
                    int slot = (_first + i) % _topics.Length;
                    topics[i] = _topics[slot];
                    payloads[i] = _payloads[slot];
                    marks[i] = _marks[slot];
                }

                _topics = topics;
                _payloads = payloads;
                _marks = marks;
                _first = 0;
            }
            catch (OutOfMemoryException)
            {
                return;
            }
        }

        private int SlotOf(int ticket)
        {
            int index = ticket - _firstTicket;
            if (index < 0 || index >= Count)
            {
                return -1;
            }

            int slot = (_first + index) % _topics.Length;
            return _payloads[slot] == null ? -1 : slot;
        }

        private void RemoveFirst()
        {
            Forget(_first);
            Advance();
            while (Count > 0 && _payloads[_first] == null)
            {
                Advance();
            }
        }

        private void Forget(int slot)
        {
            Bytes -= _topics[slot].Length + _payloads[slot].Length;
            _topics[slot] = null;
            _payloads[slot] = null;
        }

        private void Advance()
        {
            _first = (_first + 1) % _topics.Length;
            _firstTicket++;
            Count--;
        }
    }
}
