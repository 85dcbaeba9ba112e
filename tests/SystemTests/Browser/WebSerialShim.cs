using Microsoft.Playwright;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.SystemTests.Browser;

/// <summary>
/// A board for a browser without one: what a page sees as <c>navigator.serial</c> is the pseudo-terminal of a simulated board. As the real one it lets
/// a page ask for a port only while it handles a click.
/// </summary>
internal sealed class WebSerialShim : IAsyncDisposable
{
    private const string Script = """
        (() => {
          let controller = null;
          window.fromBoard = text => controller.enqueue(Uint8Array.from(atob(text), c => c.charCodeAt(0)));
          window.unplug = () => controller.error(new DOMException("The device has been lost.", "NetworkError"));
          const port = {
            readable: null,
            writable: null,
            async open({ baudRate }) {
              if (baudRate !== 115200) throw new DOMException("baudRate", "InvalidStateError");
              this.readable = new ReadableStream({ start(c) { controller = c; } });
              this.writable = new WritableStream({ write(chunk) { return window.toBoard(btoa(String.fromCharCode(...chunk))); } });
            },
            async close() { this.readable = this.writable = null; },
          };
          Object.defineProperty(navigator, "serial", { configurable: true, value: {
            async requestPort() {
              if (!navigator.userActivation.isActive) throw new DOMException("Must be handling a user gesture.", "SecurityError");
              return port;
            },
          } });
        })();
        """;

    private readonly PortChannel _channel;
    private readonly CancellationTokenSource _ending = new();
    private Task _pump = Task.CompletedTask;

    public WebSerialShim(PseudoTerminal terminal)
    {
        _channel = PortChannel.Open(terminal.PortName);
    }

    /// <summary>Gives a browser the board.</summary>
    public async Task PrepareAsync(IBrowserContext context)
    {
        await context.AddInitScriptAsync(Script);
        await context.ExposeFunctionAsync<string, Task>("toBoard", data => _channel.SendAsync(Convert.FromBase64String(data), _ending.Token).AsTask());
    }

    /// <summary>Begins to bring what the board says to a page.</summary>
    public void Attach(IPage page) => _pump = PumpAsync(page);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _pump;
        await _channel.DisposeAsync();
        _ending.Dispose();
    }

    private async Task PumpAsync(IPage page)
    {
        var buffer = new byte[1024];
        try
        {
            while (await _channel.ReceiveAsync(buffer, _ending.Token) is var count && count > 0)
            {
                await page.EvaluateAsync("data => window.fromBoard(data)", Convert.ToBase64String(buffer, 0, count));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or PlaywrightException)
        {
            // The test has ended, or its browser.
            return;
        }
    }
}
