namespace NanoMqttDevice.Service;

/// <summary>Why a message did not reach a client that was to get it: labels of <see cref="ServiceCounters.DroppedByReason"/>.</summary>
public static class DropReasons
{
    /// <summary>The client reads or acknowledges slower than its messages come.</summary>
    public const string SlowReader = "slow reader";

    /// <summary>As much as is kept for one client was on the disk already.</summary>
    public const string OfflineLimit = "offline limit";

    /// <summary>When its turn came the client was no longer granted its topic.</summary>
    public const string NotGranted = "not granted";

    /// <summary>It was kept as long as messages are kept, three days.</summary>
    public const string TooOld = "too old";
}
