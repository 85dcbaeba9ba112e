using System;

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>A SUBACK.</summary>
    public class MqttMsgSubscribedEventArgs : EventArgs
    {
        /// <summary>Makes the event's arguments.</summary>
        /// <param name="messageId">Message id.</param>
        /// <param name="grantedQosLevels">Granted QoS of each filter.</param>
        public MqttMsgSubscribedEventArgs(ushort messageId, MqttQoSLevel[] grantedQosLevels)
        {
            MessageId = messageId;
            GrantedQoSLevels = grantedQosLevels;
        }

        /// <summary>Message id.</summary>
        public ushort MessageId { get; }

        /// <summary>Granted QoS of each filter.</summary>
        public MqttQoSLevel[] GrantedQoSLevels { get; }
    }
}
