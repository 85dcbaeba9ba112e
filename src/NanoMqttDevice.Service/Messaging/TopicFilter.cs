namespace NanoMqttDevice.Service;

/// <summary>Topic filters (MQTT 3.1.1, 4.7).</summary>
internal static class TopicFilter
{
    public static bool HasWildcard(string filter) => filter.AsSpan().IndexOfAny('+', '#') >= 0;

    /// <summary>Whether it is not empty, its wildcards fill a level and '#' is only the last [MQTT-4.7.1-2, MQTT-4.7.1-3].</summary>
    public static bool IsValid(string filter)
    {
        if (filter.Length == 0 || filter.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        for (ReadOnlySpan<char> rest = filter; ;)
        {
            var level = TakeLevel(ref rest, out var isLast);

            if (level is "#" ? !isLast : level.Length > 1 && level.IndexOfAny('+', '#') >= 0)
            {
                return false;
            }

            if (isLast)
            {
                return true;
            }
        }
    }

    /// <summary>
    /// Whether a filter takes in a topic, or every topic of another filter. '#' takes in its parent level too [MQTT-4.7.1-2]; a
    /// wildcard in front does not reach the service's own topics [MQTT-4.7.2-1].
    /// </summary>
    public static bool Covers(ReadOnlySpan<char> filter, ReadOnlySpan<char> other)
    {
        if (other is ['$', ..] && filter is not ['$', ..])
        {
            return false;
        }

        while (true)
        {
            var level = TakeLevel(ref filter, out var isLast);

            if (level is "#")
            {
                return true;
            }

            var otherLevel = TakeLevel(ref other, out var isOtherLast);

            if (otherLevel is "#" || (level is not "+" && !level.SequenceEqual(otherLevel)))
            {
                return false;
            }

            if (isOtherLast)
            {
                return isLast || filter is "#";
            }

            if (isLast)
            {
                return false;
            }
        }
    }

    /// <summary>Cuts off the part before the first '/'.</summary>
    public static ReadOnlySpan<char> TakeLevel(ref ReadOnlySpan<char> topic, out bool isLast)
    {
        var slash = topic.IndexOf('/');
        isLast = slash < 0;
        var level = isLast ? topic : topic[..slash];
        topic = isLast ? [] : topic[(slash + 1)..];
        return level;
    }
}
