using System;
using System.Collections;
using nanoFramework.M2Mqtt.Messages;
using NanoMqttDevice;
using NanoMqttDevice.AdapterTests.Platform;

namespace nanoFramework.M2Mqtt
{
    /// <summary>
    /// As M2Mqtt's: resolves the name in its constructor, tells the CONNACK's code by an event and throws then when the broker closes after a refusal,
    /// and returns from Close at once while its own thread is closing.
    /// </summary>
    internal class MqttClient : IMqttClient
    {
        // Close sleeps this long before it does its work.
        private const int CloseTime = 200;

        public MqttClient(
            string brokerHostName,
            int brokerPort,
            bool secure,
            X509Certificate caCert,
            X509Certificate clientCert,
            MqttSslProtocols sslProtocol)
        {
            if (Broker.NameFailure != null)
            {
                throw Broker.NameFailure;
            }

            Broker.Endpoint = brokerHostName;
            Broker.TcpPort = brokerPort;
            Broker.IsSecure = secure;
            Broker.Authority = clientCert == null ? caCert : throw new InvalidOperationException();
            Broker.Protocol = sslProtocol;
        }

        public delegate void ConnectionOpenedEventHandler(object sender, ConnectionOpenedEventArgs e);

        public event IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived
        {
            add { throw new NotSupportedException(); }
            remove { throw new NotSupportedException(); }
        }

        public event IMqttClient.MqttMsgPublishedEventHandler MqttMsgPublished
        {
            add { throw new NotSupportedException(); }
            remove { throw new NotSupportedException(); }
        }

        public event IMqttClient.MqttMsgSubscribedEventHandler MqttMsgSubscribed
        {
            add { throw new NotSupportedException(); }
            remove { throw new NotSupportedException(); }
        }

        public event IMqttClient.MqttMsgUnsubscribedEventHandler MqttMsgUnsubscribed
        {
            add { throw new NotSupportedException(); }
            remove { throw new NotSupportedException(); }
        }

        public event IMqttClient.ConnectionClosedEventHandler ConnectionClosed;

        public event ConnectionOpenedEventHandler ConnectionOpened;

        public bool IsConnected { get; private set; }

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
            Broker.HasSocket = true;
            if (Broker.ReturnCode >= 0)
            {
                ConnectionOpened?.Invoke(this, new ConnectionOpenedEventArgs(new MqttMsgConnack { ReturnCode = (MqttReasonCode)Broker.ReturnCode }));
            }

            if (Broker.ConnectFailure != null)
            {
                throw Broker.ConnectFailure;
            }

            IsConnected = Broker.ReturnCode == 0;
            return (MqttReasonCode)Broker.ReturnCode;
        }

        public void Close()
        {
            IsConnected = false;
            if (Broker.ClosesElsewhereFor < 0)
            {
                VirtualTime.Advance(CloseTime);
                Broker.HasSocket = false;
            }
        }

        /// <summary>The broker has closed: the dispatch thread closes the client.</summary>
        public void Drop(int duration)
        {
            Broker.ClosesElsewhereFor = duration;
            VirtualTime.After(duration, End);
        }

        public void Disconnect()
        {
            throw new NotSupportedException();
        }

        public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
        {
            throw new NotSupportedException();
        }

        public ushort Unsubscribe(string[] topics)
        {
            throw new NotSupportedException();
        }

        public ushort Publish(string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel, bool retain)
        {
            throw new NotSupportedException();
        }

        public ushort Publish(string topic, byte[] message, string contentType)
        {
            throw new NotSupportedException();
        }

        public ushort Publish(string topic, byte[] message)
        {
            throw new NotSupportedException();
        }

        private void End()
        {
            Broker.HasSocket = false;
            Broker.ClosesElsewhereFor = -1;
            if (!Broker.LosesClosedEvent)
            {
                ConnectionClosed?.Invoke(this, EventArgs.Empty);
            }
        }
    }
}
