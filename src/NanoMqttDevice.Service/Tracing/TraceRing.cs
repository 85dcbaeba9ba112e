namespace NanoMqttDevice.Service;

/// <summary>The newest entries of one kind, up to a number; one more takes the place of the oldest. Takes memory only as it fills.</summary>
internal sealed class TraceRing<T>(int capacity)
    where T : struct
{
    private const int FirstLength = 256;

    private readonly Lock _gate = new();
    private T[] _entries = [];
    private int _oldest;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Add(in T entry)
    {
        lock (_gate)
        {
            if (_count == capacity)
            {
                if (capacity > 0)
                {
                    _entries[_oldest] = entry;
                    _oldest = (_oldest + 1) % capacity;
                }

                return;
            }

            // Until it is full the oldest stands first.
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, Math.Min(capacity, Math.Max(FirstLength, _count * 2)));
            }

            _entries[_count++] = entry;
        }
    }

    /// <summary>The entries that are wanted, oldest first: a copy.</summary>
    public List<T> Select(Func<T, bool> isWanted)
    {
        lock (_gate)
        {
            var found = new List<T>();

            for (var i = 0; i < _count; i++)
            {
                var entry = _entries[(_oldest + i) % _count];

                if (isWanted(entry))
                {
                    found.Add(entry);
                }
            }

            return found;
        }
    }
}
