using System.Text;
using System.Threading.Channels;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.Output;

/// <summary>
/// Prints what the service has seen, each entry a line on standard output, without letting a connection wait for it or for another one's line. What
/// has gathered goes out at once; nothing is kept back.
/// </summary>
internal sealed class TraceOutput : IAsyncDisposable
{
    // Who reads the output slower than that holds the service up, rather than fill the memory.
    private const int MostWaiting = 10000;

    private readonly Channel<Func<string>> _entries = Channel.CreateBounded<Func<string>>(MostWaiting);
    private readonly StreamWriter _writer;
    private readonly bool _isJson;
    private readonly Task _printing;

    /// <summary>Begins to print.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="isJson">True for JSON.</param>
    public TraceOutput(Stream output, bool isJson)
    {
        _writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        _isJson = isJson;
        _printing = PrintAsync();
    }

    /// <summary>Prints an entry soon.</summary>
    /// <param name="entry">The entry.</param>
    public void Add(TraceEntry entry) => Add(() => _isJson ? JsonLines.Of(JsonTypes.Trace, entry) : TraceLine.Of(entry));

    /// <summary>Prints a message soon.</summary>
    /// <param name="message">The message.</param>
    public void Add(ServiceMessage message)
    {
        var now = TimeProvider.System.GetLocalNow();
        Add(() =>
        {
            var parent = message.Topic.Split('/', 2)[0];
            var entry = WatchedEntry.Of(now, message.Topic, message.Payload.Span, parent, message.ClientId);
            return _isJson ? entry.ToJson() : entry.ToString();
        });
    }

    /// <summary>Prints what still waits.</summary>
    /// <returns>Done when all is printed.</returns>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _printing.ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
    }

    private void Add(Func<string> line)
    {
        if (!_entries.Writer.TryWrite(line) && !_printing.IsCompleted)
        {
            _entries.Writer.WriteAsync(line).AsTask().GetAwaiter().GetResult();
        }
    }

    private async Task PrintAsync()
    {
        await foreach (var entry in _entries.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await _writer.WriteAsync(entry()).ConfigureAwait(false);
            await _writer.WriteAsync('\n').ConfigureAwait(false);

            if (!_entries.Reader.TryPeek(out _))
            {
                await _writer.FlushAsync().ConfigureAwait(false);
            }
        }
    }
}
