using System.IO.Ports;

namespace NanoMqttDevice.Tool.Flashing;

/// <summary>Finds the serial port a board is connected to.</summary>
internal static class SerialPortFinder
{
    private const string TtyFolder = "/sys/class/tty";

    // From the tty up to the USB device: interface, device, and one or two more for bridges and hubs.
    private const int LevelsToDevice = 6;

    /// <summary>Lists the ports of this machine that a board can be on.</summary>
    /// <returns>On Linux those of USB; elsewhere all, as the USB id is not told there.</returns>
    public static IReadOnlyList<SerialPortInfo> List()
    {
        var names = SerialPort.GetPortNames();
        if (OperatingSystem.IsLinux())
        {
            return List(names, TtyFolder);
        }

        // Each port has two names on macOS; the one that does not wait for a carrier is cu.
        return [.. names.Where(n => !OperatingSystem.IsMacOS() || n.StartsWith("/dev/cu.usb", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(n => new SerialPortInfo(n, null, null))];
    }

    /// <summary>Lists the ports of USB with their ids.</summary>
    /// <param name="names">Names of ports.</param>
    /// <param name="ttyFolder">Where Linux describes its terminals.</param>
    /// <returns>Those of USB, sorted.</returns>
    public static IReadOnlyList<SerialPortInfo> List(IEnumerable<string> names, string ttyFolder) =>
        [.. names.Order(StringComparer.Ordinal).Select(n => Describe(n, ttyFolder)).Where(p => p.UsbId is not null)];

    /// <summary>Picks the port.</summary>
    /// <param name="ports">From <see cref="List()"/>.</param>
    /// <param name="board">The board.</param>
    /// <returns>The only port that can be meant.</returns>
    /// <exception cref="ToolException">There is none, or a choice, which is the user's.</exception>
    public static SerialPortInfo Pick(IReadOnlyList<SerialPortInfo> ports, Board board)
    {
        var candidates = Candidates(ports, board.UsbIds);
        return candidates.Count switch
        {
            1 => candidates[0],
            0 when ports.Count == 0 => throw new ToolException(
                ExitCodes.Usage, "no serial port is there: connect the board with a cable that carries data, or give --port"),
            0 => throw new ToolException(
                ExitCodes.Usage, $"no serial port has a USB id of {board.Name}; if the board is on one of these, give it with --port: {Join(ports)}"),
            _ => throw new ToolException(ExitCodes.Usage, $"several serial ports can be meant, choose one with --port: {Join(candidates)}"),
        };
    }

    /// <summary>Picks the ports that a board can be on.</summary>
    /// <param name="ports">From <see cref="List()"/>.</param>
    /// <param name="usbIds">USB ids that are meant.</param>
    /// <returns>Those with such an id, and those whose id the system does not tell.</returns>
    public static IReadOnlyList<SerialPortInfo> Candidates(IReadOnlyList<SerialPortInfo> ports, IEnumerable<string> usbIds) =>
        [.. ports.Where(p => p.UsbId is null || usbIds.Contains(p.UsbId))];

    /// <summary>Names the ports there are, for a message about one that is not.</summary>
    /// <returns>A clause that begins with a semicolon.</returns>
    public static string OthersThere() => List() is { Count: > 0 } ports
        ? $"; there are {Join(ports)}"
        : "; connect the board with a cable that carries data";

    /// <summary>Tells whether a port is there.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>True if it is.</returns>
    public static bool IsThere(string name) =>
        OperatingSystem.IsWindows() ? SerialPort.GetPortNames().Contains(name, StringComparer.OrdinalIgnoreCase) : File.Exists(name);

    private static string Join(IEnumerable<SerialPortInfo> ports) => string.Join(", ", ports);

    private static SerialPortInfo Describe(string name, string ttyFolder)
    {
        try
        {
            // Both are links, and the second is relative to where the first one leads.
            var tty = Resolve(Path.Combine(ttyFolder, Path.GetFileName(name)));
            var folder = tty is null ? null : Resolve(Path.Combine(tty.FullName, "device"));
            for (var level = 0; level < LevelsToDevice && folder is not null; level++, folder = folder.Parent)
            {
                if (Read(folder, "idVendor") is { } vendor && Read(folder, "idProduct") is { } product)
                {
                    return new SerialPortInfo(name, $"{vendor}:{product}".ToLowerInvariant(), Read(folder, "product"));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It vanished while it was looked at.
        }

        return new SerialPortInfo(name, null, null);
    }

    private static DirectoryInfo? Resolve(string path)
    {
        var folder = new DirectoryInfo(path);
        return folder.Exists ? folder.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo ?? folder : null;
    }

    private static string? Read(DirectoryInfo folder, string name)
    {
        var path = Path.Combine(folder.FullName, name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }
}
