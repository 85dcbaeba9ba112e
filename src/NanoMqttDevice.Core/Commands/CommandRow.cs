namespace NanoMqttDevice.Commands
{
    /// <summary>One command that is known: a row of the table.</summary>
    public sealed class CommandRow
    {
        /// <summary>Makes a row.</summary>
        /// <param name="usage">Its name and, behind a space, its arguments, for example <c>interval SECONDS</c>.</param>
        /// <param name="traits">What it is beside that.</param>
        /// <param name="handler">Obeys it.</param>
        public CommandRow(string usage, CommandTraits traits, CommandHandler handler)
        {
            Usage = usage;
            Traits = traits;
            Handler = handler;
        }

        /// <summary>Name and arguments.</summary>
        public string Usage { get; }

        /// <summary>What it is beside that.</summary>
        public CommandTraits Traits { get; }

        /// <summary>Obeys it.</summary>
        public CommandHandler Handler { get; }

        /// <summary>Tells whether this is the command of a name.</summary>
        /// <param name="name">A name, or a usage, of which the name counts.</param>
        /// <returns>True when it is.</returns>
        public bool IsNamed(string name)
        {
            int length = NameLength(name);
            if (length != NameLength(Usage))
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                if (name[i] != Usage[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Tells whether it has a trait.</summary>
        /// <param name="trait">The trait.</param>
        /// <returns>True when it has.</returns>
        public bool Has(CommandTraits trait)
        {
            return (Traits & trait) != 0;
        }

        private static int NameLength(string usage)
        {
            int space = usage.IndexOf(' ');
            return space < 0 ? usage.Length : space;
        }
    }
}
