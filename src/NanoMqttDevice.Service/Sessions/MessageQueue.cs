namespace NanoMqttDevice.Service;

/// <summary>
/// Messages of QoS 1 and 2 that wait in memory until a client with cleanSession=true has acknowledged some of those before them.
/// </summary>
internal sealed class MessageQueue(ServiceLimits limits, MemoryBudget budget)
{
    private readonly Queue<(OutgoingMessage Message, int QoS)> _messages = new();
    private long _bytes;

    public bool IsEmpty => _messages.Count == 0;

    public OutgoingMessage First => _messages.Peek().Message;

    /// <summary>False when there is no room.</summary>
    public bool TryAdd(OutgoingMessage message, int qos)
    {
        if (_messages.Count >= limits.MaxQueuedMessages || _bytes + message.Size > limits.MaxQueuedBytes || !budget.TryTake(message.Size))
        {
            return false;
        }

        _bytes += message.Size;
        _messages.Enqueue((message, qos));
        return true;
    }

    public (OutgoingMessage Message, int QoS) Take()
    {
        var next = _messages.Dequeue();
        _bytes -= next.Message.Size;
        budget.Return(next.Message.Size);
        return next;
    }

    public void Clear()
    {
        budget.Return(_bytes);
        _bytes = 0;
        _messages.Clear();
    }
}
