using System;

namespace nanoFramework.M2Mqtt.Messages
{
    internal sealed class MqttMsgConnack
    {
        public MqttReasonCode ReturnCode { get; set; }
    }

    internal sealed class ConnectionOpenedEventArgs : EventArgs
    {
        public ConnectionOpenedEventArgs(MqttMsgConnack connack)
        {
            Message = connack;
        }

        public MqttMsgConnack Message { get; }
    }
}
