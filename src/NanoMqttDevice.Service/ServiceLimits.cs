namespace NanoMqttDevice.Service;

/// <summary>
/// What one client, one address and all together may take of the service. Nothing is without a limit; what a limit turned away is
/// counted in <see cref="ServiceCounters.LimitedByReason"/>.
/// </summary>
public sealed record ServiceLimits
{
    private const long KiB = 1024;
    private const long MiB = 1024 * KiB;
    private const int Most = 10_000_000;

    /// <summary>
    /// Connections at a time, on all ports. The process's limit of file descriptors lowers it: some are kept for the databases.
    /// </summary>
    public int MaxConnections { get; init; } = 100_000;

    /// <summary>Connections at a time from one IP address. Lower it where devices do not share one.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 100_000;

    /// <summary>Connections at a time that have not sent their whole CONNECT. One more ends the oldest of them.</summary>
    public int MaxUnfinished { get; init; } = 10_000;

    /// <summary>Bytes of a CONNECT: 64 KB of will, which is ignored, do not fit.</summary>
    public int MaxConnectBytes { get; init; } = (int)(16 * KiB);

    /// <summary>Wrong logins a minute for one client ID from one address; beyond it they are refused unread. 0 is no limit.</summary>
    public int MaxWrongLogins { get; init; } = 60;

    /// <summary>Bytes that wait to be written to one client. Beyond it messages are dropped, and its packets are not read.</summary>
    public long MaxQueuedBytes { get; init; } = 4 * MiB;

    /// <summary>Bytes that wait to be written, acknowledged or put on the disk, for all clients together.</summary>
    public long MaxQueuedBytesTotal { get; init; } = 256 * MiB;

    /// <summary>Messages that wait in memory for one client with cleanSession=true, beyond those it has not acknowledged.</summary>
    public int MaxQueuedMessages { get; init; } = 20_000;

    /// <summary>Messages sent to one client that it has not acknowledged.</summary>
    public int MaxUnacknowledged { get; init; } = 1000;

    /// <summary>Sessions kept for clients with cleanSession=false.</summary>
    public int MaxSessions { get; init; } = 1_000_000;

    /// <summary>Messages kept on the disk for one client. One more is dropped; the older ones stay.</summary>
    public int MaxOfflineMessages { get; init; } = 100_000;

    /// <summary>Bytes of such messages for one client.</summary>
    public long MaxOfflineBytes { get; init; } = 64 * MiB;

    /// <summary>Events of connections that the vendor's trace queries answer from; the oldest are forgotten first. About 56 bytes each.</summary>
    public int MaxDeviceTraces { get; init; } = 100_000;

    /// <summary>Steps of messages that the vendor's trace queries answer from; the oldest are forgotten first. About 40 bytes each.</summary>
    public int MaxMessageTraces { get; init; } = 100_000;

    /// <summary>With less free disk than this where the databases are, <c>/health/ready</c> says no.</summary>
    public long MinFreeDisk { get; init; } = 64 * MiB;

    /// <summary>Bytes of one packet and room: below it a client could not get a message at all.</summary>
    internal const long LeastQueuedBytes = 256 * KiB;

    /// <summary>Every limit, what it may be at least and at most.</summary>
    internal IEnumerable<(string Name, long Value, long Least, long Most)> All =>
    [
        (nameof(MaxConnections), MaxConnections, 1, Most),
        (nameof(MaxConnectionsPerAddress), MaxConnectionsPerAddress, 1, Most),
        (nameof(MaxUnfinished), MaxUnfinished, 1, Most),
        (nameof(MaxConnectBytes), MaxConnectBytes, KiB, ConnectGate.MaxLength),
        (nameof(MaxWrongLogins), MaxWrongLogins, 0, Most),
        (nameof(MaxQueuedBytes), MaxQueuedBytes, LeastQueuedBytes, long.MaxValue),
        (nameof(MaxQueuedBytesTotal), MaxQueuedBytesTotal, LeastQueuedBytes, long.MaxValue),
        (nameof(MaxQueuedMessages), MaxQueuedMessages, 0, Most),
        (nameof(MaxUnacknowledged), MaxUnacknowledged, 1, ushort.MaxValue / 2),
        (nameof(MaxSessions), MaxSessions, 1, Most),
        (nameof(MaxOfflineMessages), MaxOfflineMessages, 1, int.MaxValue),
        (nameof(MaxOfflineBytes), MaxOfflineBytes, LeastQueuedBytes, long.MaxValue),
        (nameof(MaxDeviceTraces), MaxDeviceTraces, 0, Most),
        (nameof(MaxMessageTraces), MaxMessageTraces, 0, Most),
        (nameof(MinFreeDisk), MinFreeDisk, 0, long.MaxValue),
    ];
}
