using System;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using NanoMqttDevice.Connectivity;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// An M2Mqtt client that reports why it was refused. Upstream's throws instead when the broker closes after its CONNACK, as brokers do; the code
    /// has come with an event by then.
    /// </summary>
    internal sealed class ReportingMqttClient : MqttClient, IMqttClient
    {
        private const int None = -1;

        private readonly bool _isAuthorityBroken;
        private readonly bool _isTls;
        private int _returnCode = None;

        public ReportingMqttClient(string endpoint, int port, bool tls, X509Certificate authority, bool isAuthorityBroken)
            : base(endpoint, port, tls, authority, null, tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None)
        {
            _isAuthorityBroken = isAuthorityBroken;
            _isTls = tls;
            ConnectionOpened += OnConnectionOpened;
        }

        /// <inheritdoc/>
        public new MqttReasonCode Connect(
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
            if (_isAuthorityBroken)
            {
                return (MqttReasonCode)Session.TlsFailed;
            }

            try
            {
                return base.Connect(
                    clientId, username, password, willRetain, willQosLevel, willFlag, willTopic, willMessage, cleanSession, keepAlivePeriod);
            }
            catch (Exception e)
            {
                if (_returnCode != None)
                {
                    return (MqttReasonCode)_returnCode;
                }

                // Upstream wraps what setting up the connection throws. What the network throws is a SocketException, what TLS throws is none.
                if (_isTls && e.InnerException != null && !(e.InnerException is SocketException))
                {
                    return (MqttReasonCode)Session.TlsFailed;
                }

                throw;
            }
        }

        private void OnConnectionOpened(object sender, ConnectionOpenedEventArgs e)
        {
            _returnCode = (int)e.Message.ReturnCode;
        }
    }
}
