using System.Net.Security;
using System.Net.Sockets;

namespace NanoMqttDevice.Service;

/// <summary>A client's TCP connection and, above it, its plain or TLS stream.</summary>
internal sealed class ClientSocket(Socket socket, Stream stream) : IClientConnection
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    public Stream Stream => stream;

    public bool WaitsWithoutBuffer => true;

    /// <summary>Cuts the connection at once; the other side sees a reset.</summary>
    public void Abort() => socket.Close(timeout: 0);

    /// <summary>Tells the other side that nothing more will come.</summary>
    public async Task FinishSendingAsync()
    {
        try
        {
            if (stream is SslStream tls)
            {
                await tls.ShutdownAsync().WaitAsync(_patience);
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (IClientConnection.IsBroken(exception) || exception is TimeoutException or InvalidOperationException)
        {
            // Nobody is left to be told.
        }
    }

    /// <summary>
    /// Reads what still comes, for a moment, and throws it away. Closing a socket with unread bytes resets the connection,
    /// and a reset can overtake the CONNACK that says why.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        var buffer = new byte[4096];

        try
        {
            while (await socket.ReceiveAsync(buffer, SocketFlags.None, patience.Token) > 0)
            {
            }
        }
        catch (Exception exception) when (IClientConnection.IsBroken(exception) || exception is OperationCanceledException)
        {
            // Enough: the socket is closed next.
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }
}
