using System.CommandLine;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Commands;

/// <summary>A client ID as the argument of a command.</summary>
internal static class ClientIdArgument
{
    public static Argument<string> Create() => new("CLIENT-ID") { Description = "Client ID, GroupId@@@DeviceId." };

    /// <summary>Reads and checks it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="argument">The argument.</param>
    /// <returns>The client ID.</returns>
    /// <exception cref="ToolException">It breaks its rule.</exception>
    public static string Read(ParseResult parsed, Argument<string> argument)
    {
        var clientId = parsed.GetValue(argument)!;
        SettingsCheck.Require("CLIENT-ID", SettingsField.ClientId, clientId);
        return clientId.Length > 0 ? clientId : throw new ToolException(ExitCodes.Usage, "CLIENT-ID: is missing");
    }
}
