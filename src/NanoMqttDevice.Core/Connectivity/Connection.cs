using System;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// One client's whole life: made, connected, closed, never used again. <see cref="Open"/> and <see cref="Close"/> block and are each run once,
    /// by different threads, for only Close ends an Open that hangs. Everything else returns at once.
    /// </summary>
    internal sealed class Connection
    {
        private readonly object _gate = new object();
        private readonly IMqttClientFactory _factory;
        private readonly ConnectSettings _settings;
        private readonly Inbox _inbox;
        private readonly InFlight _inFlight;
        private IMqttClient _client;
        private bool _isAbandoned;
        private bool _isLost;
        private bool _isSubscribed;
        private bool _hasOpenEnded;
        private bool _hasCloseEnded;

        public Connection(IMqttClientFactory factory, ConnectSettings settings, Inbox inbox, InFlight inFlight)
        {
            _factory = factory;
            _settings = settings;
            _inbox = inbox;
            _inFlight = inFlight;
        }

        /// <summary>True once <see cref="Open"/> has ended; <see cref="Cause"/> and <see cref="ReturnCode"/> are final then.</summary>
        public bool HasOpenEnded
        {
            get
            {
                lock (_gate)
                {
                    return _hasOpenEnded;
                }
            }
        }

        /// <summary>True once <see cref="Close"/> has ended.</summary>
        public bool HasCloseEnded
        {
            get
            {
                lock (_gate)
                {
                    return _hasCloseEnded;
                }
            }
        }

        /// <summary>Why it is not open, or None when the service has accepted the login.</summary>
        public OfflineCause Cause { get; private set; } = OfflineCause.NameNotResolved;

        /// <summary>Return code of the CONNACK.</summary>
        public int ReturnCode { get; private set; }

        /// <summary>True once the broker has refused a filter.</summary>
        public bool HasSubscribeFailed { get; private set; }

        /// <summary>True once the SUBACK has come.</summary>
        public bool IsSubscribed
        {
            get
            {
                lock (_gate)
                {
                    return _isSubscribed;
                }
            }
        }

        /// <summary>True once an accepted connection has ended.</summary>
        public bool IsLost
        {
            get
            {
                lock (_gate)
                {
                    // The event that a connection has closed can stay away; the property does not.
                    return _isLost || _client == null || !_client.IsConnected;
                }
            }
        }

        public void Open()
        {
            OfflineCause cause = OfflineCause.NameNotResolved;
            try
            {
                IMqttClient client = _factory.Create(_settings.Endpoint, _settings.Port, _settings.Tls);
                if (Adopt(client))
                {
                    cause = OfflineCause.ConnectFailed;
                    ReturnCode = (int)client.Connect(
                        _settings.ClientId,
                        _settings.Login.UserName,
                        _settings.Login.Password,
                        false,
                        MqttQoSLevel.AtMostOnce,
                        false,
                        null,
                        null,
                        !_settings.KeepsSession,
                        (ushort)_settings.Keepalive);
                    cause = ReturnCode == 0 ? OfflineCause.None : OfflineCause.Refused;
                }
            }
            catch (Exception e)
            {
                // Core knows no type of theirs: what the factory cannot tell is said by the step it came from.
                cause = OfflineCauses.Of(_factory.Explain(e, _settings.Tls), cause);
            }

            lock (_gate)
            {
                Cause = cause;
                _hasOpenEnded = true;
            }
        }

        public void Close()
        {
            IMqttClient client;
            lock (_gate)
            {
                _isAbandoned = true;
                client = _client;
                _client = null;
            }

            if (client != null)
            {
                Release(client);
            }

            lock (_gate)
            {
                _hasCloseEnded = true;
            }
        }

        /// <summary>Sends SUBSCRIBE for all filters, with QoS 1.</summary>
        /// <param name="filters">Topic filters.</param>
        /// <returns>False when the client did not take it.</returns>
        public bool Subscribe(string[] filters)
        {
            MqttQoSLevel[] levels = new MqttQoSLevel[filters.Length];
            for (int i = 0; i < levels.Length; i++)
            {
                levels[i] = MqttQoSLevel.AtLeastOnce;
            }

            try
            {
                _client.Subscribe(filters, levels);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        /// <summary>Hands a message to the client.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="payload">Payload.</param>
        /// <param name="ticket">The sender's name for it.</param>
        /// <param name="qos">0 or 1.</param>
        /// <param name="deadline">When to stop waiting for its PUBACK.</param>
        /// <returns>False when the client did not take it.</returns>
        public bool Publish(string topic, byte[] payload, int ticket, int qos, long deadline)
        {
            if (qos == 0)
            {
                return PublishOnce(topic, payload);
            }

            ushort id = 0;
            _inFlight.BeginPublish();
            try
            {
                id = _client.Publish(topic, payload, null, null, MqttQoSLevel.AtLeastOnce, false);
            }
            catch (Exception)
            {
                // Said by the 0 that is left in id.
                id = 0;
            }

            _inFlight.EndPublish(id, ticket, deadline);
            return id != 0;
        }

        private bool PublishOnce(string topic, byte[] payload)
        {
            try
            {
                _client.Publish(topic, payload, null, null, MqttQoSLevel.AtMostOnce, false);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        private bool Adopt(IMqttClient client)
        {
            lock (_gate)
            {
                if (!_isAbandoned)
                {
                    client.MqttMsgPublishReceived += OnReceived;
                    client.MqttMsgPublished += OnPublished;
                    client.MqttMsgSubscribed += OnSubscribed;
                    client.ConnectionClosed += OnClosed;
                    _client = client;
                    return true;
                }
            }

            // Close has come and gone while the name was being resolved.
            Release(client);
            return false;
        }

        private void Release(IMqttClient client)
        {
            client.MqttMsgPublishReceived -= OnReceived;
            client.MqttMsgPublished -= OnPublished;
            client.MqttMsgSubscribed -= OnSubscribed;
            client.ConnectionClosed -= OnClosed;
            try
            {
                client.Close();
            }
            catch (Exception)
            {
                // A client that is dead already may throw; it is forgotten either way.
                _isLost = true;
            }
        }

        private void OnReceived(object sender, MqttMsgPublishEventArgs e)
        {
            _inbox.Add(e.Topic, e.Message);
        }

        private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
        {
            // Message ids start anew with the next client.
            if (!_isAbandoned)
            {
                _inFlight.OnPublished(e.MessageId, e.IsPublished);
            }
        }

        private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e)
        {
            lock (_gate)
            {
                _isSubscribed = true;
                MqttQoSLevel[] granted = e.GrantedQoSLevels;
                for (int i = 0; granted != null && i < granted.Length; i++)
                {
                    HasSubscribeFailed |= granted[i] == MqttQoSLevel.GrantedFailure;
                }
            }
        }

        private void OnClosed(object sender, EventArgs e)
        {
            lock (_gate)
            {
                _isLost = true;
            }
        }
    }
}
