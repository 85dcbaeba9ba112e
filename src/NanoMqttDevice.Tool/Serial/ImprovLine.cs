using System.Globalization;
using System.Text;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>
/// Improv over a serial line (improv-wifi.com/serial), as a client: it asks a board who it is, which networks it sees, and has it join one.
/// What precedes a frame on its line is discarded; a frame whose check value is wrong is none.
/// </summary>
/// <param name="channel">The bytes; they outlive this object.</param>
/// <param name="time">The clock.</param>
internal sealed class ImprovLine(ISerialChannel channel, TimeProvider time)
{
    private const int HeaderLength = 7;
    private const byte TypeState = 1;
    private const byte TypeError = 2;
    private const byte TypeCall = 3;
    private const byte TypeResult = 4;
    private const byte Provisioned = 4;
    private const byte CallSettings = 1;
    private const byte CallInformation = 3;
    private const byte CallScan = 4;
    private const byte Unknown = 0xFF;
    private const int MaxFrame = HeaderLength + 2 + byte.MaxValue + 1;
    private const int Tries = 3;

    // The specification's: the first answer comes in a second, an answer to a call in thirty. Joining may take a device longer.
    private static readonly TimeSpan _firstLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _callLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _joinLimit = TimeSpan.FromSeconds(60);
    private static readonly byte[] _header = "IMPROV\u0001"u8.ToArray();

    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[512];

    /// <summary>Asks the board who it is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Firmware, its version, chip, and the device's name.</returns>
    /// <exception cref="ToolException">Nothing answers.</exception>
    public async Task<IReadOnlyList<string>> IdentifyAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // A line feed first: what is left of a line before must not swallow the frame.
            await SendAsync(CallInformation, [], cancellationToken).ConfigureAwait(false);
            try
            {
                return await ResultAsync(CallInformation, _firstLimit, cancellationToken).ConfigureAwait(false);
            }
            catch (ToolException e) when (e.ExitCode == ExitCodes.NoAnswer && attempt < Tries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks for the networks that the board sees.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Their names, the strongest first, each once.</returns>
    /// <exception cref="ToolException">No answer comes, or the board cannot look now.</exception>
    public async Task<IReadOnlyList<string>> ScanAsync(CancellationToken cancellationToken)
    {
        await SendAsync(CallScan, [], cancellationToken).ConfigureAwait(false);
        var found = new List<(string Name, int Strength)>();
        while (await ResultAsync(CallScan, _callLimit, cancellationToken).ConfigureAwait(false) is { Count: >= 2 } network)
        {
            found.Add((network[0], int.TryParse(network[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var strength) ? strength : int.MinValue));
        }

        return [.. found.OrderByDescending(n => n.Strength).Select(n => n.Name).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Has the board join a network.</summary>
    /// <param name="name">The network's name.</param>
    /// <param name="password">Its password; empty for an open one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the board could not join it.</returns>
    /// <exception cref="ToolException">No answer comes, or the board refuses.</exception>
    public async Task<bool> JoinAsync(string name, string password, CancellationToken cancellationToken)
    {
        byte[] data = [.. Text("wifi-ssid", name), .. Text("wifi-password", password)];
        await SendAsync(CallSettings, data, cancellationToken).ConfigureAwait(false);
        using var limit = Limit(_joinLimit, cancellationToken);
        while (true)
        {
            var (type, frame) = await FrameAsync("joining the Wi-Fi network", limit, cancellationToken).ConfigureAwait(false);
            switch (type)
            {
                case TypeState when frame is [Provisioned]:
                    return true;
                case TypeError when frame is [3]:
                    return false;
                case TypeError when frame is [not 0]:
                    throw Refused(frame[0]);
            }
        }
    }

    private static byte[] Text(string field, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length <= byte.MaxValue / 2
            ? [(byte)bytes.Length, .. bytes]
            : throw new ToolException(ExitCodes.Usage, $"{field}: is too long");
    }

    private static ToolException Refused(byte error) => error == Unknown
        ? new ToolException(ExitCodes.Failed, "the board is joining or looking for networks already; wait a minute")
        : new ToolException(ExitCodes.Failed, $"the board refuses (Improv error {error}); flash a newer firmware with 'nanomqtt flash'");

    private async Task SendAsync(byte command, byte[] data, CancellationToken cancellationToken)
    {
        byte[] body = [.. _header, TypeCall, (byte)(data.Length + 2), command, (byte)data.Length, .. data];
        try
        {
            await channel.SendAsync((byte[])[(byte)'\n', .. body, Sum(body), (byte)'\n'], cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            throw Vanished();
        }
    }

    // The strings of the next result of a call; errors other than none are thrown.
    private async Task<IReadOnlyList<string>> ResultAsync(byte command, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = Limit(patience, cancellationToken);
        while (true)
        {
            var (type, frame) = await FrameAsync("an Improv call", limit, cancellationToken).ConfigureAwait(false);
            if (type == TypeError && frame is [not 0])
            {
                throw Refused(frame[0]);
            }

            if (type == TypeResult && frame.Length >= 2 && frame[0] == command && StringsOf(frame) is { } strings)
            {
                return strings;
            }
        }
    }

    private static List<string>? StringsOf(byte[] frame)
    {
        var strings = new List<string>();
        for (var i = 2; i < frame.Length; i += 1 + frame[i])
        {
            if (i + 1 + frame[i] > frame.Length)
            {
                return null;
            }

            strings.Add(Encoding.UTF8.GetString(frame, i + 1, frame[i]));
        }

        return strings;
    }

    private async Task<(byte Type, byte[] Data)> FrameAsync(string what, CancellationTokenSource limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryTake() is { } frame)
            {
                return frame;
            }

            int count;
            try
            {
                count = await channel.ReceiveAsync(_buffer, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ToolException(ExitCodes.NoAnswer, $"the device on {channel.Name} does not answer {what}; "
                    + "does it have power, is this its command line, are TX and RX crossed, does the firmware run?");
            }
            catch (IOException)
            {
                throw Vanished();
            }

            if (count == 0)
            {
                throw Vanished();
            }

            _received.AddRange(_buffer.AsSpan(0, count));
        }
    }

    private ToolException Vanished() => new(ExitCodes.NoAnswer, $"{channel.Name} has gone while it was spoken with; plug it in again");

    // A whole frame out of what has come; what precedes it is discarded.
    private (byte Type, byte[] Data)? TryTake()
    {
        for (var i = 0; i + HeaderLength + 2 <= _received.Count; i++)
        {
            if (!_received.Skip(i).Take(HeaderLength).SequenceEqual(_header))
            {
                continue;
            }

            var end = i + HeaderLength + 2 + _received[i + HeaderLength + 1];
            if (end >= _received.Count)
            {
                return null;
            }

            var frame = _received.GetRange(i, end - i).ToArray();
            if (Sum(frame) == _received[end])
            {
                _received.RemoveRange(0, end + 1);
                return (frame[HeaderLength], frame[(HeaderLength + 2)..]);
            }
        }

        if (_received.Count > 2 * MaxFrame)
        {
            _received.RemoveRange(0, _received.Count - MaxFrame);
        }

        return null;
    }

    private static CancellationTokenSource Limit(TimeSpan patience, CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        return limit;
    }

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes)
        {
            sum += value;
        }

        return (byte)sum;
    }
}
