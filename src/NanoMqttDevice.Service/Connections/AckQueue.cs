namespace NanoMqttDevice.Service;

/// <summary>
/// The PUBACK and PUBREC packets that wait for the disk. They go out in the order in which their messages came
/// [MQTT-4.6.0-2, MQTT-4.6.0-3], and a client need not wait for one before it sends the next message.
/// </summary>
internal sealed class AckQueue(Action<byte[]> send, Action<Fault> fail, ServiceCounters counters)
{
    /// <summary>A client with more messages on their way to the disk is read no further.</summary>
    public const int Limit = 500;

    private readonly Lock _gate = new();
    private Queue<(byte[] Packet, Task Committed)>? _waiting;

    public int Count => _waiting?.Count ?? 0;

    public void Add(byte[] packet, Task committed)
    {
        lock (_gate)
        {
            if (committed.IsCompletedSuccessfully && Count == 0)
            {
                send(packet);
                return;
            }

            (_waiting ??= new Queue<(byte[], Task)>()).Enqueue((packet, committed));
        }

        committed.ContinueWith(_ => Drain(), TaskScheduler.Default).Forget(counters);
    }

    private void Drain()
    {
        lock (_gate)
        {
            while (_waiting is { Count: > 0 } && _waiting.Peek() is { Committed.IsCompleted: true } next)
            {
                _waiting.Dequeue();

                if (!next.Committed.IsCompletedSuccessfully)
                {
                    // Not acknowledged, so its sender tries again.
                    fail(new Fault(TraceReasons.SocketIOException, "a message could not be stored"));
                    _waiting.Clear();
                    return;
                }

                send(next.Packet);
            }
        }
    }
}
