using System.Text;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;

namespace NanoMqttDevice.Commands
{
    /// <summary>
    /// A command to a device: <c>id name [argument]</c>, one line of printable ASCII, parted by single spaces. The id is 1 to 32 letters, digits,
    /// hyphens and underscores, chosen by the sender and repeated in the reply. A sealed one ends in <c> ~</c>, nonce and seal (<see cref="CommandSeal"/>).
    /// </summary>
    public sealed class Command
    {
        /// <summary>Most bytes of a command; two of the longest tokens fit, and a seal.</summary>
        public const int MaxSize = 1152 + SealedEnd;

        private const int SealedEnd = 2 + CommandSeal.NonceLength + CommandSeal.Length;

        private Command(string line, string id, string name, string argument)
        {
            Line = line;
            Id = id;
            Name = name;
            Argument = argument;
        }

        /// <summary>The whole line without its seal: what is sealed.</summary>
        public string Line { get; }

        /// <summary>The nonce that it is sealed over, or null.</summary>
        public string Nonce { get; private set; }

        /// <summary>Its seal, or null.</summary>
        public string Seal { get; private set; }

        /// <summary>The sender's name for this command.</summary>
        public string Id { get; }

        /// <summary>What to do, for example <c>interval</c>.</summary>
        public string Name { get; }

        /// <summary>The rest of the line, or an empty text.</summary>
        public string Argument { get; }

        /// <summary>Reads a command.</summary>
        /// <param name="payload">Payload of a message.</param>
        /// <returns>The command, or null when the bytes are not one.</returns>
        public static Command Parse(byte[] payload)
        {
            if (payload.Length == 0 || payload.Length > MaxSize)
            {
                return null;
            }

            for (int i = 0; i < payload.Length; i++)
            {
                if (payload[i] < ' ' || payload[i] > '~')
                {
                    return null;
                }
            }

            string line = Encoding.UTF8.GetString(payload, 0, payload.Length);
            int end = line.Length - SealedEnd;
            bool isSealed = end > 0 && line[end] == ' ' && line[end + 1] == '~';
            string nonce = isSealed ? line.Substring(end + 2, CommandSeal.NonceLength) : null;
            string seal = isSealed ? line.Substring(end + 2 + CommandSeal.NonceLength) : null;
            line = isSealed ? line.Substring(0, end) : line;
            int idEnd = line.IndexOf(' ');
            if (idEnd < 1 || idEnd > Topics.MaxCommandId || !IsId(line, idEnd))
            {
                return null;
            }

            string rest = line.Substring(idEnd + 1);
            int nameEnd = rest.IndexOf(' ');
            string name = nameEnd < 0 ? rest : rest.Substring(0, nameEnd);
            if (name.Length == 0)
            {
                return null;
            }

            return new Command(line, line.Substring(0, idEnd), name, nameEnd < 0 ? "" : rest.Substring(nameEnd + 1)) { Nonce = nonce, Seal = seal };
        }

        private static bool IsId(string line, int end)
        {
            for (int i = 0; i < end; i++)
            {
                char c = line[i];
                bool allowed = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
                if (!allowed)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
