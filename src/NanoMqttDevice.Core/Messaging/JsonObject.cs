using System;

namespace NanoMqttDevice.Messaging
{
    /// <summary>
    /// Writes one JSON object (RFC 8259) as UTF-8 into one buffer, which is kept: an object that is cleared and filled again makes no garbage.
    /// A device writes JSON and never reads it: a writer is small, a parser is not.
    /// </summary>
    /// <remarks>
    /// What would make the object larger than its bound is left out, whole values at a time, and <see cref="IsTruncated"/> says so:
    /// what comes out is JSON at any time. Members of the wrong kind (a name inside an array, a value without a name inside an object, an End
    /// too many) are faults of the program and throw InvalidOperationException. Not safe for use by two threads at once.
    /// </remarks>
    public sealed class JsonObject
    {
        /// <summary>Most bytes an object has unless another bound is given.</summary>
        public const int DefaultMaxSize = 8192;

        /// <summary>Most objects and arrays that are open inside one another.</summary>
        public const int MaxDepth = 16;

        private readonly JsonBuffer _buffer;
        private JsonNumber _number;

        // The kinds of what is open: the lowest bit is the innermost, 1 for an array.
        private uint _arrays;
        private int _depth;
        private int _start;

        // Open inside what was left out.
        private int _leftOut;

        /// <summary>Makes an empty object of at most <see cref="DefaultMaxSize"/> bytes.</summary>
        public JsonObject()
            : this(DefaultMaxSize)
        {
        }

        /// <summary>Makes an empty object.</summary>
        /// <param name="maxSize">Most bytes it may have, at least 2.</param>
        public JsonObject(int maxSize)
        {
            _buffer = new JsonBuffer(maxSize);
            Clear();
        }

        /// <summary>True when nothing was added.</summary>
        public bool IsEmpty
        {
            get { return _buffer.Size == 1; }
        }

        /// <summary>True when something was left out because it did not fit.</summary>
        public bool IsTruncated { get; private set; }

        /// <summary>Size in bytes of what <see cref="ToBytes"/> would give.</summary>
        public int Size
        {
            get { return _buffer.Size + _depth + 1; }
        }

        /// <summary>Takes away all that was added; the buffer is kept.</summary>
        public void Clear()
        {
            _buffer.CutTo(0);
            _buffer.Reserved = 1;
            _buffer.Put((byte)'{');
            _depth = 0;
            _arrays = 0;
            _leftOut = 0;
            IsTruncated = false;
        }

        /// <summary>Adds a text.</summary>
        /// <param name="name">Name.</param>
        /// <param name="value">Any text; null is written as <c>null</c>.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, string value)
        {
            return Begin(name) ? WriteText(value) : this;
        }

        /// <summary>Adds a whole number.</summary>
        /// <param name="name">Name.</param>
        /// <param name="value">Value.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, long value)
        {
            return Begin(name) ? WriteWhole(value) : this;
        }

        /// <summary>Adds true or false.</summary>
        /// <param name="name">Name.</param>
        /// <param name="value">Value.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, bool value)
        {
            return Begin(name) ? WriteBool(value) : this;
        }

        /// <summary>Adds a number so that reading it as a double gives the same double.</summary>
        /// <param name="name">Name.</param>
        /// <param name="value">Value; NaN and the infinities are written as <c>null</c>.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, double value)
        {
            return Begin(name) ? WriteNumber(value, false) : this;
        }

        /// <summary>Adds a number so that reading it as a float gives the same float: 21.3f is written as 21.3.</summary>
        /// <param name="name">Name.</param>
        /// <param name="value">Value; NaN and the infinities are written as <c>null</c>.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, float value)
        {
            return Begin(name) ? WriteNumber(value, true) : this;
        }

        /// <summary>Adds a number with some digits after the point, rounded to the nearest, half away from zero.</summary>
        /// <param name="name">Name.</param>
        /// <param name="value">Value; NaN and the infinities are written as <c>null</c>.</param>
        /// <param name="digits">Most digits after the point, 0 to 15; zeros at the end are left out, and all digits beyond the 17th.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string name, double value, int digits)
        {
            return Begin(name) ? WriteRounded(value, digits) : this;
        }

        /// <summary>Adds <c>null</c>.</summary>
        /// <param name="name">Name.</param>
        /// <returns>This object.</returns>
        public JsonObject AddNull(string name)
        {
            return Begin(name) ? WriteText(null) : this;
        }

        /// <summary>Adds a text to the array that is open.</summary>
        /// <param name="value">Any text; null is written as <c>null</c>.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(string value)
        {
            return Begin(null) ? WriteText(value) : this;
        }

        /// <summary>Adds a whole number to the array that is open.</summary>
        /// <param name="value">Value.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(long value)
        {
            return Begin(null) ? WriteWhole(value) : this;
        }

        /// <summary>Adds true or false to the array that is open.</summary>
        /// <param name="value">Value.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(bool value)
        {
            return Begin(null) ? WriteBool(value) : this;
        }

        /// <summary>Adds a number to the array that is open, so that reading it as a double gives the same double.</summary>
        /// <param name="value">Value; NaN and the infinities are written as <c>null</c>.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(double value)
        {
            return Begin(null) ? WriteNumber(value, false) : this;
        }

        /// <summary>Adds a number to the array that is open, so that reading it as a float gives the same float.</summary>
        /// <param name="value">Value; NaN and the infinities are written as <c>null</c>.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(float value)
        {
            return Begin(null) ? WriteNumber(value, true) : this;
        }

        /// <summary>Adds a number to the array that is open, rounded to the nearest, half away from zero.</summary>
        /// <param name="value">Value; NaN and the infinities are written as <c>null</c>.</param>
        /// <param name="digits">Most digits after the point, 0 to 15; zeros at the end are left out, and all digits beyond the 17th.</param>
        /// <returns>This object.</returns>
        public JsonObject Add(double value, int digits)
        {
            return Begin(null) ? WriteRounded(value, digits) : this;
        }

        /// <summary>Adds an object; what follows goes into it, until <see cref="End"/>.</summary>
        /// <param name="name">Name.</param>
        /// <returns>This object.</returns>
        public JsonObject BeginObject(string name)
        {
            return Open(name, '{');
        }

        /// <summary>Adds an object to the array that is open; what follows goes into it, until <see cref="End"/>.</summary>
        /// <returns>This object.</returns>
        public JsonObject BeginObject()
        {
            return Open(null, '{');
        }

        /// <summary>Adds an array; what follows goes into it, until <see cref="End"/>.</summary>
        /// <param name="name">Name.</param>
        /// <returns>This object.</returns>
        public JsonObject BeginArray(string name)
        {
            return Open(name, '[');
        }

        /// <summary>Adds an array to the array that is open; what follows goes into it, until <see cref="End"/>.</summary>
        /// <returns>This object.</returns>
        public JsonObject BeginArray()
        {
            return Open(null, '[');
        }

        /// <summary>Ends the object or array that was begun last.</summary>
        /// <returns>This object.</returns>
        public JsonObject End()
        {
            if (_leftOut > 0)
            {
                _leftOut--;
                return this;
            }

            if (_depth == 0)
            {
                throw new InvalidOperationException();
            }

            _depth--;
            _buffer.Reserved = _depth + 1;
            _buffer.Put((_arrays & 1) != 0 ? (byte)']' : (byte)'}');
            _arrays >>= 1;
            return this;
        }

        /// <summary>Adds all that another object has.</summary>
        /// <param name="other">The other object; all that was begun in it was ended.</param>
        /// <returns>This object.</returns>
        public JsonObject Append(JsonObject other)
        {
            if (other._depth != 0 || (_arrays & 1) != 0)
            {
                throw new InvalidOperationException();
            }

            bool isTruncated = IsTruncated || other.IsTruncated;
            if (!IsTruncated && !other.IsEmpty)
            {
                Separate();
                _buffer.Put(other._buffer, 1);
                Settle();
            }

            IsTruncated |= isTruncated;
            return this;
        }

        /// <summary>Gives the object as UTF-8; what was not ended is ended there.</summary>
        /// <returns>The bytes of one line, for example <c>{"counter":3}</c>.</returns>
        public byte[] ToBytes()
        {
            byte[] bytes = new byte[Size];
            CopyTo(bytes, 0);
            return bytes;
        }

        /// <summary>Writes what <see cref="ToBytes"/> would give into an array.</summary>
        /// <param name="target">Receives <see cref="Size"/> bytes.</param>
        /// <param name="offset">Where in it they go.</param>
        public void CopyTo(byte[] target, int offset)
        {
            _buffer.CopyTo(target, offset);
            offset += _buffer.Size;
            uint arrays = _arrays;
            for (int i = _depth; i > 0; i--)
            {
                target[offset++] = (arrays & 1) != 0 ? (byte)']' : (byte)'}';
                arrays >>= 1;
            }

            target[offset] = (byte)'}';
        }

        // Many objects hold nothing but texts.
        private JsonNumber Number()
        {
            if (_number == null)
            {
                _number = new JsonNumber();
            }

            return _number;
        }

        // False when there is no room for anything any more.
        private bool Begin(string name)
        {
            if (IsTruncated)
            {
                return false;
            }

            if ((name == null) != ((_arrays & 1) != 0))
            {
                throw new InvalidOperationException();
            }

            Separate();
            if (name != null)
            {
                _buffer.PutText(name);
                _buffer.Put((byte)':');
            }

            return true;
        }

        private void Separate()
        {
            _start = _buffer.Size;
            byte last = _buffer.Last;

            // A bracket at the end of a text is followed by a quotation mark: these two open something.
            if (last != '{' && last != '[')
            {
                _buffer.Put((byte)',');
            }
        }

        private JsonObject Settle()
        {
            if (_buffer.IsFull)
            {
                _buffer.CutTo(_start);
                IsTruncated = true;
            }

            return this;
        }

        private JsonObject Open(string name, char bracket)
        {
            if (!Begin(name))
            {
                _leftOut++;
                return this;
            }

            if (_depth == MaxDepth)
            {
                _buffer.CutTo(_start);
                throw new InvalidOperationException();
            }

            _buffer.Reserved = _depth + 2;
            _buffer.Put((byte)bracket);
            Settle();
            if (IsTruncated)
            {
                _buffer.Reserved = _depth + 1;
                _leftOut++;
                return this;
            }

            _depth++;
            _arrays = (_arrays << 1) | (bracket == '[' ? 1u : 0u);
            return this;
        }

        private JsonObject WriteText(string value)
        {
            if (value == null)
            {
                JsonNumber.PutNull(_buffer);
            }
            else
            {
                _buffer.PutText(value);
            }

            return Settle();
        }

        private JsonObject WriteWhole(long value)
        {
            // The magnitude of the lowest long is no long.
            Number().PutWhole(_buffer, value < 0, value < 0 ? (ulong)(-(value + 1)) + 1 : (ulong)value);
            return Settle();
        }

        private JsonObject WriteBool(bool value)
        {
            string word = value ? "true" : "false";
            for (int i = 0; i < word.Length; i++)
            {
                _buffer.Put((byte)word[i]);
            }

            return Settle();
        }

        private JsonObject WriteNumber(double value, bool isFloat)
        {
            Number().PutExact(_buffer, value, isFloat);
            return Settle();
        }

        private JsonObject WriteRounded(double value, int digits)
        {
            Number().PutRounded(_buffer, value, digits);
            return Settle();
        }
    }
}
