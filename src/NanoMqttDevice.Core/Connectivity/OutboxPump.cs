using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>Moves messages from the outbox to the session while it is open, and takes out what the service has.</summary>
    public sealed class OutboxPump
    {
        // No ticket of the outbox is above this one within a device's life.
        private const int LastTicket = 0x7F000000;

        private readonly Outbox _outbox;
        private readonly Session _session;
        private bool _wasOpen;
        private string _urgentTopic;
        private byte[] _urgentPayload;
        private int _urgentTicket = int.MaxValue;
        private bool _isUrgentSent;
        private bool _isUrgentAcknowledged;

        /// <summary>Makes a pump.</summary>
        /// <param name="outbox">Where the messages wait.</param>
        /// <param name="session">Where they go.</param>
        public OutboxPump(Outbox outbox, Session session)
        {
            _outbox = outbox;
            _session = session;
        }

        /// <summary>How many messages the service has acknowledged.</summary>
        public int Acknowledged { get; private set; }

        /// <summary>Publishes a message that nothing else may overtake: others wait for its acknowledgement. When the session ends, it is forgotten.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload.</param>
        public void BeginUrgent(string topic, byte[] payload)
        {
            _urgentTopic = topic;
            _urgentPayload = payload;
            _urgentTicket--;
            _isUrgentSent = false;
            _isUrgentAcknowledged = false;
        }

        /// <summary>Forgets the urgent message; an acknowledgement that is still to come does not count.</summary>
        public void EndUrgent()
        {
            _urgentTopic = null;
            _urgentPayload = null;
            _isUrgentAcknowledged = false;
        }

        /// <summary>Tells once that the urgent message was acknowledged.</summary>
        /// <returns>True when it was, since the last call.</returns>
        public bool TakeUrgentAcknowledged()
        {
            bool isAcknowledged = _isUrgentAcknowledged;
            _isUrgentAcknowledged = false;
            return isAcknowledged;
        }

        /// <summary>Moves what can be moved now; called again and again.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            bool acknowledged;
            int ticket;
            while ((ticket = _session.TakeFinished(now, out acknowledged)) != 0)
            {
                if (ticket > LastTicket)
                {
                    if (ticket == _urgentTicket && _urgentTopic != null)
                    {
                        EndUrgent();
                        _isUrgentAcknowledged = acknowledged;
                    }
                }
                else if (acknowledged)
                {
                    Acknowledged++;
                    _outbox.Remove(ticket);
                }
                else
                {
                    _outbox.MarkUnsent(ticket);
                }
            }

            bool isOpen = _session.State == SessionState.Open;
            if (_wasOpen && !isOpen)
            {
                _outbox.MarkAllUnsent();
                EndUrgent();
            }

            _wasOpen = isOpen;
            if (_urgentTopic != null)
            {
                if (isOpen && !_isUrgentSent && _session.InFlightCount == 0)
                {
                    _isUrgentSent = _session.TryPublish(_urgentTopic, _urgentPayload, _urgentTicket, 1, now);
                }

                return;
            }

            string topic;
            byte[] payload;
            if (!isOpen || (ticket = _outbox.Peek(out topic, out payload)) == 0)
            {
                return;
            }

            bool isQos0 = _outbox.IsQos0(ticket);
            if (_session.TryPublish(topic, payload, ticket, isQos0 ? 0 : 1, now))
            {
                if (isQos0)
                {
                    _outbox.Remove(ticket);
                }
                else
                {
                    _outbox.MarkSent(ticket);
                }
            }
        }
    }
}
