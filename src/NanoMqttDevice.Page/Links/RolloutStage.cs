namespace NanoMqttDevice.Page.Links;

/// <summary>Where a rollout stands.</summary>
public enum RolloutStage
{
    /// <summary>Devices are told.</summary>
    Rolling,

    /// <summary>No more devices are told; those under way come to their end.</summary>
    Stopping,

    /// <summary>The user has stopped it.</summary>
    Stopped,

    /// <summary>It has stopped itself: too many devices have failed.</summary>
    TooManyFailed,

    /// <summary>Its program has ended in the middle.</summary>
    BrokenOff,

    /// <summary>Every device has ended.</summary>
    Done,
}
