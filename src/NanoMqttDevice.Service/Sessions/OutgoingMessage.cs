namespace NanoMqttDevice.Service;

/// <summary>A message on its way to clients; its topic and payload are shared by all who get it.</summary>
/// <param name="Topic">The topic as published.</param>
/// <param name="Payload">Never changed.</param>
/// <param name="StoreId">Names it in the store; 0 when it is not stored.</param>
/// <param name="Number">Names one that is not stored in the traces.</param>
internal sealed record OutgoingMessage(string Topic, ReadOnlyMemory<byte> Payload, long StoreId = 0, long Number = 0)
{
    // About what the objects around topic and payload take.
    private const int Overhead = 100;

    /// <summary>Names it in the traces.</summary>
    public long TraceNumber => StoreId > 0 ? ClientTraces.NumberOfStored(StoreId) : Number;

    /// <summary>Bytes of memory or disk that one client's copy counts for.</summary>
    public int Size => Overhead + Topic.Length + Payload.Length;
}
