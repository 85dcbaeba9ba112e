using System.IO.Ports;
using NanoMqttDevice.Tool.Flashing;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>A serial port of this machine, at the rate of the device's command line.</summary>
internal sealed class PortChannel : ISerialChannel
{
    private const int BaudRate = 115_200;

    // A port that was pulled out is not always told by a read that ends.
    private static readonly TimeSpan _lookInterval = TimeSpan.FromMilliseconds(500);

    private readonly SerialPort _port;
    private readonly Stream _stream;
    private bool _isGone;

    private PortChannel(SerialPort port)
    {
        _port = port;
        _stream = port.BaseStream;
    }

    /// <inheritdoc/>
    public string Name => _port.PortName;

    /// <summary>Opens a port for this program alone.</summary>
    /// <param name="name">Its name, or a link to it.</param>
    /// <returns>The open port.</returns>
    /// <exception cref="ToolException">It is not there, another program has it (which one is told), or it may not be used.</exception>
    public static PortChannel Open(string name)
    {
        if (!SerialPortFinder.IsThere(name))
        {
            throw new ToolException(ExitCodes.Usage, $"--port: {name} is not there{SerialPortFinder.OthersThere()}");
        }

        if (PortOwner.Find(name) is { } owner)
        {
            throw new ToolException(ExitCodes.PortInUse, $"{name} is in use by {owner}; end it, then run this again");
        }

        try
        {
            // Both signals at rest: one alone would reset an ESP32 or start its boot loader. A pseudo-terminal has none.
            return TryOpen(name, signals: true) ?? TryOpen(name, signals: false)!;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ToolException(ExitCodes.PortInUse, $"{name} may not be opened: {PortRights.Explain(name, e)}");
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new ToolException(ExitCodes.PortInUse, $"{name} cannot be opened as a serial port: {e.Message.TrimEnd('.')}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (_isGone)
        {
            throw new IOException($"{Name} has gone.");
        }

        try
        {
            await _stream.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            _isGone = true;
            throw new IOException($"{Name} has gone.", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = _stream.ReadAsync(buffer, cancellationToken).AsTask();
            while (true)
            {
                try
                {
                    var count = await read.WaitAsync(_lookInterval, cancellationToken).ConfigureAwait(false);
                    _isGone |= count == 0;
                    return count;
                }
                catch (TimeoutException) when (SerialPortFinder.IsThere(Name))
                {
                    // Nothing was said, which is usual.
                }
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            _isGone = true;
            return 0;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        try
        {
            _port.Dispose();
        }
        catch (IOException) when (_isGone)
        {
            // What was pulled out cannot be closed in good order.
        }

        return ValueTask.CompletedTask;
    }

    private static PortChannel? TryOpen(string name, bool signals)
    {
        var port = new SerialPort(name, BaudRate) { DtrEnable = signals, RtsEnable = signals };
        try
        {
            port.Open();
            return new PortChannel(port);
        }
        catch (IOException) when (signals)
        {
            port.Dispose();
            return null;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    private static bool IsEnd(Exception e) =>
        e is IOException or ObjectDisposedException or UnauthorizedAccessException or TimeoutException or InvalidOperationException;
}
