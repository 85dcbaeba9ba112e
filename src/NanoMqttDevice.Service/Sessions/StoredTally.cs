namespace NanoMqttDevice.Service;

/// <summary>How much the store keeps for one session.</summary>
internal sealed class StoredTally(long messages = 0, long bytes = 0)
{
    private long _messages = messages;
    private long _bytes = bytes;

    public long Messages => Interlocked.Read(ref _messages);

    public long Bytes => Interlocked.Read(ref _bytes);

    public void Add(int messages, long bytes)
    {
        Interlocked.Add(ref _messages, messages);
        Interlocked.Add(ref _bytes, bytes);
    }
}
