using System.Globalization;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.Output;

/// <summary>What the service has seen, as a line.</summary>
internal static class TraceLine
{
    /// <summary>Gives an entry as a line.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>Time, client ID, action, the vendor's word for the reason, and details.</returns>
    public static string Of(TraceEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{entry.Time.ToLocalTime():HH:mm:ss.fff}  {entry.ClientId,-24}  {entry.Action,-15}  {entry.Reason}{(entry.Detail.Length > 0 ? "  " + entry.Detail : "")}");
}
