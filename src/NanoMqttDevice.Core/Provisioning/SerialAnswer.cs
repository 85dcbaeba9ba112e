namespace NanoMqttDevice.Provisioning
{
    /// <summary>
    /// The answer to one request: lines <c>name: value</c>, the last line <c>OK</c> or <c>ERR code word</c>. Instead of the last line a value can be
    /// asked for, which is the next line that comes.
    /// </summary>
    public sealed class SerialAnswer
    {
        private readonly SerialWriter _writer;

        /// <summary>Makes one.</summary>
        /// <param name="writer">Takes the lines.</param>
        public SerialAnswer(SerialWriter writer)
        {
            _writer = writer;
        }

        /// <summary>True from the start of a request until its last line.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>Takes the value that is awaited, or null.</summary>
        public ValueHandler OnValue { get; private set; }

        /// <summary>Begins with a request.</summary>
        public void Begin()
        {
            OnValue = null;
            IsOpen = true;
        }

        /// <summary>Gives the request up without a word.</summary>
        public void Abandon()
        {
            OnValue = null;
            IsOpen = false;
        }

        /// <summary>Waits for the next line: typed there, a secret is not part of a command that a terminal remembers.</summary>
        /// <param name="onValue">Takes it.</param>
        public void Await(ValueHandler onValue)
        {
            OnValue = onValue;
            IsOpen = false;
        }

        /// <summary>Says a line.</summary>
        /// <param name="name">What it is about.</param>
        /// <param name="value">Its value; <c>not set</c> stands for null.</param>
        public void Say(string name, string value)
        {
            _writer.Add(name).Add(": ").Say(value ?? "not set");
        }

        /// <summary>Says a line.</summary>
        /// <param name="name">What it is about.</param>
        /// <param name="value">Its value.</param>
        public void Say(string name, long value)
        {
            Say(name, value.ToString());
        }

        /// <summary>Ends well.</summary>
        public void Ok()
        {
            IsOpen = false;
            _writer.Say("OK");
        }

        /// <summary>Ends with an error.</summary>
        /// <param name="code">One of <see cref="SerialErrors"/>, or the number of a broken rule.</param>
        /// <param name="word">Says more.</param>
        public void Fail(int code, string word)
        {
            IsOpen = false;
            _writer.Add("ERR ").Add(code.ToString()).Add(" ").Say(word);
        }
    }
}
