using System;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Commands
{
    /// <summary>Obeys the commands that arrive, each once, and makes the reply to each. Which ones there are says a table; the rest is the application's.</summary>
    public sealed class CommandProcessor
    {
        /// <summary>Most commands, those of the device among them.</summary>
        public const int MostCommands = 32;

        private readonly CommandTable _table;
        private readonly CommandRow _application;
        private CommandRow[] _added;

        // Made with the first command.
        private JsonObject _reply;
        private JsonObject _details;

        /// <summary>Makes a processor.</summary>
        /// <param name="table">Makes the table of the commands it knows.</param>
        /// <param name="gate">Says which may be obeyed.</param>
        /// <param name="application">Obeys the others.</param>
        public CommandProcessor(CommandTable table, CommandGate gate, CommandHandler application)
        {
            _table = table;
            Gate = gate;
            _application = new CommandRow("own", CommandTraits.Sealed, application);
        }

        /// <summary>Says which may be obeyed.</summary>
        public CommandGate Gate { get; }

        /// <summary>How many commands were obeyed.</summary>
        public int Obeyed { get; private set; }

        /// <summary>How many came again.</summary>
        public int Duplicates { get; private set; }

        /// <summary>How many were refused for want of a good seal.</summary>
        public int Unsealed { get; private set; }

        /// <summary>How many messages were no commands; they get no reply, for there is no id to reply with.</summary>
        public int Malformed { get; private set; }

        /// <summary>Adds a command.</summary>
        /// <param name="row">Its row. InvalidOperationException is thrown for a name that is known already, and when there are too many.</param>
        public void Add(CommandRow row)
        {
            CommandRow[] table = _table();
            int count = _added == null ? 0 : _added.Length;
            if (Find(table, row.Usage) != null || Find(_added, row.Usage) != null || table.Length + count == MostCommands)
            {
                throw new InvalidOperationException();
            }

            CommandRow[] added = new CommandRow[count + 1];
            if (count > 0)
            {
                Array.Copy(_added, 0, added, 0, count);
            }

            added[count] = row;
            _added = added;
        }

        /// <summary>Tells name and arguments of each command.</summary>
        /// <param name="reply">Receives those that need no seal, and those that do.</param>
        public void Describe(JsonObject reply)
        {
            CommandRow[] table = _table();
            Describe(reply, "open", true, table);
            Describe(reply, "sealed", false, table);
        }

        /// <summary>Makes the last answer to a command that was answered <c>working</c>.</summary>
        /// <param name="clientId">Client ID of this device.</param>
        /// <param name="command">The command.</param>
        /// <param name="result">What became of it.</param>
        /// <param name="details">What the answer says beside, or null.</param>
        /// <returns>Payload of the answer; null when the command awaits none.</returns>
        public byte[] Answer(string clientId, Command command, CommandResult result, JsonObject details)
        {
            if (!command.IsWorking)
            {
                return null;
            }

            command.IsWorking = false;
            return Reply(command.Id, clientId, command.Name, result, details);
        }

        /// <summary>Obeys a command, or not, and gives the reply.</summary>
        /// <param name="clientId">Client ID of this device, for the reply.</param>
        /// <param name="payload">Payload of a message to this device alone.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>Payload of the reply, or null.</returns>
        public byte[] Process(string clientId, byte[] payload, long now)
        {
            Command command = Command.Parse(payload);
            if (command == null)
            {
                Malformed++;
                return null;
            }

            if (_details == null)
            {
                _details = new JsonObject();
            }

            _details.Clear();
            CommandRow row = FindRow(command.Name);
            CommandResult result = Gate.Check(command, row, now);
            bool tellsNonce = row.Has(CommandTraits.TellsNonce);
            switch (result)
            {
                case CommandResult.Ok:
                    Obeyed++;
                    result = Execute(row, command);
                    command.IsWorking = result == CommandResult.Working;
                    break;
                case CommandResult.Duplicate:
                    Duplicates++;
                    break;
                case CommandResult.NeedsSeal:
                case CommandResult.BadSeal:
                case CommandResult.Stale:
                    Unsealed++;
                    tellsNonce = true;
                    break;
            }

            if (tellsNonce)
            {
                _details.Add("nonce", Gate.Seal.Nonce);
            }

            return Reply(command.Id, clientId, command.Name, result, _details);
        }

        /// <summary>Makes the reply to a command that found no room.</summary>
        /// <param name="id">Its id.</param>
        /// <param name="clientId">Client ID of this device.</param>
        /// <returns>Payload of the reply.</returns>
        public byte[] Refuse(string id, string clientId)
        {
            return Reply(id, clientId, null, CommandResult.Busy, null);
        }

        private byte[] Reply(string id, string clientId, string name, CommandResult result, JsonObject details)
        {
            if (_reply == null)
            {
                _reply = new JsonObject();
            }

            _reply.Clear();
            _reply.Add("id", id).Add("clientId", clientId);
            if (name != null)
            {
                _reply.Add("command", name);
            }

            _reply.Add("result", CommandResults.WordOf(result));
            if (details != null)
            {
                _reply.Append(details);
            }

            return _reply.ToBytes();
        }

        private void Describe(JsonObject reply, string name, bool isOpen, CommandRow[] table)
        {
            reply.BeginArray(name);
            AddUsages(reply, table, isOpen);
            AddUsages(reply, _added, isOpen);
            reply.End();
        }

        private static void AddUsages(JsonObject reply, CommandRow[] table, bool isOpen)
        {
            for (int i = 0; table != null && i < table.Length; i++)
            {
                if (table[i].Has(CommandTraits.Open) == isOpen)
                {
                    reply.Add(table[i].Usage);
                }
            }
        }

        private CommandRow FindRow(string name)
        {
            return Find(_table(), name) ?? Find(_added, name) ?? _application;
        }

        private static CommandRow Find(CommandRow[] table, string name)
        {
            for (int i = 0; table != null && i < table.Length; i++)
            {
                if (table[i].IsNamed(name))
                {
                    return table[i];
                }
            }

            return null;
        }

        private CommandResult Execute(CommandRow row, Command command)
        {
            try
            {
                return row.Handler(command, _details);
            }
            catch (OutOfMemoryException)
            {
                _details.Clear();
                return CommandResult.NoMemory;
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
