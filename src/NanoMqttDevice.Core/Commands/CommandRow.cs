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
            int space = usage.IndexOf(' ');
            Usage = usage;
            Name = space < 0 ? usage : usage.Substring(0, space);
            Traits = traits;
            Handler = handler;
        }

        /// <summary>Name and arguments.</summary>
        public string Usage { get; }

        /// <summary>Name.</summary>
        public string Name { get; }

        /// <summary>What it is beside that.</summary>
        public CommandTraits Traits { get; }

        /// <summary>Obeys it.</summary>
        public CommandHandler Handler { get; }

        /// <summary>Tells whether it has a trait.</summary>
        /// <param name="trait">The trait.</param>
        /// <returns>True when it has.</returns>
        public bool Has(CommandTraits trait)
        {
            return (Traits & trait) != 0;
        }
    }
}
