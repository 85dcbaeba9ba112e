using System.Buffers;

namespace NanoMqttDevice.Service;

/// <summary>
/// What waits to be written to one client. Whoever adds something does not wait; nothing is kept and no thread or task runs while
/// nothing waits. What has gathered during one write goes out with the next.
/// </summary>
internal sealed class SendQueue(
    IClientConnection connection,
    TimeProvider time,
    ServiceLimits limits,
    MemoryBudget budget,
    ServiceCounters counters,
    Action<Fault> abort)
{
    private const int LargestWrite = 64 * 1024;

    // Answers cannot be dropped: who does not take so many is not read until it does.
    private const int MostReplyBytes = 64 * 1024;

    // What a packet takes beside its bytes.
    private const int Overhead = 48;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Queue<(byte[] Packet, bool IsReply)>? _packets;
    private TaskCompletionSource? _room;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isClosed;
    private long _bytes;
    private int _replyBytes;

    /// <summary>
    /// Adds a message, or an answer. False when it is not sent, because the connection is ended, or too much waits already: QoS 1 and 2
    /// come again with the next repeat.
    /// </summary>
    public bool Add(byte[] packet, bool mayDrop)
    {
        var size = packet.Length + Overhead;

        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            if (!mayDrop)
            {
                budget.Take(size);
                _replyBytes += size;
            }
            else if (_bytes + size > limits.MaxQueuedBytes || !budget.TryTake(size))
            {
                return false;
            }

            (_packets ??= new Queue<(byte[], bool)>(1)).Enqueue((packet, !mayDrop));
            _bytes += size;

            if (!_isWriting)
            {
                _isWriting = true;
                _writing = WriteAsync();
            }

            return true;
        }
    }

    /// <summary>Done when the client may send more: as long as it does not take the answers, it is not read.</summary>
    public ValueTask RoomAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_replyBytes <= MostReplyBytes || _isClosed)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            counters.CountSlowedReading();
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Takes nothing more. True when all was written, false when the client does not take it.</summary>
    public async Task<bool> CloseAsync()
    {
        Task writing;

        lock (_gate)
        {
            _isClosed = true;
            writing = _writing;
        }

        if (writing.IsCompleted)
        {
            return true;
        }

        try
        {
            await writing.WaitAsync(_patience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task WriteAsync()
    {
        var buffer = Array.Empty<byte>();

        try
        {
            while (Take(ref buffer) is { Length: > 0 } bytes)
            {
                var write = connection.Stream.WriteAsync(bytes);

                if (!write.IsCompletedSuccessfully)
                {
                    await write.AsTask().WaitAsync(_timeout, time);
                }
            }
        }
        catch (Exception exception)
        {
            if (!IClientConnection.IsBroken(exception) && exception is not (TimeoutException or InvalidOperationException or NotSupportedException))
            {
                counters.CountFault();
            }

            Clear();
            abort(new Fault(TraceReasons.SocketIOException, "the client does not take what is sent to it"));

            // A write that is still under way may read from it.
            buffer = [];
        }
        finally
        {
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private void Clear()
    {
        lock (_gate)
        {
            _isClosed = true;
            _packets = null;
            budget.Return(_bytes);
            _bytes = 0;
            _replyBytes = 0;
            _room?.TrySetResult();
            _room = null;
        }
    }

    // One packet as it is, several in one buffer.
    private ReadOnlyMemory<byte> Take(ref byte[] buffer)
    {
        lock (_gate)
        {
            if (_packets is not { Count: > 0 })
            {
                _isWriting = false;
                _packets = null;
                return default;
            }

            var first = Dequeue();

            if (_packets.Count == 0 || first.Length + _packets.Peek().Packet.Length > LargestWrite)
            {
                return first;
            }

            if (buffer.Length == 0)
            {
                buffer = ArrayPool<byte>.Shared.Rent(LargestWrite);
            }

            first.CopyTo(buffer.AsSpan());
            var filled = first.Length;

            while (_packets.TryPeek(out var next) && filled + next.Packet.Length <= LargestWrite)
            {
                Dequeue().CopyTo(buffer.AsSpan(filled));
                filled += next.Packet.Length;
            }

            return buffer.AsMemory(0, filled);
        }
    }

    private byte[] Dequeue()
    {
        var (packet, isReply) = _packets!.Dequeue();
        var size = packet.Length + Overhead;
        _bytes -= size;
        budget.Return(size);

        if (isReply)
        {
            _replyBytes -= size;

            if (_room is not null && _replyBytes <= MostReplyBytes / 2)
            {
                _room.TrySetResult();
                _room = null;
            }
        }

        return packet;
    }
}
