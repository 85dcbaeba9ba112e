namespace NanoMqttDevice.Tool.Messages;

/// <summary>What a command to a device may look like.</summary>
internal static class CommandText
{
    // What an id of this tool takes off a command.
    private const int IdRoom = 34;
    private const int MaxCommand = global::NanoMqttDevice.Commands.Command.MaxSize - IdRoom;

    /// <summary>Checks a command.</summary>
    /// <param name="line">Name and argument, without spaces around.</param>
    /// <returns>The command.</returns>
    /// <exception cref="ToolException">It breaks a rule.</exception>
    public static string Check(string line) => line switch
    {
        "" => throw new ToolException(ExitCodes.Usage, "COMMAND: is empty"),
        _ when line.Any(c => c is < ' ' or > '~') => throw new ToolException(ExitCodes.Usage, "COMMAND: has printable ASCII only"),
        _ when line.Length > MaxCommand => throw new ToolException(ExitCodes.Usage, $"COMMAND: has at most {MaxCommand} characters"),
        _ => line,
    };
}
