using System;
using System.Collections;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt
{
    /// <summary>
    /// The seam upstream's M2Mqtt and its cellular modems implement, restated for .NET 10 so that Core compiles on both.
    /// Names, order and signatures are those of nanoFramework.M2Mqtt.Core 5.1.220.
    /// </summary>
    public interface IMqttClient
    {
        /// <summary>Signature of <see cref="MqttMsgPublishReceived"/>.</summary>
        /// <param name="sender">The client.</param>
        /// <param name="e">The message.</param>
        delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

        /// <summary>Signature of <see cref="MqttMsgPublished"/>.</summary>
        /// <param name="sender">The client.</param>
        /// <param name="e">The message id and whether it was acknowledged.</param>
        delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

        /// <summary>Signature of <see cref="MqttMsgSubscribed"/>.</summary>
        /// <param name="sender">The client.</param>
        /// <param name="e">The message id and the granted QoS levels.</param>
        delegate void MqttMsgSubscribedEventHandler(object sender, MqttMsgSubscribedEventArgs e);

        /// <summary>Signature of <see cref="MqttMsgUnsubscribed"/>.</summary>
        /// <param name="sender">The client.</param>
        /// <param name="e">The message id.</param>
        delegate void MqttMsgUnsubscribedEventHandler(object sender, MqttMsgUnsubscribedEventArgs e);

        /// <summary>Signature of <see cref="ConnectionClosed"/>.</summary>
        /// <param name="sender">The client.</param>
        /// <param name="e">Nothing.</param>
        delegate void ConnectionClosedEventHandler(object sender, EventArgs e);

        /// <summary>A message has arrived; its PUBACK has already been sent.</summary>
        event MqttMsgPublishEventHandler MqttMsgPublishReceived;

        /// <summary>A published message was acknowledged, or given up.</summary>
        event MqttMsgPublishedEventHandler MqttMsgPublished;

        /// <summary>A SUBACK has arrived.</summary>
        event MqttMsgSubscribedEventHandler MqttMsgSubscribed;

        /// <summary>An UNSUBACK has arrived.</summary>
        event MqttMsgUnsubscribedEventHandler MqttMsgUnsubscribed;

        /// <summary>The connection is gone.</summary>
        event ConnectionClosedEventHandler ConnectionClosed;

        /// <summary>True between an accepting CONNACK and the end of the connection.</summary>
        bool IsConnected { get; }

        /// <summary>Sets the broker for clients that were created without one.</summary>
        /// <param name="brokerHostName">Host name.</param>
        /// <param name="brokerPort">TCP port.</param>
        /// <param name="secure">True for TLS.</param>
        /// <param name="caCert">Certificate authority, PEM ending in NUL, or null.</param>
        /// <param name="clientCert">Client certificate, or null.</param>
        /// <param name="sslProtocol">Protocol version for TLS.</param>
        void Init(string brokerHostName, int brokerPort, bool secure, byte[] caCert, byte[] clientCert, MqttSslProtocols sslProtocol);

        /// <summary>Sends CONNECT and waits for CONNACK.</summary>
        /// <param name="clientId">Client ID.</param>
        /// <param name="username">User name.</param>
        /// <param name="password">Password.</param>
        /// <param name="willRetain">Retain flag of the will.</param>
        /// <param name="willQosLevel">QoS of the will.</param>
        /// <param name="willFlag">True when there is a will.</param>
        /// <param name="willTopic">Topic of the will, or null.</param>
        /// <param name="willMessage">Payload of the will, or null.</param>
        /// <param name="cleanSession">True for a session that ends with the connection.</param>
        /// <param name="keepAlivePeriod">Keepalive in seconds.</param>
        /// <returns>The CONNACK return code.</returns>
        MqttReasonCode Connect(
            string clientId,
            string username,
            string password,
            bool willRetain,
            MqttQoSLevel willQosLevel,
            bool willFlag,
            string willTopic,
            string willMessage,
            bool cleanSession,
            ushort keepAlivePeriod);

        /// <summary>Sends DISCONNECT and ends the connection.</summary>
        void Disconnect();

        /// <summary>Sends SUBSCRIBE.</summary>
        /// <param name="topics">Topic filters.</param>
        /// <param name="qosLevels">Wanted QoS of each.</param>
        /// <returns>The message id.</returns>
        ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels);

        /// <summary>Sends UNSUBSCRIBE.</summary>
        /// <param name="topics">Topic filters.</param>
        /// <returns>The message id.</returns>
        ushort Unsubscribe(string[] topics);

        /// <summary>Queues a message.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="message">Payload.</param>
        /// <param name="contentType">MQTT 5 only; null otherwise.</param>
        /// <param name="userProperties">MQTT 5 only; null otherwise.</param>
        /// <param name="qosLevel">QoS.</param>
        /// <param name="retain">Retain flag.</param>
        /// <returns>The message id.</returns>
        ushort Publish(string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel, bool retain);

        /// <summary>Queues a message with QoS 0.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="message">Payload.</param>
        /// <param name="contentType">MQTT 5 only; null otherwise.</param>
        /// <returns>The message id.</returns>
        ushort Publish(string topic, byte[] message, string contentType);

        /// <summary>Queues a message with QoS 0.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="message">Payload.</param>
        /// <returns>The message id.</returns>
        ushort Publish(string topic, byte[] message);

        /// <summary>Releases the socket and ends the client's threads.</summary>
        void Close();
    }
}
