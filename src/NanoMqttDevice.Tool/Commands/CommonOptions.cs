using System.CommandLine;

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
        : throw new ToolException(ExitCodes.Usage, "--port: must be a whole number from 0 to 65535");
}
