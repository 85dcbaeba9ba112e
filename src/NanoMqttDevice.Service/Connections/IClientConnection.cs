using System.Net.Sockets;

namespace NanoMqttDevice.Service;

/// <summary>A client's bytes, over TCP, TLS or WebSocket.</summary>
internal interface IClientConnection : IDisposable
{
    Stream Stream { get; }

    /// <summary>Whether reading nothing waits until there is something, so that waiting takes no buffer.</summary>
    bool WaitsWithoutBuffer { get; }

    /// <summary>Cuts the connection at once, as a failing network would.</summary>
    void Abort();

    /// <summary>Tells the other side that nothing more will come.</summary>
    Task FinishSendingAsync();

    /// <summary>Gives the other side a moment to see what was sent before the connection is closed.</summary>
    Task DrainAsync(CancellationToken cancellationToken);

    /// <summary>Whether an exception of the stream only means that the connection is gone.</summary>
    static bool IsBroken(Exception exception)
    {
        return exception is IOException or SocketException or ObjectDisposedException or System.Net.WebSockets.WebSocketException;
    }
}
