using System.Text;
using System.Threading.Channels;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.Output;

/// <summary>
/// Prints what the service has seen, each entry a line on standard output, without letting a connection wait for it or for another one's line. What
/// has gathered goes out at once. Lines for which whoever reads the output is too slow are left out, and their number is told in their place.
/// </summary>
internal sealed class TraceOutput : IAsyncDisposable
{
    // Who reads the output slower than that, or not at all, must neither hold the service up nor fill the memory.
    private const int MostWaiting = 10000;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    private readonly Channel<Func<string>> _entries = Channel.CreateBounded<Func<string>>(MostWaiting);
    private readonly StreamWriter _writer;
    private readonly bool _isJson;
    private readonly Task _printing;
    private long _leftOut;

    /// <summary>Begins to print.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="isJson">True for JSON.</param>
    public TraceOutput(Stream output, bool isJson)
    {
        _writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        _isJson = isJson;
        _printing = PrintAsync();
    }

    /// <summary>Entries for which there was no room, so far.</summary>
    public long LeftOut => Interlocked.Read(ref _leftOut);

    /// <summary>Prints an entry soon, or leaves it out. Never waits.</summary>
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

    /// <summary>Prints what still waits, as far as somebody reads it.</summary>
    /// <returns>Done when all is printed, or nobody reads on.</returns>
    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();

        try
        {
            await _printing.WaitAsync(_patience).ConfigureAwait(false);
            await _writer.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            // Closing the writer would wait for the reader, too: the end of the process does it.
            return;
        }
    }

    private void Add(Func<string> line)
    {
        if (!_entries.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _leftOut);
        }
    }

    private async Task PrintAsync()
    {
        var told = 0L;

        try
        {
            await foreach (var entry in _entries.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                if (LeftOut is var leftOut && leftOut > told)
                {
                    await _writer.WriteAsync(LeftOutLine(leftOut - told)).ConfigureAwait(false);
                    told = leftOut;
                }

                await _writer.WriteAsync(entry()).ConfigureAwait(false);
                await _writer.WriteAsync('\n').ConfigureAwait(false);

                if (!_entries.Reader.TryPeek(out _))
                {
                    await _writer.FlushAsync().ConfigureAwait(false);
                }
            }
        }
        catch (IOException)
        {
            // Whoever read it is gone: the service goes on, and /trace still tells.
            _entries.Writer.TryComplete();
        }
    }

    private string LeftOutLine(long count) => _isJson
        ? JsonLines.Of(JsonTypes.LeftOut, new { Action = "left-out", Count = count }) + "\n"
        : string.Create(null, $"({count} lines left out: standard output was read too slowly)\n");
}
