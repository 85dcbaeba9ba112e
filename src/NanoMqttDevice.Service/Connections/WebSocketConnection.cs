using System.Net.WebSockets;

namespace NanoMqttDevice.Service;

/// <summary>A client's WebSocket: MQTT in binary messages, cut anywhere (MQTT 3.1.1, 6).</summary>
internal sealed class WebSocketConnection(WebSocket socket, Action abort) : IClientConnection
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    public Stream Stream { get; } = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);

    public bool WaitsWithoutBuffer => false;

    public void Abort() => abort();

    public async Task FinishSendingAsync()
    {
        using var patience = new CancellationTokenSource(_patience);

        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
        }
        catch (Exception exception) when (IClientConnection.IsBroken(exception) || exception is OperationCanceledException)
        {
            // Nobody is left to be told.
        }
    }

    // The handshake of the close has done it.
    public Task DrainAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => socket.Dispose();
}
