using System;
using System.Collections;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using NanoMqttDevice.Messaging;

namespace NFUnitTest.Platform
{
    /// <summary>
    /// Behaves as badly as M2Mqtt was seen to: it is good for one connection, spins when it is not closed after a failure, takes messages
    /// while it is not connected and loses them, throws where that one throws, and is disconnected by a handler that throws.
    /// </summary>
    internal sealed class FakeMqttClient : IMqttClient
    {
        private ushort _lastId;
        private bool _wasConnected;

        public event IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived;

        public event IMqttClient.MqttMsgPublishedEventHandler MqttMsgPublished;

        public event IMqttClient.MqttMsgSubscribedEventHandler MqttMsgSubscribed;

        public event IMqttClient.MqttMsgUnsubscribedEventHandler MqttMsgUnsubscribed;

        public event IMqttClient.ConnectionClosedEventHandler ConnectionClosed;

        public bool IsConnected { get; private set; }

        public int ConnectReturns { get; set; }

        /// <summary>The one user name that is not refused, or null for any.</summary>
        public string AcceptedUserName { get; set; }

        public bool ConnectThrows { get; set; }

        /// <summary>Runs while Connect blocks: what other threads do meanwhile.</summary>
        public ThreadStart WhileConnecting { get; set; }

        public bool AcknowledgesAtOnce { get; set; }

        public bool PublishThrows { get; set; }

        /// <summary>A parent topic for whose topics the service closes the connection, or null.</summary>
        public string ForbiddenParent { get; set; }

        public bool SubscribeThrows { get; set; }

        public bool CloseThrows { get; set; }

        public int Closes { get; private set; }

        /// <summary>True while the receive thread would use the whole processor.</summary>
        public bool IsSpinning { get; private set; }

        public bool WasUsedTwice { get; private set; }

        /// <summary>Messages that were taken while not connected: nobody will ever see them.</summary>
        public int Lost { get; private set; }

        public ArrayList Topics { get; } = new ArrayList();

        public ArrayList Payloads { get; } = new ArrayList();

        /// <summary>How many messages with measurements were published.</summary>
        public int TelemetryCount
        {
            get
            {
                int count = 0;
                for (int i = 0; i < Topics.Count; i++)
                {
                    string topic = (string)Topics[i];
                    count += topic.Substring(topic.LastIndexOf('/') + 1) == "telemetry" ? 1 : 0;
                }

                return count;
            }
        }

        public ArrayList Ids { get; } = new ArrayList();

        /// <summary>QoS of the message that was published last.</summary>
        public int LastQos { get; private set; }

        public string[] Filters { get; private set; }

        public string ClientId { get; private set; }

        public string UserName { get; private set; }

        public string Password { get; private set; }

        public int Keepalive { get; private set; }

        public bool HadWill { get; private set; }

        public bool CleanSession { get; private set; }

        public bool HasHandlers
        {
            get
            {
                return MqttMsgPublishReceived != null || MqttMsgPublished != null || MqttMsgSubscribed != null
                    || MqttMsgUnsubscribed != null || ConnectionClosed != null;
            }
        }

        public void Init(string brokerHostName, int brokerPort, bool secure, byte[] caCert, byte[] clientCert, MqttSslProtocols sslProtocol)
        {
            throw new NotSupportedException();
        }

        public MqttReasonCode Connect(
            string clientId,
            string username,
            string password,
            bool willRetain,
            MqttQoSLevel willQosLevel,
            bool willFlag,
            string willTopic,
            string willMessage,
            bool cleanSession,
            ushort keepAlivePeriod)
        {
            WasUsedTwice |= _wasConnected || IsSpinning;
            ClientId = clientId;
            UserName = username;
            Password = password;
            Keepalive = keepAlivePeriod;
            HadWill = willFlag || willTopic != null || willMessage != null;
            CleanSession = cleanSession;
            _wasConnected = true;
            IsSpinning = true;
            if (WhileConnecting != null)
            {
                WhileConnecting();
                if (Closes > 0)
                {
                    throw new InvalidOperationException();
                }
            }

            if (ConnectThrows)
            {
                throw new InvalidOperationException();
            }

            if (AcceptedUserName != null && username != AcceptedUserName)
            {
                return (MqttReasonCode)5;
            }

            if (ConnectReturns == 0)
            {
                IsSpinning = false;
                IsConnected = true;
            }

            return (MqttReasonCode)ConnectReturns;
        }

        public void Disconnect()
        {
            // Nothing good comes of it: see the facts.
            throw new InvalidOperationException();
        }

        public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
        {
            if (SubscribeThrows)
            {
                throw new InvalidOperationException();
            }

            Filters = topics;
            return ++_lastId;
        }

        public ushort Unsubscribe(string[] topics)
        {
            return ++_lastId;
        }

        public ushort Publish(string topic, byte[] message)
        {
            return Publish(topic, message, null);
        }

        public ushort Publish(string topic, byte[] message, string contentType)
        {
            return Publish(topic, message, contentType, null, MqttQoSLevel.AtMostOnce, false);
        }

        public ushort Publish(string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel, bool retain)
        {
            if (PublishThrows)
            {
                throw new InvalidOperationException();
            }

            ushort id = ++_lastId;
            if (!IsConnected)
            {
                Lost++;
                return id;
            }

            if (ForbiddenParent != null && topic.StartsWith(ForbiddenParent + "/"))
            {
                Drop();
                return id;
            }

            Topics.Add(topic);
            Payloads.Add(System.Text.Encoding.UTF8.GetString(message, 0, message.Length));
            Ids.Add(id);
            LastQos = (int)qosLevel;
            if (AcknowledgesAtOnce && LastQos > 0)
            {
                Acknowledge(id, true);
            }

            return id;
        }

        public void Close()
        {
            Closes++;
            IsConnected = false;
            IsSpinning = false;
            if (CloseThrows)
            {
                throw new InvalidOperationException();
            }
        }

        public void Acknowledge(ushort id, bool published)
        {
            if (MqttMsgPublished != null)
            {
                MqttMsgPublished(this, new MqttMsgPublishedEventArgs(id, published));
            }
        }

        public void AcknowledgeSubscribe(MqttQoSLevel granted)
        {
            if (MqttMsgSubscribed != null)
            {
                MqttMsgSubscribed(this, new MqttMsgSubscribedEventArgs(1, new MqttQoSLevel[] { granted }));
            }
        }

        public void Receive(string topic, byte[] payload)
        {
            try
            {
                if (MqttMsgPublishReceived != null)
                {
                    MqttMsgPublishReceived(this, new MqttMsgPublishEventArgs(topic, payload, false, MqttQoSLevel.AtLeastOnce, false));
                }
            }
            catch (Exception)
            {
                Drop();
            }
        }

        /// <summary>The broker, or another device with the same client ID, has ended the connection.</summary>
        public void Drop()
        {
            IsConnected = false;
            if (ConnectionClosed != null)
            {
                ConnectionClosed(this, EventArgs.Empty);
            }
        }

        /// <summary>The same, but the event never comes.</summary>
        public void DropSilently()
        {
            IsConnected = false;
        }
    }
}
