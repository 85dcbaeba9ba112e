namespace NanoMqttDevice.Service;

/// <summary>Keeps the newest trace entries and tells each to whoever listens.</summary>
internal sealed class TraceLog(int capacity, TimeProvider time, ServiceCounters counters)
{
    private readonly Queue<TraceEntry> _entries = new();

    public event Action<TraceEntry>? Traced;

    public IReadOnlyList<TraceEntry> Entries
    {
        get
        {
            lock (_entries)
            {
                return [.. _entries];
            }
        }
    }

    public void Add(string clientId, string action, string reason, string detail = "")
    {
        var entry = new TraceEntry(time.GetUtcNow(), TraceText.Clean(clientId), action, reason, detail);

        lock (_entries)
        {
            if (_entries.Count == capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }

        SafeEvent.Raise(Traced, entry, counters);
    }
}
