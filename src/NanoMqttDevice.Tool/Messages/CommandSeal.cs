namespace NanoMqttDevice.Tool.Messages;

/// <summary>
/// How a command is written so that a device obeys it: the one place where it becomes the bytes of a message. A device takes a command as it is,
/// without proof of who sent it; what proves it goes here.
/// </summary>
internal class CommandSeal
{
    /// <summary>Writes a command.</summary>
    /// <param name="clientId">Client ID of the device.</param>
    /// <param name="id">The command's id, which the answer repeats.</param>
    /// <param name="command">Name and argument.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The line to send.</returns>
    /// <exception cref="ToolException">It cannot be sealed.</exception>
    public virtual Task<string> SealAsync(string clientId, string id, string command, CancellationToken cancellationToken) =>
        Task.FromResult($"{id} {command}");

    /// <summary>Takes in an answer: it may say what the next seal needs.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>True when the command is to be written and sent once more, because the device did not take its seal.</returns>
    public virtual bool MustSendAgain(DeviceReply answer) => false;
}
