using System.Text;
using NanoMqttDevice.Tool.Flashing;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>
/// Listens to a serial port for as long as it is wanted: a port that goes away, as a board's own USB does when it restarts, is opened again when it
/// comes back, and a device is asked for its log again when it has started anew.
/// </summary>
/// <param name="name">Name of the port, or a link to it.</param>
/// <param name="asksForLog">True to ask the device for its log; false to send nothing.</param>
/// <param name="heard">Told each line.</param>
/// <param name="changed">Told when the port is opened (true) and when it has gone (false).</param>
/// <param name="time">The clock.</param>
internal sealed class SerialMonitor(string name, bool asksForLog, Action<string> heard, Action<bool> changed, TimeProvider time)
{
    private static readonly TimeSpan _lookInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _askInterval = TimeSpan.FromSeconds(5);

    private byte _sequence;

    /// <summary>Listens.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Never; it ends with the token.</returns>
    /// <exception cref="ToolException">The port is not there at first, or may not be used.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var channel = PortChannel.Open(name); ; channel = await ReopenAsync(cancellationToken).ConfigureAwait(false))
        {
            await using (channel)
            {
                changed(true);
                using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                var asking = asksForLog ? AskAsync(channel, ending.Token) : Task.CompletedTask;
                await ListenAsync(channel, cancellationToken).ConfigureAwait(false);
                await ending.CancelAsync().ConfigureAwait(false);
                await asking.ConfigureAwait(false);
            }

            changed(false);
        }
    }

    private async Task ListenAsync(PortChannel channel, CancellationToken cancellationToken)
    {
        var splitter = new LineSplitter();
        var buffer = new byte[1024];
        int count;
        while ((count = await channel.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            foreach (var line in splitter.Push(buffer.AsSpan(0, count)))
            {
                // The answers to what this asks are none of the log.
                if (!CheckedLine.TryParse(line, out _, out _) && !(asksForLog && IsRefusal(line)))
                {
                    heard(Encoding.UTF8.GetString(line));
                }
            }
        }
    }

    // Again and again, as a device that has started anew has forgotten it; it may be obeyed twice.
    private async Task AskAsync(PortChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await channel.SendAsync(CheckedLine.Of(++_sequence, "log on"), cancellationToken).ConfigureAwait(false);
                await Task.Delay(_askInterval, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The port has gone, which the listener tells.
        }
    }

    private async Task<PortChannel> ReopenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_lookInterval, time, cancellationToken).ConfigureAwait(false);
            if (!SerialPortFinder.IsThere(name))
            {
                continue;
            }

            try
            {
                return PortChannel.Open(name);
            }
            catch (ToolException)
            {
                // It has just come, and its rights may not be set yet; or another program was faster, and may end.
            }
        }
    }

    private static bool IsRefusal(byte[] line) => line.AsSpan().SequenceEqual("ERR 2 line"u8);
}
