namespace NanoMqttDevice.Service;

/// <summary>What a client may do with a topic.</summary>
[Flags]
public enum TopicActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Subscribe; the vendor's <c>R</c>.</summary>
    Subscribe = 1,

    /// <summary>Publish; the vendor's <c>W</c>.</summary>
    Publish = 2,

    /// <summary>Both.</summary>
    All = Subscribe | Publish,
}
