using System;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice
{
    /// <summary>
    /// Obeys commands and answers each to the reply topic. It knows <c>ping</c>, <c>info</c>, <c>interval SECONDS</c>, <c>identify</c>,
    /// <c>reboot</c> and <c>settings FIELD=VALUE …</c>; the rest is the application's.
    /// </summary>
    public sealed class CommandProcessor
    {
        private const int RememberedCommands = 16;

        private static readonly string[] _words = { "ok", "duplicate", "unknown-command", "bad-argument", "failed", "needs-tls" };

        private readonly Device _device;
        private readonly DeviceApplication _application;
        private readonly CommandHistory _history = new CommandHistory(RememberedCommands);
        private readonly JsonObject _reply = new JsonObject();
        private readonly JsonObject _details = new JsonObject();

        /// <summary>Makes a processor.</summary>
        /// <param name="device">The device that obeys.</param>
        /// <param name="application">Knows the rest of the commands.</param>
        public CommandProcessor(Device device, DeviceApplication application)
        {
            _device = device;
            _application = application;
        }

        /// <summary>How many commands were obeyed.</summary>
        public int Obeyed { get; private set; }

        /// <summary>How many came again.</summary>
        public int Duplicates { get; private set; }

        /// <summary>How many messages were no commands; they get no reply, for there is no id to reply with.</summary>
        public int Malformed { get; private set; }

        /// <summary>Obeys a command, or not, and gives the reply.</summary>
        /// <param name="payload">Payload of a message to this device alone.</param>
        /// <returns>Payload of the reply, or null.</returns>
        public byte[] Process(byte[] payload)
        {
            Command command = Command.Parse(payload);
            if (command == null)
            {
                Malformed++;
                return null;
            }

            _reply.Clear();
            _details.Clear();
            CommandResult result = CommandResult.Duplicate;
            if (_history.Add(command.Id))
            {
                Obeyed++;
                result = Execute(command);
            }
            else
            {
                Duplicates++;
            }

            return _reply
                .Add("id", command.Id)
                .Add("clientId", _device.ClientId)
                .Add("command", command.Name)
                .Add("result", _words[(int)result])
                .Append(_details)
                .ToBytes();
        }

        private CommandResult Execute(Command command)
        {
            switch (command.Name)
            {
                case "ping":
                    return CommandResult.Ok;
                case "info":
                    _device.Describe(_details);
                    return CommandResult.Ok;
                case "interval":
                    return _device.SetTelemetryInterval(command.Argument);
                case "identify":
                    _device.Board.Identify();
                    return CommandResult.Ok;
                case "reboot":
                    _device.RebootSoon();
                    return CommandResult.Ok;
                case "settings":
                    return _device.IsConfidential || _application.AllowsSettingsInPlain
                        ? RemoteSettings.Execute(_device, command.Argument, _details)
                        : CommandResult.NeedsTls;
            }

            try
            {
                return _application.Execute(_device, command, _details);
            }
            catch (Exception)
            {
                // A fault in one command must not cost the others.
                _details.Clear();
                return CommandResult.Failed;
            }
        }
    }
}
