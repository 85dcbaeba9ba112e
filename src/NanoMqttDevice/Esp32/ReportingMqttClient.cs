using System;
using System.Security.Cryptography.X509Certificates;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// An M2Mqtt client that reports why it was refused. Upstream's throws instead when the broker closes after its CONNACK, as brokers do; the code
    /// has come with an event by then.
    /// </summary>
    internal sealed class ReportingMqttClient : MqttClient, IMqttClient
    {
        private const int None = -1;

        private int _returnCode = None;

        public ReportingMqttClient(string endpoint, int port, bool tls, X509Certificate authority)
            : base(endpoint, port, tls, authority, null, tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None)
        {
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
            try
            {
                return base.Connect(
                    clientId, username, password, willRetain, willQosLevel, willFlag, willTopic, willMessage, cleanSession, keepAlivePeriod);
            }
            catch (Exception)
            {
                if (_returnCode != None)
                {
                    return (MqttReasonCode)_returnCode;
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
