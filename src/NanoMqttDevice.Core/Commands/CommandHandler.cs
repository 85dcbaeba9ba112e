using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Commands
{
    /// <summary>Obeys a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="reply">Receives what the reply says beside <c>result</c>.</param>
    /// <returns>What became of it.</returns>
    public delegate CommandResult CommandHandler(Command command, JsonObject reply);
}
