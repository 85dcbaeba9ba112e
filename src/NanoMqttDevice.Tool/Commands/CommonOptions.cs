using System.CommandLine;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>Options that several commands have.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print JSON, one object a line." };

    /// <summary>Checks a port given on the command line; 0 stands for a free one.</summary>
    /// <param name="port">The port.</param>
    /// <returns>The port.</returns>
    public static int CheckPort(int port) => port is >= 0 and <= 65535
        ? port
        : throw PortOutOfRange("--port");

    /// <summary>Checks a port that may be left out.</summary>
    /// <param name="port">The port, or null.</param>
    /// <param name="option">The option's name.</param>
    /// <returns>The port, or null.</returns>
    public static int? CheckPort(int? port, string option) => port is null or (>= 0 and <= 65535)
        ? port
        : throw PortOutOfRange(option);

    private static ToolException PortOutOfRange(string option) =>
        new(ExitCodes.Usage, $"{option}: must be a whole number from 0 to 65535");
}
