namespace NanoMqttDevice.Service;

/// <summary>Messages of a session that wait in the store: those with ids above one and up to another.</summary>
internal readonly record struct StoredRange(long Above, long UpTo)
{
    public bool IsEmpty => UpTo == 0;

    /// <summary>The range with one more message; 0 is none.</summary>
    public StoredRange With(long id)
    {
        return id == 0 ? this : IsEmpty ? new StoredRange(id - 1, id) : new StoredRange(Math.Min(Above, id - 1), Math.Max(UpTo, id));
    }
}
