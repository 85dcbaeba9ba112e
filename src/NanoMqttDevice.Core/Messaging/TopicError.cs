namespace NanoMqttDevice.Messaging
{
    /// <summary>A broken rule of a topic or a topic filter.</summary>
    public enum TopicError
    {
        /// <summary>All rules hold.</summary>
        None = 0,

        /// <summary>No characters (MQTT-4.7.3-1).</summary>
        Missing = 1,

        /// <summary>More than 64 characters, parent and subtopics together (the service's limits page).</summary>
        TooLong = 2,

        /// <summary>A control character, NUL among them (MQTT-1.5.3-2, MQTT-4.7.3-2).</summary>
        BadCharacter = 3,

        /// <summary>No parent topic: it starts with a slash, or a wildcard stands for it.</summary>
        NoParentTopic = 4,

        /// <summary>It starts with <c>$</c>, which is the service's own.</summary>
        Reserved = 5,

        /// <summary>A wildcard in the topic of a message (MQTT-3.3.2-2), or one that does not fill its level, or a <c>#</c> that is not last (MQTT-4.7.1-2, MQTT-4.7.1-3).</summary>
        BadWildcard = 6,
    }
}
