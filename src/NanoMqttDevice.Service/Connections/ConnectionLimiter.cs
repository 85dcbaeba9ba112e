using System.Collections.Concurrent;
using System.Net;

namespace NanoMqttDevice.Service;

/// <summary>
/// How many connections there may be: in all, from one address, and without a CONNECT. What is too much is closed before anything is
/// set aside for it.
/// </summary>
internal sealed class ConnectionLimiter(ServiceLimits limits, int maxConnections, ServiceCounters counters)
{
    private readonly ConcurrentDictionary<IPAddress, int> _byAddress = new();
    private readonly LinkedList<ConnectionSlot> _unfinished = new();
    private int _count;

    /// <summary>Connections now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The most that there may be.</summary>
    public int Most => maxConnections;

    /// <summary>Connections without a CONNECT now.</summary>
    public int Unfinished
    {
        get
        {
            lock (_unfinished)
            {
                return _unfinished.Count;
            }
        }
    }

    /// <summary>Lets a connection in, or tells that it must be closed.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="close">Closes it, should it be the oldest that has not sent its CONNECT when there are too many of them.</param>
    /// <returns>To be disposed when it is closed; null when it must be closed now.</returns>
    public ConnectionSlot? TryEnter(IPAddress address, Action close)
    {
        if (Interlocked.Increment(ref _count) > maxConnections && !EndOldest(nameof(ServiceLimits.MaxConnections)))
        {
            Interlocked.Decrement(ref _count);
            counters.CountLimited(nameof(ServiceLimits.MaxConnections));
            return null;
        }

        if (_byAddress.AddOrUpdate(address, 1, static (_, count) => count + 1) > limits.MaxConnectionsPerAddress)
        {
            Leave(address);
            counters.CountLimited(nameof(ServiceLimits.MaxConnectionsPerAddress));
            return null;
        }

        if (Unfinished >= limits.MaxUnfinished)
        {
            EndOldest(nameof(ServiceLimits.MaxUnfinished));
        }

        var slot = new ConnectionSlot(this, address, close);

        lock (_unfinished)
        {
            slot.Node = _unfinished.AddLast(slot);
        }

        return slot;
    }

    // The oldest without a CONNECT makes room: whoever means it has sent one long ago. False when there is none.
    private bool EndOldest(string limit)
    {
        ConnectionSlot oldest;

        lock (_unfinished)
        {
            if (_unfinished.First is not { } first)
            {
                return false;
            }

            oldest = first.Value;
            Remove(oldest);
        }

        counters.CountLimited(limit);
        oldest.Close();
        oldest.Dispose();
        return true;
    }

    public void Finish(ConnectionSlot slot)
    {
        lock (_unfinished)
        {
            Remove(slot);
        }
    }

    public void Leave(ConnectionSlot slot)
    {
        Finish(slot);
        Leave(slot.Address);
    }

    private void Leave(IPAddress address)
    {
        Interlocked.Decrement(ref _count);

        // Only the last one takes the entry away, and not if another has come meanwhile.
        if (_byAddress.AddOrUpdate(address, 0, static (_, count) => count - 1) == 0)
        {
            _byAddress.TryRemove(KeyValuePair.Create(address, 0));
        }
    }

    private void Remove(ConnectionSlot slot)
    {
        if (slot.Node is { } node)
        {
            _unfinished.Remove(node);
            slot.Node = null;
        }
    }
}
