namespace NanoMqttDevice.Provisioning
{
    /// <summary>
    /// The codes of <c>ERR code word</c> up to 10; from 15 on they are numbers of broken rules of settings. The word says more: which rule, which
    /// cause, what became of storing.
    /// </summary>
    public static class SerialErrors
    {
        /// <summary>There is no such request.</summary>
        public const int UnknownCommand = 1;

        /// <summary>The line is too long, damaged, or holds a control character.</summary>
        public const int BadLine = 2;

        /// <summary>There is no such field.</summary>
        public const int UnknownField = 3;

        /// <summary>Nothing was stored.</summary>
        public const int NotStored = 4;

        /// <summary>A request that forgets something wants the word <c>confirm</c>.</summary>
        public const int NotConfirmed = 5;

        /// <summary>The network or the service was not reached.</summary>
        public const int NotOnline = 6;

        /// <summary>Another line came before the answer.</summary>
        public const int Aborted = 7;

        /// <summary>An argument that the request does not take.</summary>
        public const int BadArgument = 8;

        /// <summary>Something of the kind is under way already.</summary>
        public const int Busy = 9;

        /// <summary>No value of a product setting; the line before says what it has to be.</summary>
        public const int BadValue = 10;
    }
}
