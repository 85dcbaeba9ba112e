using System;

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>The end of a publish.</summary>
    public class MqttMsgPublishedEventArgs : EventArgs
    {
        /// <summary>Makes the event's arguments for an acknowledged message.</summary>
        /// <param name="messageId">Message id.</param>
        public MqttMsgPublishedEventArgs(ushort messageId)
            : this(messageId, true)
        {
        }

        /// <summary>Makes the event's arguments.</summary>
        /// <param name="messageId">Message id.</param>
        /// <param name="isPublished">False when the client gave up.</param>
        public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
        {
            MessageId = messageId;
            IsPublished = isPublished;
        }

        /// <summary>Message id.</summary>
        public ushort MessageId { get; set; }

        /// <summary>False when the client gave up.</summary>
        public bool IsPublished { get; set; }
    }
}
