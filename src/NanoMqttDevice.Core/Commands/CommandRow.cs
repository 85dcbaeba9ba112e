namespace NanoMqttDevice.Commands
{
    /// <summary>One command that is known: a row of the table.</summary>
    public sealed class CommandRow
    {
        /// <summary>Makes a row.</summary>
        /// <param name="usage">Its name and, behind a space, its arguments, for example <c>interval SECONDS</c>.</param>
        /// <param name="handler">Obeys it.</param>
        public CommandRow(string usage, CommandHandler handler)
        {
            int space = usage.IndexOf(' ');
            Usage = usage;
            Name = space < 0 ? usage : usage.Substring(0, space);
            Handler = handler;
        }

        /// <summary>Name and arguments.</summary>
        public string Usage { get; }

        /// <summary>Name.</summary>
        public string Name { get; }

        /// <summary>Obeys it.</summary>
        public CommandHandler Handler { get; }
    }
}
