namespace NanoMqttDevice.Commands
{
    /// <summary>
    /// The ids of the last commands. The service delivers at least once, so a command may come again; it must not be obeyed again.
    /// </summary>
    public sealed class CommandHistory
    {
        // Not string[]: on the nanoCLR (1.17) comparing a fresh element of a string array crashes.
        private readonly object[] _ids;
        private int _next;

        /// <summary>Makes an empty history.</summary>
        /// <param name="size">How many ids it remembers; the oldest is forgotten first.</param>
        public CommandHistory(int size)
        {
            _ids = new object[size];
        }

        /// <summary>Notes an id.</summary>
        /// <param name="id">Id of a command.</param>
        /// <returns>True when it is new, false when it is remembered.</returns>
        public bool Add(string id)
        {
            for (int i = 0; i < _ids.Length; i++)
            {
                if ((string)_ids[i] == id)
                {
                    return false;
                }
            }

            _ids[_next] = id;
            _next = (_next + 1) % _ids.Length;
            return true;
        }
    }
}
