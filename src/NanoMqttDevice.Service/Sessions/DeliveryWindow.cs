namespace NanoMqttDevice.Service;

/// <summary>The QoS 1 and QoS 2 messages that were sent to a client and are not acknowledged yet, in the order sent.</summary>
internal sealed class DeliveryWindow
{
    private readonly LinkedList<Entry> _order = new();
    private readonly Dictionary<ushort, LinkedListNode<Entry>> _byId = [];
    private readonly HashSet<long> _stored = [];
    private ushort _lastId;

    public bool IsEmpty => _order.Count == 0;

    public int Count => _order.Count;

    /// <summary>What they count for, together.</summary>
    public long Bytes { get; private set; }

    public IEnumerable<Entry> Entries => _order;

    public bool HasStored(long storeId) => _stored.Contains(storeId);

    /// <summary>A packet identifier that is not in use [MQTT-2.3.1-2].</summary>
    public ushort NextId(Func<ushort, bool> isTaken)
    {
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        }
        while (_byId.ContainsKey(_lastId) || isTaken(_lastId));

        return _lastId;
    }

    public Entry Add(ushort id, OutgoingMessage message, int qos, long now)
    {
        var entry = new Entry(id, message, qos) { SentAt = now };
        _byId[id] = _order.AddLast(entry);
        Bytes += message.Size;

        if (message.StoreId != 0)
        {
            _stored.Add(message.StoreId);
        }

        return entry;
    }

    public Entry? Find(ushort id) => _byId.TryGetValue(id, out var node) ? node.Value : null;

    /// <summary>Its PUBACK or PUBCOMP has come.</summary>
    public void Complete(ushort id)
    {
        if (_byId.Remove(id, out var node))
        {
            _order.Remove(node);
            _stored.Remove(node.Value.Message.StoreId);
            Bytes -= node.Value.Message.Size;
        }
    }

    /// <summary>Takes PUBREC: from now on PUBREL is repeated, not PUBLISH [MQTT-4.3.3-1].</summary>
    public void Release(ushort id, long now)
    {
        if (_byId.TryGetValue(id, out var node) && node.Value.QoS == 2)
        {
            node.Value.IsReleased = true;
            node.Value.SentAt = now;
        }
    }

    public void Clear()
    {
        Bytes = 0;
        _order.Clear();
        _byId.Clear();
        _stored.Clear();
    }

    internal sealed class Entry(ushort id, OutgoingMessage message, int qos)
    {
        public ushort Id => id;

        public OutgoingMessage Message => message;

        public int QoS => qos;

        /// <summary>A timestamp of the clock.</summary>
        public long SentAt { get; set; }

        /// <summary>PUBREC has come.</summary>
        public bool IsReleased { get; set; }
    }
}
