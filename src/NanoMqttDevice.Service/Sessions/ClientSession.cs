using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>
/// What the service remembers of a client: with cleanSession=true until its connection ends, otherwise until it connects with
/// cleanSession=true. Sends its messages, repeats what is not acknowledged every 5 to 10 s, and hands out what arrived while it was
/// away, 30 messages every 5 s (the vendor's limits and message pages). What came too fast for a client that is online follows as fast
/// as it acknowledges.
/// </summary>
internal sealed class ClientSession : IDisposable
{
    private const int OfflineBatch = 30;
    private const int OverflowBatch = 200;

    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(5);

    private readonly SessionContext _context;
    private readonly Lock _gate = new();

    private ClientChannel? _channel;
    private DeliveryWindow? _window;
    private MessageQueue? _queue;
    private HashSet<ushort>? _received;
    private Dictionary<long, ushort>? _sentBefore;
    private ITimer? _timer;
    private bool _ticking;

    // On the disk, above the first and up to the second: what came while the client was away, and what came too fast.
    private StoredRange _offline;
    private StoredRange _overflow;
    private bool _reading;

    public ClientSession(
        ClientKey key,
        SessionOwner owner,
        InstanceState instance,
        SessionContext context,
        long storeId = 0,
        StoredTally? tally = null,
        long newestWaiting = 0)
    {
        _context = context;
        _offline = new StoredRange(0, newestWaiting);
        Key = key;
        Owner = owner;
        Instance = instance;
        StoreId = storeId;
        Tally = tally;
    }

    public ClientKey Key { get; }

    /// <summary>Whose it is, as of its last login.</summary>
    public SessionOwner Owner { get; set; }

    public InstanceState Instance { get; }

    /// <summary>Names it in the store; 0 for a session that ends with its connection.</summary>
    public long StoreId { get; }

    /// <summary>How much of it is in the store; null for a session that ends with its connection.</summary>
    public StoredTally? Tally { get; }

    public bool IsPersistent => StoreId != 0;

    /// <summary>What its tokens permit, while it is online in mode Token.</summary>
    public ClientTokens? Tokens { get; set; }

    /// <summary>In mode Token: a device has a credential for the client ID.</summary>
    public bool IsDevices { get; set; }

    /// <summary>Whether one more message would be more than the disk keeps for one client.</summary>
    public bool IsFull =>
        Tally is { } tally && (tally.Messages >= _context.Limits.MaxOfflineMessages || tally.Bytes >= _context.Limits.MaxOfflineBytes);

    /// <summary>The QoS at which the client gets what it subscribed to at another. QoS 2 with cleanSession=false is unsupported.</summary>
    public int Granted(int qos) => IsPersistent ? Math.Min(qos, 1) : qos;

    /// <summary>Sends the CONNACK and, behind it, everything that comes from now on.</summary>
    public void Attach(ClientChannel channel, byte[] connAck)
    {
        lock (_gate)
        {
            channel.Send(connAck);
            _channel = channel;
            _offline = _offline with { Above = 0 };

            if (!_offline.IsEmpty)
            {
                SendOfflineAsync(channel, _offline).Forget(_context.Counters);
                Tick();
            }
        }
    }

    public void Detach(ClientChannel channel)
    {
        lock (_gate)
        {
            if (_channel != channel)
            {
                return;
            }

            _channel = null;
            Tokens = null;
            _timer?.Dispose();
            _timer = null;
            _ticking = false;
            _reading = false;
            _received = null;
            _offline = _offline.With(_overflow.UpTo);
            _overflow = default;

            // What is stored is sent again with its packet identifier [MQTT-4.4.0-1].
            foreach (var entry in _window?.Entries ?? [])
            {
                if (entry.Message.StoreId > 0)
                {
                    (_sentBefore ??= [])[entry.Message.StoreId] = entry.Id;
                    _offline = _offline.With(entry.Message.StoreId);
                }
            }

            Return();
        }
    }

    /// <summary>Sends a message now, or lets it wait. False when the client misses it.</summary>
    public bool Deliver(OutgoingMessage message, int qos)
    {
        lock (_gate)
        {
            if (_channel is not { } channel)
            {
                _offline = _offline.With(message.StoreId);
                return message.StoreId > 0;
            }

            if (qos == 0)
            {
                if (!channel.SendOrDrop(MqttCodec.Publish(message, qos, 0, isRepeat: false)))
                {
                    return false;
                }

                Trace(message, MessageTraceAction.Push);
                return true;
            }

            // Behind what waits already, so that the order stays [MQTT-4.6.0-6].
            if (message.StoreId > 0 ? _overflow.IsEmpty : _queue is not { IsEmpty: false })
            {
                if (HasRoom(message))
                {
                    Send(channel, message, qos, MessageTraceAction.Push);
                    return true;
                }
            }

            if (message.StoreId > 0)
            {
                _overflow = _overflow.With(message.StoreId);
                Tick();
                return true;
            }

            _queue ??= new MessageQueue(_context.Limits, _context.Budget);

            if (_queue.TryAdd(message, qos))
            {
                return true;
            }

            _context.Counters.CountDropped(DropReasons.SlowReader);
            return false;
        }
    }

    /// <summary>Takes PUBACK. A fault when the message was not sent with QoS 1.</summary>
    public Fault? TakePubAck(ushort id) => Complete(id, 1);

    /// <summary>Takes PUBCOMP. A fault when the message was not sent with QoS 2, or its PUBREC has not come.</summary>
    public Fault? TakePubComp(ushort id) => Complete(id, 2);

    /// <summary>Answers PUBREC with PUBREL, also for what is unknown: its sender waits for it.</summary>
    public Fault? TakePubRec(ushort id)
    {
        lock (_gate)
        {
            if (_window?.Find(id) is { QoS: 1 })
            {
                return Fault.Invalid("a PUBREC for a message of QoS 1 [MQTT-4.3.2-1]");
            }

            _window?.Release(id, _context.Time.GetTimestamp());
            _channel?.Send(MqttCodec.Acknowledgement(MqttControlPacketType.PubRel, id));
            return null;
        }
    }

    /// <summary>Notes a QoS 2 PUBLISH. False when it is a repeat: it is acknowledged and not delivered again [MQTT-4.3.3-2].</summary>
    public bool TryBeginReceive(ushort id)
    {
        lock (_gate)
        {
            return (_received ??= []).Add(id);
        }
    }

    public void EndReceive(ushort id)
    {
        lock (_gate)
        {
            _received?.Remove(id);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _channel = null;
            Return();
        }
    }

    // For one message there always is.
    private bool HasRoom(OutgoingMessage message)
    {
        return _window is not { IsEmpty: false } window
            || (window.Count < _context.Limits.MaxUnacknowledged
                && window.Bytes + message.Size <= _context.Limits.MaxQueuedBytes
                && _context.Budget.Has(message.Size));
    }

    private void Send(ClientChannel channel, OutgoingMessage message, int qos, MessageTraceAction action)
    {
        _window ??= new DeliveryWindow();
        ushort id = 0;
        var isRepeat = message.StoreId > 0 && _sentBefore is not null && _sentBefore.Remove(message.StoreId, out id);

        if (!isRepeat)
        {
            id = _window.NextId(taken => _sentBefore?.ContainsValue(taken) == true);
        }

        _window.Add(id, message, qos, _context.Time.GetTimestamp());
        _context.Budget.Take(message.Size);
        channel.SendOrDrop(MqttCodec.Publish(message, qos, id, isRepeat));
        Trace(message, action);
        Tick();
    }

    // What the service itself has to say to a client is nobody's message.
    private void Trace(OutgoingMessage message, MessageTraceAction action)
    {
        if (message.TraceNumber > 0)
        {
            _context.Traces.Add(Key, message.TraceNumber, action);
        }
    }

    private Fault? Complete(ushort id, int qos)
    {
        lock (_gate)
        {
            // What is unknown was acknowledged before: a repeat and its answer have crossed.
            if (_window?.Find(id) is not { } entry)
            {
                return null;
            }

            if (entry.QoS != qos || (qos == 2 && !entry.IsReleased))
            {
                return Fault.Invalid(qos == 1
                    ? "a PUBACK for a message of QoS 2 [MQTT-4.3.3-1]"
                    : "a PUBCOMP for a message of QoS 1, or before its PUBREC [MQTT-4.3.3-1]");
            }

            _window.Complete(id);

            _context.Budget.Return(entry.Message.Size);

            if (entry.Message.StoreId > 0)
            {
                _context.Store.Acknowledge(StoreId, Tally!, entry.Message);
            }

            if (_channel is { } channel)
            {
                SendQueued(channel);
                ReadOverflow(channel);
            }

            return null;
        }
    }

    private void SendQueued(ClientChannel channel)
    {
        while (_queue is { IsEmpty: false } queue && HasRoom(queue.First))
        {
            var (message, qos) = queue.Take();
            Send(channel, message, qos, MessageTraceAction.Push);
        }
    }

    private void ReadOverflow(ClientChannel channel)
    {
        if (!_overflow.IsEmpty && !_reading && _window!.Count <= _context.Limits.MaxUnacknowledged / 2)
        {
            _reading = true;
            SendOverflowAsync(channel, _overflow).Forget(_context.Counters);
        }
    }

    // The timer runs only while something is unacknowledged or waiting.
    private void Tick()
    {
        if (!_ticking)
        {
            _ticking = true;
            _timer ??= SafeCallback.Timer(_context.Time, _context.Counters, OnTick);
            _timer.Change(_pace, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnTick()
    {
        lock (_gate)
        {
            _ticking = false;

            if (_channel is not { } channel)
            {
                return;
            }

            // First of all: whatever fails below, the next tick comes.
            if (!_offline.IsEmpty || !_overflow.IsEmpty || _window is { IsEmpty: false })
            {
                Tick();
            }

            Repeat(channel);

            if (!_offline.IsEmpty)
            {
                SendOfflineAsync(channel, _offline).Forget(_context.Counters);
            }

            if (_window is not null)
            {
                ReadOverflow(channel);
            }
        }
    }

    // At least 5 s after it was sent and at the next of our ticks: after 5 to 10 s.
    private void Repeat(ClientChannel channel)
    {
        var now = _context.Time.GetTimestamp();

        foreach (var entry in _window?.Entries ?? [])
        {
            if (_context.Time.GetElapsedTime(entry.SentAt, now) >= _pace)
            {
                entry.SentAt = now;
                channel.SendOrDrop(entry.IsReleased
                    ? MqttCodec.Acknowledgement(MqttControlPacketType.PubRel, entry.Id)
                    : MqttCodec.Publish(entry.Message, entry.QoS, entry.Id, isRepeat: true));
            }
        }
    }

    private async Task SendOfflineAsync(ClientChannel channel, StoredRange range)
    {
        if (await ReadAsync(range, OfflineBatch) is not { } messages)
        {
            return;
        }

        lock (_gate)
        {
            if (_channel != channel || _offline.Above != range.Above || !TrySend(channel, messages, MessageTraceAction.PushOffline, ref _offline))
            {
                return;
            }

            if (messages.Count < OfflineBatch && range.UpTo == _offline.UpTo)
            {
                _offline = default;
                _sentBefore = null;
            }
        }
    }

    private async Task SendOverflowAsync(ClientChannel channel, StoredRange range)
    {
        var messages = await ReadAsync(range, OverflowBatch);

        lock (_gate)
        {
            if (_channel != channel)
            {
                return;
            }

            _reading = false;

            if (messages is null || _overflow.Above != range.Above || !TrySend(channel, messages, MessageTraceAction.Push, ref _overflow))
            {
                return;
            }

            if (messages.Count < OverflowBatch && range.UpTo == _overflow.UpTo)
            {
                _overflow = default;
            }
            else
            {
                ReadOverflow(channel);
            }
        }
    }

    // Null when the store does not answer: the next tick asks again.
    private async Task<List<OutgoingMessage>?> ReadAsync(StoredRange range, int limit)
    {
        try
        {
            var since = _context.Time.GetUtcNow() - SessionContext.KeepTime;
            return await _context.Store.ReadAsync(StoreId, range.Above, range.UpTo, limit, since.ToUnixTimeMilliseconds());
        }
        catch (IOException)
        {
            return null;
        }
    }

    // False when there was not room for all.
    private bool TrySend(ClientChannel channel, List<OutgoingMessage> messages, MessageTraceAction action, ref StoredRange range)
    {
        foreach (var message in messages)
        {
            if (!HasRoom(message))
            {
                return false;
            }

            if (!_context.Rights.MayReceive(this, message.Topic))
            {
                _context.Counters.CountDropped(DropReasons.NotGranted);
                _context.Store.Acknowledge(StoreId, Tally!, message);
            }
            else if (_window?.HasStored(message.StoreId) != true)
            {
                Send(channel, message, 1, action);
            }

            range = range with { Above = message.StoreId };
        }

        return true;
    }

    private void Return()
    {
        if (_window is not null)
        {
            _context.Budget.Return(_window.Bytes);
            _window.Clear();
        }

        _queue?.Clear();
    }
}
