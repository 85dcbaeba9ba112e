using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Fleet;

/// <summary>The newest entries; older ones give way. Safe to use from several threads.</summary>
/// <param name="capacity">How many are kept.</param>
public sealed class RecentEntries(int capacity)
{
    private readonly Queue<FleetEntry> _entries = new();

    /// <summary>Takes in an entry.</summary>
    /// <param name="entry">The entry.</param>
    public void Add(FleetEntry entry)
    {
        lock (_entries)
        {
            if (_entries.Count == capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    /// <summary>Gives what is kept.</summary>
    /// <returns>A copy, the newest first.</returns>
    public FleetEntry[] NewestFirst()
    {
        lock (_entries)
        {
            var copy = _entries.ToArray();
            Array.Reverse(copy);
            return copy;
        }
    }
}
