using System.Buffers.Binary;
using System.Globalization;

namespace NanoMqttDevice.Service;

/// <summary>
/// What the vendor's trace queries answer from: the newest events of connections and messages, in memory, up to
/// <see cref="ServiceLimits.MaxDeviceTraces"/> and <see cref="ServiceLimits.MaxMessageTraces"/>. No topic and no payload is kept.
/// </summary>
internal sealed class ClientTraces
{
    private const int HalfId = 16;

    private readonly TraceRing<DeviceTrace> _devices;
    private readonly TraceRing<MessageTrace> _messages;
    private readonly TimeProvider _time;

    // Numbers start anew with each start of the service; with this in front no ID comes twice.
    private readonly ulong _start;
    private long _lastChannel;
    private long _lastMessage;

    public ClientTraces(ServiceLimits limits, TimeProvider time, RandomFill random)
    {
        _devices = new TraceRing<DeviceTrace>(limits.MaxDeviceTraces);
        _messages = new TraceRing<MessageTrace>(limits.MaxMessageTraces);
        _time = time;
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        random(start);
        _start = BinaryPrimitives.ReadUInt64BigEndian(start);
    }

    public int DeviceCount => _devices.Count;

    public int MessageCount => _messages.Count;

    public long NextChannel() => Interlocked.Increment(ref _lastChannel);

    /// <summary>A number for a message that is not stored: even, those of stored ones are odd.</summary>
    public long NextMessage() => Interlocked.Increment(ref _lastMessage) << 1;

    /// <summary>The number of a stored message, which must be the same after it was read again.</summary>
    public static long NumberOfStored(long storeId) => (storeId << 1) | 1;

    public void Add(ClientKey client, long channel, DeviceTraceAction action, string reason)
    {
        _devices.Add(new DeviceTrace(Now(), client, channel, action, reason));
    }

    public void Add(ClientKey client, long message, MessageTraceAction action)
    {
        _messages.Add(new MessageTrace(Now(), client, message, action));
    }

    public List<DeviceTrace> Devices(Func<DeviceTrace, bool> isWanted) => _devices.Select(isWanted);

    public List<MessageTrace> Messages(Func<MessageTrace, bool> isWanted) => _messages.Select(isWanted);

    /// <summary>The vendor's form of a connection's ID: 32 digits in lower case.</summary>
    public string ChannelId(long channel) => string.Create(CultureInfo.InvariantCulture, $"{_start:x16}{channel:x16}");

    /// <summary>The vendor's form of a message's ID: 32 digits in capitals.</summary>
    public string MessageId(long message) => string.Create(CultureInfo.InvariantCulture, $"{_start:X16}{message:X16}");

    /// <summary>Whether this is a message's ID of this start of the service.</summary>
    public bool TryParseMessageId(string id, out long message)
    {
        message = 0;
        return id.Length == 2 * HalfId
            && ulong.TryParse(id.AsSpan(0, HalfId), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
            && start == _start
            && long.TryParse(id.AsSpan(HalfId), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out message);
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
