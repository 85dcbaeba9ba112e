using System.Security.Cryptography;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>The client ID of an application server: given, or made up in a device's group.</summary>
internal static class ServerClientId
{
    private const string Separator = "@@@";
    private const int MaxLength = 64;

    /// <summary>Gives it, for what concerns one device.</summary>
    /// <param name="device">Client ID of the device.</param>
    /// <param name="given">What <c>--as</c> says; null for none.</param>
    /// <returns>A client ID.</returns>
    /// <exception cref="ToolException">What is given breaks a rule or is the device's, or none can be made up.</exception>
    public static string Of(string device, string? given) => given != device
        ? OfGroup(device[..device.IndexOf(Separator, StringComparison.Ordinal)], given)
        : throw new ToolException(ExitCodes.Usage, "--as: must be another than the device's");

    /// <summary>Gives it, for a group.</summary>
    /// <param name="group">Group ID.</param>
    /// <param name="given">What <c>--as</c> says; null for none.</param>
    /// <returns>A client ID.</returns>
    /// <exception cref="ToolException">What is given breaks a rule, or none can be made up.</exception>
    public static string OfGroup(string group, string? given)
    {
        if (given is not null)
        {
            SettingsCheck.Require("--as", SettingsField.ClientId, given);
            return given;
        }

        var own = $"{group}{Separator}nanomqtt-{NewId()}";
        return own.Length <= MaxLength
            ? own
            : throw new ToolException(ExitCodes.Usage, "--as: is missing; the group ID leaves no room for a client ID that is made up");
    }

    /// <summary>Makes up what tells a run from another. Not one after another: the service would take two runs with one client ID for a conflict.</summary>
    /// <returns>Eight hexadecimal digits.</returns>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
}
