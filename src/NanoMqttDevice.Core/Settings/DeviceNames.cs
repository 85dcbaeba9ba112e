using System.Text;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Settings
{
    /// <summary>Host name and name of a device, in a record of their own: they are set before there are settings, and outlive them not.</summary>
    public sealed class DeviceNames
    {
        /// <summary>Longest of either, in bytes.</summary>
        public const int MaxLength = 32;

        private const int Size = (2 * MaxLength) + 1;

        private readonly RecordStore _records;
        private readonly byte[] _payload = new byte[Size];
        private readonly INetworkLink _link;
        private readonly string _usual;

        /// <summary>Makes names; nothing is read yet.</summary>
        /// <param name="flash">Where they are.</param>
        /// <param name="board">Gives what they are made of until they are set.</param>
        /// <param name="link">Is told the host name.</param>
        public DeviceNames(IFlash flash, IBoard board, INetworkLink link)
        {
            _link = link;
            _records = new RecordStore(flash, "names", 1, Size);
            _usual = board.Chip.ToLower() + "-" + (board.Mac == null || board.Mac.Length < 12 ? "0" : board.Mac.Substring(6));
            Hostname = _usual;
            Name = _usual;
        }

        /// <summary>Host name: 1 to 32 letters, digits and hyphens, neither first nor last a hyphen (RFC 1123, section 2.1).</summary>
        public string Hostname { get; private set; }

        /// <summary>Name for people: 1 to 32 bytes without a control character.</summary>
        public string Name { get; private set; }

        /// <summary>Tells whether a text is a host name.</summary>
        /// <param name="text">The text.</param>
        /// <returns>True when it is.</returns>
        public static bool IsHostname(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                bool isInside = i > 0 && i < text.Length - 1;
                if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c == '-' && isInside))
                {
                    return false;
                }
            }

            return text.Length > 0 && text.Length <= MaxLength;
        }

        /// <summary>Tells whether a text is a name for people.</summary>
        /// <param name="text">The text.</param>
        /// <returns>True when it is.</returns>
        public static bool IsName(string text)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if (text[i] < ' ' || text[i] == '\u007F')
                {
                    return false;
                }
            }

            return Encoding.UTF8.GetBytes(text).Length <= MaxLength;
        }

        /// <summary>Reads what is stored.</summary>
        public void Load()
        {
            int count;
            if (_records.Read(_payload, out count) == StoreResult.Ok)
            {
                string[] names = Encoding.UTF8.GetString(_payload, 0, count).Split('\n');
                if (names.Length == 2)
                {
                    Hostname = names[0];
                    Name = names[1];
                }
            }

            _link.Hostname = Hostname;
        }

        /// <summary>Stores both.</summary>
        /// <param name="hostname">A host name.</param>
        /// <param name="name">A name.</param>
        /// <returns>True when they are stored; otherwise the old ones still count.</returns>
        public bool Save(string hostname, string name)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(hostname + "\n" + name);
            StoreResult result = bytes.Length > Size ? StoreResult.Failed : _records.Write(bytes, bytes.Length);
            if (result != StoreResult.Ok && result != StoreResult.Unchanged)
            {
                return false;
            }

            Hostname = hostname;
            Name = name;
            _link.Hostname = hostname;
            return true;
        }

        /// <summary>Forgets both.</summary>
        public void Erase()
        {
            _records.Erase();
            Hostname = _usual;
            Name = _usual;
            _link.Hostname = _usual;
        }
    }
}
