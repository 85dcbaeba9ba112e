using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice
{
    /// <summary>Moves messages from the outbox to the session while it is open, and takes out what the service has.</summary>
    public sealed class OutboxPump
    {
        // No ticket of the outbox reaches it within a device's life.
        private const int UrgentTicket = int.MaxValue;

        private readonly Outbox _outbox;
        private readonly Session _session;
        private bool _wasOpen;
        private string _urgentTopic;
        private byte[] _urgentPayload;
        private bool _isUrgentSent;

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

        /// <summary>True when the urgent message was acknowledged; until the next one.</summary>
        public bool IsUrgentAcknowledged { get; private set; }

        /// <summary>Publishes a message that nothing else may overtake: others wait for its acknowledgement. When the session ends, it is forgotten.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload.</param>
        public void BeginUrgent(string topic, byte[] payload)
        {
            _urgentTopic = topic;
            _urgentPayload = payload;
            _isUrgentSent = false;
            IsUrgentAcknowledged = false;
        }

        /// <summary>Moves what can be moved now; called again and again.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            bool acknowledged;
            int ticket;
            while ((ticket = _session.TakeFinished(now, out acknowledged)) != 0)
            {
                if (ticket == UrgentTicket)
                {
                    IsUrgentAcknowledged = acknowledged;
                    EndUrgent();
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
                    _isUrgentSent = _session.TryPublish(_urgentTopic, _urgentPayload, UrgentTicket, now);
                }

                return;
            }

            string topic;
            byte[] payload;
            if (isOpen && (ticket = _outbox.Peek(out topic, out payload)) != 0 && _session.TryPublish(topic, payload, ticket, now))
            {
                _outbox.MarkSent(ticket);
            }
        }

        private void EndUrgent()
        {
            _urgentTopic = null;
            _urgentPayload = null;
        }
    }
}
