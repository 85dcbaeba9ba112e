using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// A row of connections, one at a time, each with a client of its own. No member blocks: what blocks is handed to two workers, one that opens
    /// and one that closes. To be called by one thread only.
    /// </summary>
    public sealed class Session
    {
        /// <summary>Limit for the SUBACK, in milliseconds.</summary>
        public const int SubscribeLimit = 10000;

        /// <summary>
        /// Limit for a PUBACK, in milliseconds. M2Mqtt gives a message up far sooner, after three tries a second apart; the service may take longer than
        /// that, so a message given up is sent again, and only as long a time without any acknowledgement ends the connection.
        /// </summary>
        public const int PublishLimit = 30000;

        /// <summary>Least time between two messages, in milliseconds: the service recommends at most 20 a second.</summary>
        public const int PublishGap = 50;

        /// <summary>
        /// How long the socket of a client may live on after its Close has returned, in milliseconds: M2Mqtt lets another thread close it. With TLS the next
        /// client waits as long, for two of its contexts at once are more than a board's memory holds.
        /// </summary>
        public const int SocketLinger = 2500;

        private const int MaxMissedAcknowledgements = 3;

        private readonly IMqttClientFactory _factory;
        private readonly Worker _opener;
        private readonly Worker _closer;
        private readonly Inbox _inbox;
        private readonly InFlight _inFlight = new InFlight();
        private Connection _connection;
        private string[] _filters;
        private long _deadline;
        private long _nextPublish;
        private int _missed;
        private long _missedSince;
        private bool _isClosePosted;
        private long _closedAt;

        /// <summary>Makes a session that is idle.</summary>
        /// <param name="factory">Makes the clients.</param>
        /// <param name="opener">Runs what opens a connection.</param>
        /// <param name="closer">Runs what closes one, meanwhile.</param>
        /// <param name="inbox">Receives the messages that arrive.</param>
        public Session(IMqttClientFactory factory, Worker opener, Worker closer, Inbox inbox)
        {
            _factory = factory;
            _opener = opener;
            _closer = closer;
            _inbox = inbox;
        }

        /// <summary>What it is doing.</summary>
        public SessionState State { get; private set; }

        /// <summary>Why the last connection was not opened, or has ended; None while there is nothing to say.</summary>
        public OfflineCause Cause { get; private set; }

        /// <summary>Return code of the CONNACK when <see cref="Cause"/> is Refused.</summary>
        public int ReturnCode { get; private set; }

        /// <summary>What the last connection was opened with.</summary>
        public ConnectSettings Settings { get; private set; }

        /// <summary>Messages on their way to the service.</summary>
        public int InFlightCount
        {
            get { return _inFlight.Count; }
        }

        /// <summary>Starts a connection. The session must be idle.</summary>
        /// <param name="settings">Where and as whom.</param>
        /// <param name="filters">Topic filters to subscribe to before it counts as open; may be empty.</param>
        public void Open(ConnectSettings settings, string[] filters)
        {
            _filters = filters;
            Cause = OfflineCause.None;
            ReturnCode = 0;
            _missed = 0;
            _isClosePosted = false;
            _closedAt = 0;
            Settings = settings;
            _inbox.BeginSession();
            _connection = new Connection(_factory, settings, _inbox, _inFlight);
            State = SessionState.Opening;
            if (!_opener.Post(_connection.Open))
            {
                _connection = null;
                Cause = OfflineCause.ConnectFailed;
                State = SessionState.Idle;
            }
        }

        /// <summary>Ends whatever it is doing; does nothing when that is nothing. <see cref="State"/> tells when it is done.</summary>
        public void Close()
        {
            if (State != SessionState.Idle)
            {
                State = SessionState.Closing;
                _inFlight.Clear();
            }
        }

        /// <summary>Looks at what the workers and the client have found out.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            switch (State)
            {
                case SessionState.Opening:
                    if (_connection.HasOpenEnded)
                    {
                        OnOpenEnded(now);
                    }

                    break;

                case SessionState.Subscribing:
                    if (_connection.IsLost)
                    {
                        // The service closes when a topic does not exist or is not granted; it sends no SUBACK 0x80.
                        Fail(OfflineCause.SubscribeFailed);
                    }
                    else if (_connection.IsSubscribed)
                    {
                        if (_connection.HasSubscribeFailed)
                        {
                            Fail(OfflineCause.SubscribeFailed);
                        }
                        else
                        {
                            State = SessionState.Open;
                        }
                    }
                    else if (now >= _deadline)
                    {
                        Fail(OfflineCause.SubscribeFailed);
                    }

                    break;

                case SessionState.Open:
                    if (_inbox.IsOverloaded)
                    {
                        // Before the client's own queue has taken the rest of the heap.
                        Fail(OfflineCause.Overloaded);
                    }
                    else if (_connection.IsLost || IsUnanswered(now))
                    {
                        Fail(OfflineCause.ConnectionLost);
                    }

                    break;

                default:
                    break;
            }

            if (State == SessionState.Closing)
            {
                StepClosing(now);
            }
        }

        /// <summary>Publishes a message, if now is the time.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload.</param>
        /// <param name="ticket">The sender's name for it, above 0; <see cref="TakeFinished"/> gives it back.</param>
        /// <param name="qos">0, which is never acknowledged, or 1.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>False when it was not taken: not open, too many on their way, too soon after the last.</returns>
        public bool TryPublish(string topic, byte[] payload, int ticket, int qos, long now)
        {
            if (State != SessionState.Open || _inFlight.Count == InFlight.Capacity || now < _nextPublish)
            {
                return false;
            }

            _nextPublish = now + PublishGap;
            if (_connection.Publish(topic, payload, ticket, qos, now + PublishLimit))
            {
                return true;
            }

            Fail(OfflineCause.ConnectionLost);
            return false;
        }

        /// <summary>Takes a message out that is no longer on its way.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="acknowledged">True when the service has it; false when it must be sent again.</param>
        /// <returns>Its ticket, or 0 when there is none.</returns>
        public int TakeFinished(long now, out bool acknowledged)
        {
            int ticket = _inFlight.Take(now, out acknowledged);
            if (ticket != 0)
            {
                _missed = acknowledged ? 0 : _missed + 1;
                if (_missed == 1)
                {
                    _missedSince = now;
                }
            }

            return ticket;
        }

        private bool IsUnanswered(long now)
        {
            return _missed >= MaxMissedAcknowledgements && now - _missedSince >= PublishLimit;
        }

        private void OnOpenEnded(long now)
        {
            if (_connection.Cause != OfflineCause.None)
            {
                ReturnCode = _connection.ReturnCode;
                Fail(_connection.Cause);
            }
            else if (_filters.Length == 0)
            {
                State = SessionState.Open;
            }
            else if (_connection.Subscribe(_filters))
            {
                _deadline = now + SubscribeLimit;
                State = SessionState.Subscribing;
            }
            else
            {
                Fail(OfflineCause.SubscribeFailed);
            }
        }

        private void Fail(OfflineCause cause)
        {
            Cause = cause;
            Close();
        }

        // A refused or failed client is closed like any other: M2Mqtt's receive thread would spin for ever otherwise.
        private void StepClosing(long now)
        {
            if (!_isClosePosted)
            {
                _isClosePosted = _closer.Post(_connection.Close);
            }

            if (_connection.HasCloseEnded && _connection.HasOpenEnded && !_opener.IsBusy && !_closer.IsBusy)
            {
                if (_closedAt == 0)
                {
                    _closedAt = now;
                }

                if (!Settings.Tls || now - _closedAt >= SocketLinger)
                {
                    _connection = null;
                    State = SessionState.Idle;
                }
            }
        }
    }
}
