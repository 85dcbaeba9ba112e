using System;

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>A message from the broker.</summary>
    public class MqttMsgPublishEventArgs : EventArgs
    {
        /// <summary>Makes the event's arguments.</summary>
        /// <param name="topic">Topic name.</param>
        /// <param name="message">Payload.</param>
        /// <param name="dupFlag">True on a repeated delivery.</param>
        /// <param name="qosLevel">QoS.</param>
        /// <param name="retain">Retain flag.</param>
        public MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain)
        {
            Topic = topic;
            Message = message;
            DupFlag = dupFlag;
            QosLevel = qosLevel;
            Retain = retain;
        }

        /// <summary>Topic name.</summary>
        public string Topic { get; }

        /// <summary>Payload.</summary>
        public byte[] Message { get; }

        /// <summary>True on a repeated delivery.</summary>
        public bool DupFlag { get; }

        /// <summary>QoS.</summary>
        public MqttQoSLevel QosLevel { get; }

        /// <summary>Retain flag.</summary>
        public bool Retain { get; }
    }
}
