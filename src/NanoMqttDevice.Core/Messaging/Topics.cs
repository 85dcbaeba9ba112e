namespace NanoMqttDevice.Messaging
{
    /// <summary>The topics of a device, and the service's rules for topics.</summary>
    public static class Topics
    {
        /// <summary>Most characters of a topic, parent and subtopics together.</summary>
        public const int MaxLength = 64;

        /// <summary>Most filters a client may be subscribed to; the service drops more without a word.</summary>
        public const int MaxSubscriptions = 30;

        /// <summary>Most characters of a command's id.</summary>
        public const int MaxCommandId = 32;

        private const string PeerToPeerLevel = "/p2p/";

        /// <summary>Where a device sends measurements.</summary>
        /// <param name="parentTopic">Parent topic.</param>
        /// <returns><c>{parent}/telemetry</c>.</returns>
        public static string Telemetry(string parentTopic)
        {
            return parentTopic + "/telemetry";
        }

        /// <summary>Where a device answers commands.</summary>
        /// <param name="parentTopic">Parent topic.</param>
        /// <returns><c>{parent}/reply</c>.</returns>
        public static string Reply(string parentTopic)
        {
            return parentTopic + "/reply";
        }

        /// <summary>Where a device asks its application server for something.</summary>
        /// <param name="parentTopic">Parent topic.</param>
        /// <returns><c>{parent}/request</c>.</returns>
        public static string Request(string parentTopic)
        {
            return parentTopic + "/request";
        }

        /// <summary>Where one client is reached, without subscribing.</summary>
        /// <param name="parentTopic">Parent topic.</param>
        /// <param name="clientId">Client ID of the receiver.</param>
        /// <returns><c>{parent}/p2p/{clientId}</c>.</returns>
        public static string PeerToPeer(string parentTopic, string clientId)
        {
            return parentTopic + PeerToPeerLevel + clientId;
        }

        /// <summary>Tells whether a topic is the one under which a client is sent messages of its own.</summary>
        /// <param name="topic">Topic of a message.</param>
        /// <param name="clientId">Client ID of the receiver.</param>
        /// <returns>True for <c>{any parent}/p2p/{clientId}</c>.</returns>
        public static bool IsPeerToPeer(string topic, string clientId)
        {
            int level = topic.IndexOf('/');
            return level > 0
                && topic.Length == level + PeerToPeerLevel.Length + clientId.Length
                && topic.Substring(level) == PeerToPeerLevel + clientId;
        }

        /// <summary>Tells whether a topic is one under which some client is sent messages of its own.</summary>
        /// <param name="topic">Topic of a message.</param>
        /// <returns>True for <c>{any parent}/p2p/…</c>.</returns>
        public static bool HasPeerToPeerLevel(string topic)
        {
            int level = topic.IndexOf('/');
            return level > 0 && topic.Length > level + PeerToPeerLevel.Length && topic.Substring(level, PeerToPeerLevel.Length) == PeerToPeerLevel;
        }

        /// <summary>Checks a topic to publish to.</summary>
        /// <param name="topic">Topic name.</param>
        /// <returns>The broken rule, or None. A P2P topic may be longer than others: a client ID alone may have 64 characters.</returns>
        public static TopicError CheckName(string topic)
        {
            TopicError error = CheckText(topic);
            if (error != TopicError.None)
            {
                return error;
            }

            if (topic.IndexOf('+') >= 0 || topic.IndexOf('#') >= 0)
            {
                return TopicError.BadWildcard;
            }

            int level = topic.IndexOf('/');
            int most = HasPeerToPeerLevel(topic) ? level + PeerToPeerLevel.Length + MaxLength : MaxLength;
            return topic.Length > most ? TopicError.TooLong : TopicError.None;
        }

        /// <summary>Checks a topic filter to subscribe to.</summary>
        /// <param name="filter">Topic filter.</param>
        /// <returns>The broken rule, or None.</returns>
        public static TopicError CheckFilter(string filter)
        {
            TopicError error = CheckText(filter);
            if (error != TopicError.None)
            {
                return error;
            }

            bool parent = true;
            for (int i = 0; i < filter.Length; i++)
            {
                char c = filter[i];
                if (c == '/')
                {
                    parent = false;
                }
                else if (c == '+' || c == '#')
                {
                    if (parent)
                    {
                        return TopicError.NoParentTopic;
                    }

                    bool last = i == filter.Length - 1;
                    if (filter[i - 1] != '/' || (c == '#' ? !last : !last && filter[i + 1] != '/'))
                    {
                        return TopicError.BadWildcard;
                    }
                }
            }

            return filter.Length > MaxLength ? TopicError.TooLong : TopicError.None;
        }

        private static TopicError CheckText(string topic)
        {
            if (topic == null || topic.Length == 0)
            {
                return TopicError.Missing;
            }

            if (topic[0] == '/')
            {
                return TopicError.NoParentTopic;
            }

            if (topic[0] == '$')
            {
                return TopicError.Reserved;
            }

            for (int i = 0; i < topic.Length; i++)
            {
                if (topic[i] < ' ' || topic[i] == '\u007F')
                {
                    return TopicError.BadCharacter;
                }
            }

            return TopicError.None;
        }
    }
}
