namespace NanoMqttDevice.Messaging
{
    /// <summary>The topics that a device goes by, below the parent topic of its settings.</summary>
    public sealed class DeviceTopics
    {
        /// <summary>Parent topic, or null while there is none.</summary>
        public string Parent { get; private set; }

        /// <summary>Where it sends measurements.</summary>
        public string Telemetry { get; private set; }

        /// <summary>Where it answers commands.</summary>
        public string Reply { get; private set; }

        /// <summary>Where it asks its application server for something.</summary>
        public string Request { get; private set; }

        /// <summary>Goes by a parent topic.</summary>
        /// <param name="parentTopic">Parent topic.</param>
        /// <returns>True when it is another than before.</returns>
        public bool Use(string parentTopic)
        {
            string old = Parent;
            Parent = parentTopic;
            Telemetry = Topics.Telemetry(parentTopic);
            Reply = Topics.Reply(parentTopic);
            Request = Topics.Request(parentTopic);
            return old != parentTopic;
        }
    }
}
