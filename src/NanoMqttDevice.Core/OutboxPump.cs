using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice
{
    /// <summary>Moves messages from the outbox to the session while it is open, and takes out what the service has.</summary>
    public sealed class OutboxPump
    {
        private readonly Outbox _outbox;
        private readonly Session _session;
        private bool _wasOpen;

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

        /// <summary>Moves what can be moved now; called again and again.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            bool acknowledged;
            int ticket;
            while ((ticket = _session.TakeFinished(now, out acknowledged)) != 0)
            {
                if (acknowledged)
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
            }

            _wasOpen = isOpen;
            string topic;
            byte[] payload;
            if (isOpen && (ticket = _outbox.Peek(out topic, out payload)) != 0 && _session.TryPublish(topic, payload, ticket, now))
            {
                _outbox.MarkSent(ticket);
            }
        }
    }
}
