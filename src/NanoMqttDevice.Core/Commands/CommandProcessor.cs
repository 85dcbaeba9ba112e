using System;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Commands
{
    /// <summary>Obeys the commands that arrive, each once, and makes the reply to each. Which ones there are says a table; the rest is the application's.</summary>
    public sealed class CommandProcessor
    {
        private const int RememberedCommands = 16;

        private readonly CommandRow[] _table;
        private readonly CommandHandler _application;
        private readonly CommandHistory _history = new CommandHistory(RememberedCommands);
        private readonly JsonObject _reply = new JsonObject();
        private readonly JsonObject _details = new JsonObject();

        /// <summary>Makes a processor.</summary>
        /// <param name="table">The commands it knows.</param>
        /// <param name="application">Obeys the others.</param>
        public CommandProcessor(CommandRow[] table, CommandHandler application)
        {
            _table = table;
            _application = application;
        }

        /// <summary>How many commands were obeyed.</summary>
        public int Obeyed { get; private set; }

        /// <summary>How many came again.</summary>
        public int Duplicates { get; private set; }

        /// <summary>How many messages were no commands; they get no reply, for there is no id to reply with.</summary>
        public int Malformed { get; private set; }

        /// <summary>Obeys a command, or not, and gives the reply.</summary>
        /// <param name="clientId">Client ID of this device, for the reply.</param>
        /// <param name="payload">Payload of a message to this device alone.</param>
        /// <returns>Payload of the reply, or null.</returns>
        public byte[] Process(string clientId, byte[] payload)
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
                .Add("clientId", clientId)
                .Add("command", command.Name)
                .Add("result", CommandResults.WordOf(result))
                .Append(_details)
                .ToBytes();
        }

        private CommandResult Execute(Command command)
        {
            CommandHandler handler = _application;
            for (int i = 0; i < _table.Length; i++)
            {
                if (_table[i].Name == command.Name)
                {
                    handler = _table[i].Handler;
                }
            }

            try
            {
                return handler(command, _details);
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
