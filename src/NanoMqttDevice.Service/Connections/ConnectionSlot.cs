using System.Net;

namespace NanoMqttDevice.Service;

/// <summary>The place of one connection among those that may be.</summary>
internal sealed class ConnectionSlot(ConnectionLimiter limiter, IPAddress address, Action close) : IDisposable
{
    private Action? _close = close;
    private int _left;

    public IPAddress Address => address;

    /// <summary>Where it stands among those without a CONNECT; for the limiter, under its lock.</summary>
    public LinkedListNode<ConnectionSlot>? Node { get; set; }

    public void Close() => _close?.Invoke();

    /// <summary>The CONNECT has come.</summary>
    public void Finish()
    {
        limiter.Finish(this);
        _close = null;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
        {
            limiter.Leave(this);
        }
    }
}
