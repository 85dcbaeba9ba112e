using System;

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>An UNSUBACK.</summary>
    public class MqttMsgUnsubscribedEventArgs : EventArgs
    {
        /// <summary>Makes the event's arguments.</summary>
        /// <param name="messageId">Message id.</param>
        public MqttMsgUnsubscribedEventArgs(ushort messageId)
        {
            MessageId = messageId;
        }

        /// <summary>Message id.</summary>
        public ushort MessageId { get; }
    }
}
