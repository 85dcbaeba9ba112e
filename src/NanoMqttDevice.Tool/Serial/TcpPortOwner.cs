using System.Globalization;

namespace NanoMqttDevice.Tool.Serial;

/// <summary>Finds the program that listens on a TCP port. Only Linux tells.</summary>
internal static class TcpPortOwner
{
    // 'local_address' and 'st' of /proc/net/tcp; 0A is LISTEN.
    private const int LocalAddress = 1;
    private const int State = 3;
    private const int Inode = 9;
    private const string Listening = "0A";

    /// <summary>Looks for it.</summary>
    /// <param name="port">The port.</param>
    /// <returns>Its name and process ID, for example <c>mosquitto (process 4711)</c>; null when none is known.</returns>
    public static string? Find(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var wanted = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        var sockets = ((string[])["/proc/net/tcp", "/proc/net/tcp6"]).Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(f => f.Length > Inode && f[State] == Listening && f[LocalAddress].EndsWith(wanted, StringComparison.Ordinal))
            .Select(f => $"socket:[{f[Inode]}]")
            .ToHashSet(StringComparer.Ordinal);
        return sockets.Count == 0 ? null : PortOwner.FindWhere(sockets.Contains);
    }
}
