using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Commands
{
    /// <summary>Decides who may command what: by seal, by id, and by how soon flash may be written again.</summary>
    public sealed class CommandGate
    {
        /// <summary>Least time between two commands that write flash, in milliseconds: a sender in a loop must not wear it out.</summary>
        public const int WriteGap = 10000;

        private const int RememberedCommands = 16;

        private readonly SettingsKeeper _settings;
        private readonly Uplink _uplink;
        private readonly CommandHistory _history = new CommandHistory(RememberedCommands);
        private long _nextWrite;

        /// <summary>Makes a gate.</summary>
        /// <param name="settings">Hold the secret.</param>
        /// <param name="uplink">Knows as whom the device is online.</param>
        /// <param name="seal">Holds the nonce.</param>
        public CommandGate(SettingsKeeper settings, Uplink uplink, CommandSeal seal)
        {
            _settings = settings;
            _uplink = uplink;
            Seal = seal;
        }

        /// <summary>Holds the nonce.</summary>
        public CommandSeal Seal { get; }

        /// <summary>Looks at a command.</summary>
        /// <param name="command">The command.</param>
        /// <param name="row">Its row.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>Ok when it is to be obeyed, otherwise what is to be answered.</returns>
        public CommandResult Check(Command command, CommandRow row, long now)
        {
            CommandResult result = command.Seal != null ? CheckSeal(command) : CheckOpen(row);
            if (result == CommandResult.Ok && command.Seal == null && !_history.Add(command.Id))
            {
                result = CommandResult.Duplicate;
            }

            if (result == CommandResult.Ok && row.Has(CommandTraits.WritesFlash))
            {
                if (now < _nextWrite)
                {
                    return CommandResult.Busy;
                }

                _nextWrite = now + WriteGap;
            }

            return result;
        }

        private CommandResult CheckOpen(CommandRow row)
        {
            if (row.Has(CommandTraits.Open))
            {
                return CommandResult.Ok;
            }

            if (row.Has(CommandTraits.AlwaysSealed))
            {
                return _uplink.Settings.HasSecret ? CommandResult.NeedsSeal : CommandResult.Ok;
            }

            return _uplink.Settings.AreCommandsOpen ? CommandResult.Ok : CommandResult.NeedsSeal;
        }

        private CommandResult CheckSeal(Command command)
        {
            // From flash for each command: between two of them the secret is nowhere in memory.
            DeviceSettings settings = _settings.Trial.LoadTurn();
            if (settings == null)
            {
                return CommandResult.Failed;
            }

            SealCheck check = Seal.Check(settings.Secret, settings.ClientId, command.Id, command.Line, command.Nonce, command.Seal);
            settings.Wipe();
            switch (check)
            {
                case SealCheck.Good:
                    return CommandResult.Ok;
                case SealCheck.Stale:
                    return CommandResult.Stale;
                case SealCheck.Repeated:
                    return CommandResult.Duplicate;
                case SealCheck.BadId:
                    return CommandResult.BadArgument;
                default:
                    return CommandResult.BadSeal;
            }
        }
    }
}
