namespace NanoMqttDevice.Commands
{
    /// <summary>The words for what became of a command, as they stand in a reply.</summary>
    public static class CommandResults
    {
        /// <summary>Word for a result.</summary>
        /// <param name="result">The result.</param>
        /// <returns>Its word.</returns>
        public static string WordOf(CommandResult result)
        {
            switch (result)
            {
                case CommandResult.Ok:
                    return "ok";
                case CommandResult.Duplicate:
                    return "duplicate";
                case CommandResult.UnknownCommand:
                    return "unknown-command";
                case CommandResult.BadArgument:
                    return "bad-argument";
                case CommandResult.NeedsTls:
                    return "needs-tls";
                case CommandResult.Busy:
                    return "busy";
                case CommandResult.NeedsSeal:
                    return "needs-seal";
                case CommandResult.BadSeal:
                    return "bad-seal";
                case CommandResult.Stale:
                    return "stale";
                case CommandResult.NoMemory:
                    return "no-memory";
                case CommandResult.Working:
                    return "working";
                default:
                    return "failed";
            }
        }
    }
}
