using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>What a command to a device may look like.</summary>
internal static class CommandText
{
    // What the longest id and the space behind it take of what a device reads, and a seal: a space, '~', nonce and seal.
    private const int IdRoom = Topics.MaxCommandId + 1;
    private const int SealRoom = 2 + Credentials.CommandSeal.NonceLength + Credentials.CommandSeal.Length;
    private const int DeviceReads = global::NanoMqttDevice.Commands.Command.MaxSize;
    private const int MaxCommand = DeviceReads - SealRoom - IdRoom;

    /// <summary>Checks a command.</summary>
    /// <param name="line">Name and argument, without spaces around.</param>
    /// <returns>The command.</returns>
    /// <exception cref="ToolException">It breaks a rule.</exception>
    public static string Check(string line) => line switch
    {
        "" => throw new ToolException(ExitCodes.Usage, "COMMAND: is empty"),
        _ when line.Any(c => c is < ' ' or > '~') => throw new ToolException(ExitCodes.Usage, "COMMAND: has printable ASCII only"),
        _ when line.Length > MaxCommand => throw new ToolException(
            ExitCodes.Usage,
            $"COMMAND: has at most {MaxCommand} characters, and this one {line.Length}: a device reads {DeviceReads} bytes, {SealRoom} of them the seal and "
                + $"up to {IdRoom} the id"),
        _ => line,
    };
}
