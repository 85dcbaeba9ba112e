using System.Globalization;
using System.Text;
using System.Threading.Channels;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>
/// Speaks with a device's command line in checked lines (Core's <c>Provisioning/SPEC.md</c>): a request or an answer that was damaged on the way, or
/// that got lost, is repeated; what a damaged line says is never believed. One request at a time.
/// </summary>
internal sealed class DeviceLine : IAsyncDisposable
{
    private const string DamagedRequest = "ERR 2 line";

    // A line that no device obeys: it ends what lies half in the device's buffer, and the wait for a value whose line got lost.
    private static readonly byte[] _cancel = [0x18, (byte)'\n'];

    private readonly ISerialChannel _channel;
    private readonly DeviceLineOptions _options;
    private readonly Channel<byte[]> _lines = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _pump;
    private byte _sequence;

    // Refusals of _cancel that have not come yet; they are no word on a request.
    private int _refusalsToCome;

    /// <summary>Begins to listen.</summary>
    /// <param name="channel">The bytes; they end with this object.</param>
    /// <param name="options">How patient it is; null for the usual.</param>
    public DeviceLine(ISerialChannel channel, DeviceLineOptions? options = null)
    {
        _channel = channel;
        _options = options ?? new DeviceLineOptions();
        _sequence = _options.FirstSequence;
        _pump = PumpAsync();
    }

    private enum Outcome
    {
        Answered,
        Damaged,
        Late,
        Silent,
    }

    /// <summary>Raised for each line the device says unasked, for example <c>* online none 0</c>, as it comes.</summary>
    public event Action<string>? Heard;

    /// <summary>What the user knows the line by.</summary>
    public string Name => _channel.Name;

    /// <summary>Done when the line has gone; never failed.</summary>
    public Task Gone => _pump;

    /// <summary>Sends a request and takes its answer, be it <c>OK</c> or <c>ERR</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ToolException">No answer comes whole, or the line has gone.</exception>
    public async Task<DeviceAnswer> AskAsync(DeviceRequest request, CancellationToken cancellationToken)
    {
        if (!IsLine(request.Text) || !IsLine(request.Value ?? ""))
        {
            // The device would refuse it like a damaged line.
            throw TooLong(request);
        }

        var silent = 0;
        var late = 0;
        for (var attempt = 1; ; attempt++)
        {
            var isLast = attempt == _options.Attempts || late == _options.LateAttempts - 1;
            var limit = (_options.AnswerLimit * (1 << late)) + request.Extra;
            var (outcome, answer) = await TryAsync(request, limit, isLast, cancellationToken).ConfigureAwait(false);
            if (outcome == Outcome.Answered)
            {
                return answer! with { Attempts = attempt };
            }

            silent = outcome == Outcome.Silent ? silent + 1 : 0;
            late += outcome == Outcome.Damaged ? 0 : 1;
            if (silent == _options.SilentAttempts)
            {
                throw new ToolException(ExitCodes.NoAnswer, $"the device on {Name} does not answer '{request.Name}' ({silent} tries); "
                    + "does it have power, is this its command line, are TX and RX crossed, does the firmware run?");
            }

            if (attempt == _options.Attempts || late == _options.LateAttempts)
            {
                throw new ToolException(ExitCodes.NoAnswer, $"the line to {Name} is disturbed: in {attempt} tries no answer to '{request.Name}' came whole; "
                    + "look at cable, ground and supply");
            }

            await ResynchroniseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request that must succeed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer, an <c>OK</c>.</returns>
    /// <exception cref="ToolException">The device answers <c>ERR</c>, no answer comes whole, or the line has gone.</exception>
    public async Task<DeviceAnswer> DemandAsync(DeviceRequest request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.IsOk ? answer : throw DeviceErrors.ToException(request, answer);
    }

    /// <summary>Brings both ends to the beginning of a line, whatever went before.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Done when the line is quiet.</returns>
    /// <exception cref="ToolException">The line has gone.</exception>
    public async Task ResynchroniseAsync(CancellationToken cancellationToken)
    {
        await SendAsync(_cancel, cancellationToken).ConfigureAwait(false);
        _refusalsToCome++;
        for (var passed = 0; passed < 100 && _refusalsToCome > 0; passed++)
        {
            if (await ReadLineAsync(_options.Quiet, cancellationToken).ConfigureAwait(false) is not { } line)
            {
                return;
            }

            _refusalsToCome -= IsRefusal(line) ? 1 : 0;
        }
    }

    /// <summary>Makes what the user is told when the line has gone.</summary>
    /// <returns>The exception.</returns>
    public ToolException Vanished() =>
        new(ExitCodes.NoAnswer, $"{Name} has vanished: was the device unplugged? Plug it in and run this again; what was not committed is forgotten");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _channel.DisposeAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task<(Outcome Outcome, DeviceAnswer? Answer)> TryAsync(
        DeviceRequest request, TimeSpan limit, bool isLast, CancellationToken cancellationToken)
    {
        // The answer comes to the last line: an answer to the first would mean that the device took it for the value of another request.
        var bytes = CheckedLine.Of(++_sequence, request.Text);
        if (request.Value is { } value)
        {
            bytes = [.. bytes, .. CheckedLine.Of(++_sequence, value)];
        }

        var sequence = _sequence;
        while (_lines.Reader.TryRead(out _))
        {
            // What was said before was not said to this.
        }

        await SendAsync(bytes, cancellationToken).ConfigureAwait(false);
        Array.Clear(bytes);
        var lines = new List<string>();
        var isDoubtful = false;
        var isAlive = false;
        var start = _options.Time.GetTimestamp();
        while (limit - _options.Time.GetElapsedTime(start) is var left && left > TimeSpan.Zero)
        {
            if (await ReadLineAsync(left, cancellationToken).ConfigureAwait(false) is not { } line)
            {
                break;
            }

            if (!CheckedLine.TryParse(line, out var answered, out var rest))
            {
                if (IsRefusal(line) && _refusalsToCome > 0)
                {
                    _refusalsToCome--;
                    isAlive = true;
                    start = _options.Time.GetTimestamp();
                    continue;
                }

                if (IsRefusal(line) || line[0] == '#')
                {
                    return (Outcome.Damaged, null);
                }

                // Boot messages, or a line of the answer that was altered in its first byte.
                isDoubtful = true;
            }
            else if (answered != sequence)
            {
                // It is still answering an earlier one.
                isAlive = true;
                start = _options.Time.GetTimestamp();
            }
            else
            {
                start = _options.Time.GetTimestamp();
                if (Verdict(rest) is not { } verdict)
                {
                    lines.Add(rest);
                    continue;
                }

                _refusalsToCome = 0;

                // Its first line got lost, so its second was taken for a request.
                var isHalf = request.Value is not null && verdict is { Code: 1 };
                return (isDoubtful || isHalf) && !isLast
                    ? (Outcome.Damaged, null)
                    : (Outcome.Answered, new DeviceAnswer(lines, verdict.Code, verdict.Word, 1));
            }
        }

        return (isDoubtful || isAlive || lines.Count > 0 ? Outcome.Late : Outcome.Silent, null);
    }

    private static (int Code, string Word)? Verdict(string line) => line == "OK"
        ? (0, "")
        : line.Split(' ', 3) is ["ERR", var code, var word] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, word)
            : null;

    private static bool IsRefusal(byte[] line) => Encoding.UTF8.GetString(line) == DamagedRequest;

    private static bool IsHeard(string text) => text.StartsWith("* ", StringComparison.Ordinal);

    private async ValueTask SendAsync(byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.SendAsync(data, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw Vanished();
        }
    }

    // Null when none came in time.
    private async ValueTask<byte[]?> ReadLineAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(limit, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            return await _lines.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (ChannelClosedException)
        {
            throw Vanished();
        }
    }

    private async Task PumpAsync()
    {
        var splitter = new LineSplitter();
        var buffer = new byte[512];
        try
        {
            while (await _channel.ReceiveAsync(buffer, _closing.Token).ConfigureAwait(false) is var count && count > 0)
            {
                foreach (var line in splitter.Push(buffer.AsSpan(0, count)))
                {
                    Take(line);
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Told to whoever waits for a line.
        }

        _lines.Writer.TryComplete();
    }

    private void Take(byte[] line)
    {
        var text = Encoding.UTF8.GetString(line);
        if (IsHeard(text))
        {
            Heard?.Invoke(text);
            return;
        }

        _lines.Writer.TryWrite(line);
    }

    private static bool IsLine(string text) => Encoding.UTF8.GetByteCount(text) <= SerialReader.MaxLength && !text.Any(c => c is < ' ' or '\u007F');

    private static ToolException TooLong(DeviceRequest request) =>
        new(ExitCodes.Usage, $"'{request.Name}': a line to a device has at most {SerialReader.MaxLength} bytes and no control character");
}
