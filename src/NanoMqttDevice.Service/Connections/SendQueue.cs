using System.Buffers;

namespace NanoMqttDevice.Service;

/// <summary>
/// What waits to be written to one client. Whoever adds something does not wait; nothing is kept and no thread or task runs while
/// nothing waits. What has gathered during one write goes out with the next.
/// </summary>
internal sealed class SendQueue(IClientConnection connection, TimeProvider time, Action<Fault> abort)
{
    private const int LargestWrite = 64 * 1024;

    // Beyond this, messages are dropped: QoS 1 and 2 come again with the next repeat.
    private const int DropAbove = 1024 * 1024;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private Queue<byte[]>? _packets;
    private Task _writing = Task.CompletedTask;
    private bool _isWriting;
    private bool _isClosed;
    private int _bytes;

    /// <summary>False when the packet is not sent, because too much waits already or the connection is ended.</summary>
    public bool Add(byte[] packet, bool mayDrop)
    {
        lock (_gate)
        {
            if (_isClosed || (mayDrop && _bytes > DropAbove))
            {
                return false;
            }

            (_packets ??= new Queue<byte[]>(1)).Enqueue(packet);
            _bytes += packet.Length;

            if (!_isWriting)
            {
                _isWriting = true;
                _writing = WriteAsync();
            }

            return true;
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
        catch (Exception exception) when (IClientConnection.IsBroken(exception) || exception is TimeoutException or InvalidOperationException)
        {
            lock (_gate)
            {
                _isClosed = true;
                _packets = null;
            }

            abort(new Fault(TraceReasons.SocketIOException, "the client does not take what is sent to it"));
        }
        finally
        {
            Return(buffer);
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

            var first = _packets.Dequeue();
            _bytes -= first.Length;

            if (_packets.Count == 0 || first.Length + _packets.Peek().Length > LargestWrite)
            {
                return first;
            }

            if (buffer.Length == 0)
            {
                buffer = ArrayPool<byte>.Shared.Rent(LargestWrite);
            }

            first.CopyTo(buffer.AsSpan());
            var filled = first.Length;

            while (_packets.TryPeek(out var next) && filled + next.Length <= LargestWrite)
            {
                _packets.Dequeue();
                next.CopyTo(buffer.AsSpan(filled));
                filled += next.Length;
                _bytes -= next.Length;
            }

            return buffer.AsMemory(0, filled);
        }
    }

    private static void Return(byte[] buffer)
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
