using System;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace NanoMqttDevice.Esp32
{
    /// <summary>
    /// An M2Mqtt client that reports why it was refused, and whose Close returns when its socket is closed. Upstream's throws when the broker closes
    /// after its CONNACK, as brokers do; the code has come with an event by then. And upstream's Close returns at once while another thread of the
    /// client closes: the next client would need the memory for its TLS while the last one still has it.
    /// </summary>
    internal sealed class ReportingMqttClient : MqttClient, IMqttClient
    {
        private const int None = -1;

        // A Close that does the work sleeps longer than this to begin with.
        private const int LeastCloseTime = 150;

        // What the work takes at most: one sleep and two waits of a second.
        private const int CloseLimit = 3000;

        private readonly ManualResetEvent _closed = new ManualResetEvent(false);
        private int _returnCode = None;

        public ReportingMqttClient(string endpoint, int port, bool tls, X509Certificate authority)
            : base(endpoint, port, tls, authority, null, tls ? MqttSslProtocols.TLSv1_2 : MqttSslProtocols.None)
        {
            ConnectionOpened += OnConnectionOpened;
            ConnectionClosed += OnConnectionClosed;
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

        /// <inheritdoc/>
        public new void Close()
        {
            long begin = Environment.TickCount64;
            base.Close();
            if (Environment.TickCount64 - begin < LeastCloseTime)
            {
                // The event comes when the other thread has done it.
                _closed.WaitOne(CloseLimit, false);
            }
        }

        private void OnConnectionClosed(object sender, EventArgs e)
        {
            _closed.Set();
        }

        private void OnConnectionOpened(object sender, ConnectionOpenedEventArgs e)
        {
            _returnCode = (int)e.Message.ReturnCode;
        }
    }
}
