using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NanoMqttDevice.Page.Links;

namespace NanoMqttDevice.Page.Components;

/// <summary>The serial port that the user has chosen in his browser (Web Serial): its bytes come and go over the page's connection.</summary>
/// <param name="js">The browser.</param>
public sealed class BrowserSerial(IJSRuntime js) : IBoardPort, IAsyncDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

    private Channel<byte[]> _received = Channel.CreateUnbounded<byte[]>();
    private DotNetObjectReference<BrowserSerial>? _reference;

    /// <summary>Raised when the port was opened or has gone.</summary>
    public event Action? Changed;

    /// <summary>True while the port is open.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What the browser said when the port could not be opened; null for nothing.</summary>
    public string? Failure { get; private set; }

    /// <summary>
    /// Has a button open the port: browsers let a page ask for one only while they handle a click, which is over when the server hears of it.
    /// </summary>
    /// <param name="button">The button.</param>
    /// <returns>False when the browser has no Web Serial.</returns>
    public async Task<bool> AttachAsync(ElementReference button)
    {
        _reference ??= DotNetObjectReference.Create(this);
        return await js.InvokeAsync<bool>("nanomqtt.serial.attach", button, _reference);
    }

    /// <summary>Closes the port.</summary>
    /// <returns>Done when it is closed.</returns>
    public async Task CloseAsync()
    {
        if (IsOpen)
        {
            await js.InvokeVoidAsync("nanomqtt.serial.close");
        }
    }

    /// <summary>Called by the browser: the port is open.</summary>
    [JSInvokable]
    public void Opened()
    {
        _received = Channel.CreateUnbounded<byte[]>();
        (IsOpen, Failure) = (true, null);
        Changed?.Invoke();
    }

    /// <summary>Called by the browser: the port was not opened.</summary>
    /// <param name="why">The browser's name for the error.</param>
    [JSInvokable]
    public void Failed(string why)
    {
        // The user has closed the browser's list of ports; he knows that.
        Failure = why == "NotFoundError" ? null : Texts.PortNotOpened(why);
        Changed?.Invoke();
    }

    /// <summary>Called by the browser: bytes have come.</summary>
    /// <param name="data">The bytes.</param>
    [JSInvokable]
    public void Received(byte[] data) => _received.Writer.TryWrite(data);

    /// <summary>Called by the browser: the port has gone.</summary>
    [JSInvokable]
    public void Closed()
    {
        IsOpen = false;
        _received.Writer.TryComplete();
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            await js.InvokeVoidAsync("nanomqtt.serial.write", limit.Token, data.ToArray());
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new IOException(Texts.PortGone, e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _received.Reader.ReadAsync(cancellationToken);
        }
        catch (ChannelClosedException)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _received.Writer.TryComplete();
        try
        {
            await CloseAsync();
        }
        catch (Exception e) when (e is JSDisconnectedException or JSException or OperationCanceledException)
        {
            // The browser has gone, and its port with it.
            IsOpen = false;
        }

        _reference?.Dispose();
    }
}
