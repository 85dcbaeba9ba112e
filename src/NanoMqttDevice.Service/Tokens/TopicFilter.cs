namespace NanoMqttDevice.Service;

/// <summary>MQTT's topic filters [MQTT-4.7]. The library's comparer takes topics only; grants are compared with filters, too.</summary>
internal static class TopicFilter
{
    /// <summary>
    /// Whether every topic that <paramref name="topic"/> stands for (itself, when it has no wildcard) also matches
    /// <paramref name="filter"/>.
    /// </summary>
    public static bool Covers(string filter, string topic)
    {
        // A wildcard in front does not reach the service's own topics [MQTT-4.7.2-1].
        if (topic.StartsWith('$') && !filter.StartsWith('$'))
        {
            return false;
        }

        var wanted = filter.Split('/');
        var given = topic.Split('/');

        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#")
            {
                return true;
            }

            // "a" against "a/#": the level above the '#' belongs to it.
            if (i == given.Length)
            {
                return false;
            }

            if (given[i] == "#" || (wanted[i] != "+" && wanted[i] != given[i]))
            {
                return false;
            }
        }

        return wanted.Length == given.Length;
    }
}
