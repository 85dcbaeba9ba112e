using NanoMqttDevice.Tool.Serial;

namespace NanoMqttDevice.Tool.Provisioning;

/// <summary>Which device it is.</summary>
/// <param name="Mac">Its MAC address: twelve hexadecimal digits.</param>
/// <param name="Board">Its board.</param>
/// <param name="Chip">Its chip.</param>
/// <param name="Version">Version of its firmware.</param>
internal sealed record DeviceIdentity(string Mac, string Board, string Chip, string Version)
{
    /// <summary>Asks a device.</summary>
    /// <param name="line">The line to it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Which one it is.</returns>
    /// <exception cref="ToolException">No answer comes, or it is none of this firmware.</exception>
    public static async Task<DeviceIdentity> AskAsync(DeviceLine line, CancellationToken cancellationToken)
    {
        await line.ResynchroniseAsync(cancellationToken).ConfigureAwait(false);
        var info = await line.DemandAsync(new DeviceRequest("info"), cancellationToken).ConfigureAwait(false);
        return info["mac"] is { } mac
            ? new DeviceIdentity(mac, info["board"] ?? "", info["chip"] ?? "", info["version"] ?? "")
            : throw new ToolException(ExitCodes.NoAnswer, $"what answers on {line.Name} is no device of this firmware");
    }
}
