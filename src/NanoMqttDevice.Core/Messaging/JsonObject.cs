using System.Text;

namespace NanoMqttDevice.Messaging
{
    /// <summary>Writes one flat JSON object (RFC 8259). A device writes JSON and never reads it: a writer is small, a parser is not.</summary>
    public sealed class JsonObject
    {
        private readonly StringBuilder _text = new StringBuilder();

        /// <summary>True when nothing was added.</summary>
        public bool IsEmpty
        {
            get { return _text.Length == 0; }
        }

        /// <summary>Takes away all that was added.</summary>
        public void Clear()
        {
            _text.Clear();
        }

        /// <summary>Adds a text.</summary>
        /// <param name="name">Name, free of characters that JSON escapes.</param>
        /// <param name="value">Any text; null is written as <c>null</c>.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, string value)
        {
            AddName(name);
            if (value == null)
            {
                _text.Append("null");
                return this;
            }

            _text.Append('"');
            for (int i = 0; i < value.Length; i++)
            {
                char c = value[i];
                if (c == '"' || c == '\\')
                {
                    _text.Append('\\').Append(c);
                }
                else if (c < ' ')
                {
                    // RFC 8259, section 7: control characters must be escaped.
                    _text.Append("\\u00").Append((char)('0' + (c >> 4))).Append("0123456789abcdef"[c & 15]);
                }
                else
                {
                    _text.Append(c);
                }
            }

            _text.Append('"');
            return this;
        }

        /// <summary>Adds a whole number.</summary>
        /// <param name="name">Name, free of characters that JSON escapes.</param>
        /// <param name="value">Value.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, long value)
        {
            AddName(name);
            _text.Append(value);
            return this;
        }

        /// <summary>Adds true or false.</summary>
        /// <param name="name">Name, free of characters that JSON escapes.</param>
        /// <param name="value">Value.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, bool value)
        {
            AddName(name);
            _text.Append(value ? "true" : "false");
            return this;
        }

        /// <summary>Adds all that another object has.</summary>
        /// <param name="other">The other object.</param>
        /// <returns>This object.</returns>
        public JsonObject Append(JsonObject other)
        {
            if (!other.IsEmpty)
            {
                if (!IsEmpty)
                {
                    _text.Append(',');
                }

                _text.Append(other._text);
            }

            return this;
        }

        /// <summary>Gives the object as UTF-8.</summary>
        /// <returns>The bytes of one line, for example <c>{"counter":3}</c>.</returns>
        public byte[] ToBytes()
        {
            return Encoding.UTF8.GetBytes("{" + _text.ToString() + "}");
        }

        private void AddName(string name)
        {
            if (_text.Length != 0)
            {
                _text.Append(',');
            }

            _text.Append('"').Append(name).Append("\":");
        }
    }
}
