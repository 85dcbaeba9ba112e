namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// QoS 1 messages that were handed to the client and not acknowledged yet. Acknowledgements come on the client's thread, some before
    /// the call that published has even returned; some never come, so each is waited for with a limit.
    /// </summary>
    public sealed class InFlight
    {
        /// <summary>Most messages at once: M2Mqtt loses acknowledgements in bursts of 200, and none up to 100.</summary>
        public const int Capacity = 16;

        private const int Free = 0;
        private const int Sent = 1;
        private const int Acknowledged = 2;
        private const int GivenUp = 3;

        private readonly object _gate = new object();
        private readonly int[] _states = new int[Capacity];
        private readonly ushort[] _ids = new ushort[Capacity];
        private readonly int[] _tickets = new int[Capacity];
        private readonly long[] _deadlines = new long[Capacity];
        private bool _publishing;
        private int _early;
        private readonly ushort[] _earlyIds = new ushort[Capacity];
        private readonly bool[] _earlyResults = new bool[Capacity];

        /// <summary>How many messages are not yet taken out again.</summary>
        public int Count { get; private set; }

        /// <summary>Announces that a message is being handed over: an acknowledgement of an id that is not known yet may be its own.</summary>
        public void BeginPublish()
        {
            lock (_gate)
            {
                _publishing = true;
                _early = 0;
            }
        }

        /// <summary>Notes the message that was handed over, or that none was.</summary>
        /// <param name="id">Message id; 0 when the client took none (MQTT-2.3.1-1: an id is never 0).</param>
        /// <param name="ticket">The sender's name for the message.</param>
        /// <param name="deadline">When to stop waiting, in milliseconds of the clock.</param>
        public void EndPublish(ushort id, int ticket, long deadline)
        {
            lock (_gate)
            {
                _publishing = false;
                if (id == 0)
                {
                    return;
                }

                int slot = 0;
                while (_states[slot] != Free)
                {
                    slot++;
                }

                _states[slot] = Sent;
                _ids[slot] = id;
                _tickets[slot] = ticket;
                _deadlines[slot] = deadline;
                Count++;
                for (int i = 0; i < _early; i++)
                {
                    if (_earlyIds[i] == id)
                    {
                        _states[slot] = _earlyResults[i] ? Acknowledged : GivenUp;
                    }
                }
            }
        }

        /// <summary>Notes what the client says of a message; never blocks for long, never throws.</summary>
        /// <param name="id">Message id.</param>
        /// <param name="published">False when the client gave up.</param>
        public void OnPublished(ushort id, bool published)
        {
            lock (_gate)
            {
                for (int i = 0; i < Capacity; i++)
                {
                    if (_states[i] == Sent && _ids[i] == id)
                    {
                        _states[i] = published ? Acknowledged : GivenUp;
                        return;
                    }
                }

                if (_publishing && _early < Capacity)
                {
                    _earlyIds[_early] = id;
                    _earlyResults[_early] = published;
                    _early++;
                }
            }
        }

        /// <summary>Takes out a message that needs no more waiting.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="acknowledged">True when it was acknowledged; false when it must be sent again.</param>
        /// <returns>Its ticket, or 0 when there is none.</returns>
        public int Take(long now, out bool acknowledged)
        {
            lock (_gate)
            {
                acknowledged = false;
                for (int i = 0; i < Capacity; i++)
                {
                    if (_states[i] > Sent || (_states[i] == Sent && now >= _deadlines[i]))
                    {
                        acknowledged = _states[i] == Acknowledged;
                        _states[i] = Free;
                        Count--;
                        return _tickets[i];
                    }
                }

                return 0;
            }
        }

        /// <summary>Forgets all messages: their connection is gone.</summary>
        public void Clear()
        {
            lock (_gate)
            {
                for (int i = 0; i < Capacity; i++)
                {
                    _states[i] = Free;
                }

                Count = 0;
                _early = 0;
                _publishing = false;
            }
        }
    }
}
