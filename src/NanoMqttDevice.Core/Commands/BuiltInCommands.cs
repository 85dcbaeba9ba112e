using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Commands
{
    /// <summary>The commands that every device knows.</summary>
    public sealed class BuiltInCommands
    {
        private readonly DeviceReport _report;
        private readonly RestartOrder _restart;
        private readonly TelemetrySchedule _schedule;
        private readonly RemoteSettings _remote;
        private readonly RemoteProductSettings _product;
        private readonly CommandHandler _update;
        private readonly bool _allowsSettingsInPlain;

        /// <summary>Makes the commands.</summary>
        /// <param name="report">Knows the device.</param>
        /// <param name="restart">Starts it anew.</param>
        /// <param name="schedule">Says when to measure.</param>
        /// <param name="remote">Changes settings.</param>
        /// <param name="update">Takes the offer of a package.</param>
        /// <param name="allowsSettingsInPlain">True to change them on a connection without TLS too.</param>
        public BuiltInCommands(
            DeviceReport report,
            RestartOrder restart,
            TelemetrySchedule schedule,
            RemoteSettings remote,
            CommandHandler update,
            bool allowsSettingsInPlain)
        {
            _report = report;
            _restart = restart;
            _schedule = schedule;
            _remote = remote;
            _update = update;
            _allowsSettingsInPlain = allowsSettingsInPlain;
            _product = new RemoteProductSettings(report.Product);
        }

        /// <summary>Makes the table of them.</summary>
        /// <returns>A row for each.</returns>
        public CommandRow[] CreateTable()
        {
            return new CommandRow[]
            {
                new CommandRow("ping", CommandTraits.Open | CommandTraits.TellsNonce, Ping),
                new CommandRow("info", CommandTraits.Open | CommandTraits.TellsNonce, Info),
                new CommandRow("help", CommandTraits.Open, Help),
                new CommandRow("identify", CommandTraits.Open, Identify),
                new CommandRow("interval SECONDS", CommandTraits.WritesFlash, SetInterval),
                new CommandRow("reboot", CommandTraits.Sealed, Reboot),
                new CommandRow("show", CommandTraits.Sealed, _product.Show),
                new CommandRow("settings FIELD=VALUE...", CommandTraits.AlwaysSealed | CommandTraits.WritesFlash, ChangeSettings),
                new CommandRow("update HEADER", CommandTraits.AlwaysSealed | CommandTraits.WritesFlash, _update),
            };
        }

        private CommandResult Ping(Command command, JsonObject reply)
        {
            return CommandResult.Ok;
        }

        private CommandResult Info(Command command, JsonObject reply)
        {
            _report.Describe(reply);
            return CommandResult.Ok;
        }

        private CommandResult Help(Command command, JsonObject reply)
        {
            _report.Processor.Describe(reply);
            return CommandResult.Ok;
        }

        private CommandResult Identify(Command command, JsonObject reply)
        {
            _report.Board.Identify();
            return CommandResult.Ok;
        }

        private CommandResult Reboot(Command command, JsonObject reply)
        {
            _restart.Give(_report.Now);
            return CommandResult.Ok;
        }

        private CommandResult ChangeSettings(Command command, JsonObject reply)
        {
            if (RemoteProductSettings.IsMeant(command.Argument))
            {
                // No secrets are among them, so that the network may read them; who commands must be proved all the same, where it can be.
                bool mayChange = command.Seal != null || _report.Uplink.Settings.AreCommandsOpen;
                return mayChange ? _product.Set(command.Argument, reply) : CommandResult.NeedsSeal;
            }

            bool isConfidential = _report.Uplink.IsConfidential || _allowsSettingsInPlain;
            return isConfidential ? _remote.Execute(command.Argument, command.Seal != null, reply) : CommandResult.NeedsTls;
        }

        private CommandResult SetInterval(Command command, JsonObject reply)
        {
            StagedSettings staged = _report.Settings.Stage();
            CommandResult result = CommandResult.BadArgument;
            if (staged.Set(SettingsField.TelemetryInterval, command.Argument) == SettingsError.None)
            {
                result = CommandResult.Failed;
                if (_report.Settings.Save(staged.Settings))
                {
                    int seconds = staged.Settings.TelemetryInterval;
                    _schedule.Set(seconds, _report.Now + (seconds * 1000));
                    result = CommandResult.Ok;
                }
            }

            staged.Settings.Wipe();
            return result;
        }
    }
}
