using NanoMqttDevice.Platform;
using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>The serial port of <c>nanomqtt device</c>: a pseudo-terminal, its pace, and the link that gives it a stable name.</summary>
internal sealed class DeviceSerial : IDisposable
{
    /// <summary>The pace of a board, in bits a second.</summary>
    public const int DefaultBaud = 115200;

    private const int MaxBaud = 10_000_000;

    private readonly PseudoTerminal _terminal = new();
    private readonly SerialLink? _link;

    private DeviceSerial(FileInfo? link, int baud, Action<string> say)
    {
        try
        {
            _link = link is null ? null : new SerialLink(link.FullName, _terminal.PortName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _terminal.Dispose();
            throw new ToolException(ExitCodes.Usage, $"--serial-link: {e.Message}");
        }

        Line = baud == 0 ? _terminal : new PacedLine(_terminal, baud, new SystemClock());
        _terminal.Renamed += () =>
        {
            Relink();
            say(_terminal.PortName);
        };
        say(_terminal.PortName);
    }

    /// <summary>The device's end.</summary>
    public ISerialLine Line { get; }

    /// <summary>Checks a pace given on the command line.</summary>
    /// <param name="baud">Bits a second; 0 for as fast as it goes.</param>
    /// <returns>The pace.</returns>
    public static int CheckBaud(int baud) => baud is >= 0 and <= MaxBaud
        ? baud
        : throw new ToolException(ExitCodes.Usage, $"--baud: must be a whole number from 0 to {MaxBaud}");

    /// <summary>Opens a port.</summary>
    /// <param name="link">Where its link is made, or null for none.</param>
    /// <param name="baud">Its pace, from <see cref="CheckBaud"/>.</param>
    /// <param name="say">Told the port's name, and the new one if it gets another.</param>
    /// <returns>The port, or null where the system has none of the kind.</returns>
    /// <exception cref="ToolException">The link cannot be made, or asks for what the system does not have.</exception>
    public static DeviceSerial? Open(FileInfo? link, int baud, Action<string> say)
    {
        if (PseudoTerminal.IsSupported)
        {
            return new DeviceSerial(link, baud, say);
        }

        const string Nothing = "a simulated device has a serial port on Linux only";
        if (link is not null)
        {
            throw new ToolException(ExitCodes.Usage, $"--serial-link: {Nothing}");
        }

        Console.Error.WriteLine($"nanomqtt device: {Nothing}; it cannot be provisioned while it runs");
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _link?.Dispose();
        _terminal.Dispose();
    }

    private void Relink()
    {
        try
        {
            _link?.Point(_terminal.PortName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"nanomqtt device: --serial-link: {e.Message}");
        }
    }
}
