using MQTTnet.Protocol;

namespace NanoMqttDevice.Service;

/// <summary>
/// What the service remembers of a client: with cleanSession=true until its connection ends, otherwise until it connects with
/// cleanSession=true. Sends its messages, repeats what is not acknowledged every 5 to 10 s, and hands out what arrived while it was
/// away, 30 messages every 5 s (the vendor's limits and message pages).
/// </summary>
internal sealed class ClientSession : IDisposable
{
    private const int OfflineBatch = 30;

    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(5);

    private readonly SessionContext _context;
    private readonly Lock _gate = new();

    private ClientChannel? _channel;
    private DeliveryWindow? _window;
    private HashSet<ushort>? _received;
    private Dictionary<long, ushort>? _sentBefore;
    private ITimer? _timer;
    private bool _ticking;
    private long _newestWaiting;
    private long _cursor;

    public ClientSession(ClientKey key, InstanceState instance, SessionContext context, long storeId = 0, long newestWaiting = 0)
    {
        _context = context;
        _newestWaiting = newestWaiting;
        Key = key;
        Instance = instance;
        StoreId = storeId;
    }

    public ClientKey Key { get; }

    public InstanceState Instance { get; }

    /// <summary>Names it in the store; 0 for a session that ends with its connection.</summary>
    public long StoreId { get; }

    public bool IsPersistent => StoreId != 0;

    /// <summary>The QoS at which the client gets what it subscribed to at another. QoS 2 with cleanSession=false is unsupported.</summary>
    public int Granted(int qos) => IsPersistent ? Math.Min(qos, 1) : qos;

    /// <summary>Sends the CONNACK and, behind it, everything that comes from now on.</summary>
    public void Attach(ClientChannel channel, byte[] connAck)
    {
        lock (_gate)
        {
            channel.Send(connAck);
            _channel = channel;
            _cursor = 0;

            if (_newestWaiting > 0)
            {
                _ = SendWaitingAsync(channel, _cursor, _newestWaiting);
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
            _timer?.Dispose();
            _timer = null;
            _ticking = false;
            _received = null;

            // What is stored is sent again with its packet identifier [MQTT-4.4.0-1].
            foreach (var entry in _window?.Entries ?? [])
            {
                if (entry.Message.StoreId > 0)
                {
                    (_sentBefore ??= [])[entry.Message.StoreId] = entry.Id;
                    _newestWaiting = Math.Max(_newestWaiting, entry.Message.StoreId);
                }
            }

            _window?.Clear();
        }
    }

    /// <summary>Sends a message now, or lets it wait when it is stored. False when the client misses it.</summary>
    public bool Deliver(OutgoingMessage message, int qos)
    {
        lock (_gate)
        {
            if (_channel is { } channel && (qos == 0 || _window is not { IsFull: true }))
            {
                return Send(channel, message, qos);
            }

            if (message.StoreId > 0)
            {
                _newestWaiting = Math.Max(_newestWaiting, message.StoreId);
                _cursor = Math.Min(_cursor, message.StoreId - 1);
                return true;
            }

            return false;
        }
    }

    public void TakePubAck(ushort id) => Complete(id, 1);

    public void TakePubComp(ushort id) => Complete(id, 2);

    /// <summary>Answers PUBREC with PUBREL, also for what is unknown: its sender waits for it.</summary>
    public void TakePubRec(ushort id)
    {
        lock (_gate)
        {
            _window?.Release(id, _context.Time.GetTimestamp());
            _channel?.Send(MqttCodec.Acknowledgement(MqttControlPacketType.PubRel, id));
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
        }
    }

    private bool Send(ClientChannel channel, OutgoingMessage message, int qos)
    {
        if (qos == 0)
        {
            return channel.SendOrDrop(MqttCodec.Publish(message, qos, 0, isRepeat: false));
        }

        _window ??= new DeliveryWindow();
        ushort id = 0;
        var isRepeat = message.StoreId > 0 && _sentBefore is not null && _sentBefore.Remove(message.StoreId, out id);

        if (!isRepeat)
        {
            id = _window.NextId(taken => _sentBefore?.ContainsValue(taken) == true);
        }

        _window.Add(id, message, qos, _context.Time.GetTimestamp());
        channel.SendOrDrop(MqttCodec.Publish(message, qos, id, isRepeat));
        Tick();
        return true;
    }

    private void Complete(ushort id, int qos)
    {
        lock (_gate)
        {
            if (_window?.Complete(id, qos) is { Message.StoreId: > 0 } entry)
            {
                _context.Store.Acknowledge(StoreId, entry.Message.StoreId);
            }
        }
    }

    // The timer runs only while something is unacknowledged or waiting.
    private void Tick()
    {
        if (!_ticking)
        {
            _ticking = true;
            _timer ??= _context.Time.CreateTimer(_ => OnTick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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

            Repeat(channel);

            if (_newestWaiting > 0)
            {
                _ = SendWaitingAsync(channel, _cursor, _newestWaiting);
            }

            if (_newestWaiting > 0 || _window is { IsEmpty: false })
            {
                Tick();
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

    private async Task SendWaitingAsync(ClientChannel channel, long above, long upTo)
    {
        List<OutgoingMessage> messages;

        try
        {
            var since = _context.Time.GetUtcNow() - SessionContext.KeepTime;
            messages = await _context.Store.ReadAsync(StoreId, above, upTo, OfflineBatch, since.ToUnixTimeMilliseconds());
        }
        catch (IOException)
        {
            // The store does not answer: the next tick asks again.
            return;
        }

        lock (_gate)
        {
            if (_channel != channel || _cursor != above)
            {
                return;
            }

            foreach (var message in messages)
            {
                if (_window is { IsFull: true })
                {
                    return;
                }

                if (_window?.HasStored(message.StoreId) != true)
                {
                    Send(channel, message, 1);
                }

                _cursor = message.StoreId;
            }

            if (messages.Count < OfflineBatch && upTo == _newestWaiting)
            {
                _newestWaiting = 0;
                _sentBefore = null;
            }
        }
    }
}
