using System.Text;

namespace NanoMqttDevice.Commands
{
    /// <summary>
    /// A command to a device: <c>id name [argument]</c>, one line of printable ASCII, parted by single spaces. The id is 1 to 32 letters, digits,
    /// hyphens and underscores, chosen by the sender and repeated in the reply.
    /// </summary>
    public sealed class Command
    {
        /// <summary>Most bytes of a command; two of the longest tokens fit.</summary>
        public const int MaxSize = 1152;

        private const int MaxIdLength = 32;

        private Command(string id, string name, string argument)
        {
            Id = id;
            Name = name;
            Argument = argument;
        }

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
            int idEnd = line.IndexOf(' ');
            if (idEnd < 1 || idEnd > MaxIdLength || !IsId(line, idEnd))
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

            return new Command(line.Substring(0, idEnd), name, nameEnd < 0 ? "" : rest.Substring(nameEnd + 1));
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
