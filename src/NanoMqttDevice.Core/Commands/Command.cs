using System.Text;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;

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

        /// <summary>True from the answer <c>working</c> until the last one.</summary>
        internal bool IsWorking { get; set; }

        /// <summary>Gives a word of the argument.</summary>
        /// <param name="index">Which one, from 0 on; words are parted by single spaces.</param>
        /// <returns>The word, or null when there is none.</returns>
        public string GetText(int index)
        {
            int start = 0;
            for (int i = 0; i < index && start >= 0; i++)
            {
                start = Argument.IndexOf(' ', start) + 1;
                start = start == 0 ? -1 : start;
            }

            if (start < 0 || start >= Argument.Length)
            {
                return null;
            }

            int end = Argument.IndexOf(' ', start);
            return end < 0 ? Argument.Substring(start) : Argument.Substring(start, end - start);
        }

        /// <summary>Reads a word of the argument as a whole number.</summary>
        /// <param name="index">Which one, from 0 on.</param>
        /// <param name="least">Least number that is taken.</param>
        /// <param name="most">Greatest number that is taken.</param>
        /// <param name="value">Receives it.</param>
        /// <returns>False when there is none, or one out of range.</returns>
        public bool GetInt(int index, int least, int most, out int value)
        {
            return NumberText.TryInt(GetText(index), out value) && value >= least && value <= most;
        }

        /// <summary>Reads a word of the argument as a number.</summary>
        /// <param name="index">Which one, from 0 on.</param>
        /// <param name="least">Least number that is taken.</param>
        /// <param name="most">Greatest number that is taken.</param>
        /// <param name="value">Receives it.</param>
        /// <returns>False when there is none, or one out of range.</returns>
        public bool GetNumber(int index, double least, double most, out double value)
        {
            return NumberText.TryNumber(GetText(index), out value) && value >= least && value <= most;
        }

        /// <summary>Reads a word of the argument as <c>on</c> or <c>off</c>.</summary>
        /// <param name="index">Which one, from 0 on.</param>
        /// <param name="isOn">Receives true for <c>on</c>.</param>
        /// <returns>False when it is neither.</returns>
        public bool GetSwitch(int index, out bool isOn)
        {
            string word = GetText(index);
            isOn = word == "on";
            return isOn || word == "off";
        }

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
