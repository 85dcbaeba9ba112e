using System.Globalization;

namespace NanoMqttDevice.Service;

/// <summary>
/// The file descriptors that the process may open. Without one left not only connections fail: databases, and libraries that are not
/// loaded yet, need some too, and the process ends.
/// </summary>
internal static class DescriptorLimit
{
    // For databases, their write-ahead logs, pipes, and libraries, each of which takes two and is loaded when it is first needed.
    private const int Reserve = 192;

    // The server API's connections, and those to PostgreSQL.
    private const int Http = 64;
    private const int Postgres = 100;

    private const string Limits = "/proc/self/limits";
    private const string Open = "/proc/self/fd";

    /// <summary>Connections for which there are descriptors, at least one.</summary>
    public static int Connections(ServiceOptions options)
    {
        if (Read() is not { } limit || !Directory.Exists(Open))
        {
            return int.MaxValue;
        }

        var used = Directory.GetFiles(Open).Length + Reserve
            + (options is { HttpPort: null, HttpsPort: null } ? 0 : Http)
            + (options.PostgresConnectionString is null ? 0 : Postgres);
        return (int)Math.Clamp(limit - used, 1, int.MaxValue);
    }

    /// <summary>Connections of the server API at a time.</summary>
    public static long? HttpConnections => Read() is { } limit && limit < 4096 ? Http : 1000;

    private static long? Read()
    {
        if (!File.Exists(Limits))
        {
            return null;
        }

        // "Max open files            1024                 524288               files"
        var line = File.ReadLines(Limits).FirstOrDefault(text => text.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }
}
