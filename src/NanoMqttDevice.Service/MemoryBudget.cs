namespace NanoMqttDevice.Service;

/// <summary>The bytes that all clients together may keep waiting: one slow reader has its own limit, ten thousand have this one.</summary>
internal sealed class MemoryBudget(long limit)
{
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    public long Limit => limit;

    /// <summary>Whether there are so many left.</summary>
    public bool Has(long bytes) => Used + bytes <= limit;

    /// <summary>Takes bytes for what can be dropped. False when there are none left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <summary>Takes bytes for what cannot be dropped, and is bounded by other means.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _used, bytes);

    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
