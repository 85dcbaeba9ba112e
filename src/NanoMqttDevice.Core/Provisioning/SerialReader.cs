using System;
using System.Text;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>Makes command lines and Improv frames of bytes. Takes whatever comes, grows with nothing, and is in step again after one line.</summary>
    public sealed class SerialReader
    {
        /// <summary>Most bytes of a line, neither its end nor the start of a checked one counted; the longest token just fits.</summary>
        public const int MaxLength = 512;

        // The low byte of the sum of the bytes that start a frame.
        private const int HeaderSum = 0xDE;
        private const int Rpc = 3;
        private const int FrameLimit = 100;

        private readonly byte[] _buffer = new byte[CheckedLine.HeaderLength + MaxLength];
        private int _length;
        private int _matched;
        private long _last;
        private bool _isBad;
        private bool _isFrame;
        private bool _isAfterCr;

        /// <summary>The bytes of the line or frame that has just ended; of a frame type, length, and as many bytes. Wiped by <see cref="Clear"/>.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Where the text of the line starts in <see cref="Buffer"/>: after what makes it a checked one.</summary>
        public int Start { get; private set; }

        /// <summary>Takes one byte.</summary>
        /// <param name="value">The byte.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>What it has ended; then <see cref="Clear"/> is to be called before the next byte.</returns>
        public SerialInput Push(byte value, long now)
        {
            if (_isFrame)
            {
                if (now - _last <= FrameLimit)
                {
                    _last = now;
                    return PushFrame(value);
                }

                Clear();
            }

            bool isSecondOfTwo = value == '\n' && _isAfterCr;
            _isAfterCr = value == '\r';
            if (value == '\n' || value == '\r')
            {
                _matched = 0;
                return isSecondOfTwo ? SerialInput.None : _isBad ? SerialInput.BadLine : SerialInput.Line;
            }

            // The first byte of the header stands in it only once: after any other a match can only begin anew.
            _matched = value == ImprovFrame.Header[_matched] ? _matched + 1 : value == ImprovFrame.Header[0] ? 1 : 0;
            if (_matched == ImprovFrame.Header.Length)
            {
                Clear();
                _isFrame = true;
                _last = now;
            }
            else if (value < ' ' || value == 0x7F || _length == _buffer.Length)
            {
                _isBad = true;
            }
            else
            {
                _buffer[_length++] = value;
            }

            return SerialInput.None;
        }

        /// <summary>Looks at the line that has just ended.</summary>
        /// <returns>True when it begins as a checked line does; <see cref="Verify"/> is to be asked then.</returns>
        public bool IsChecked()
        {
            return _length > 0 && _buffer[0] == '#';
        }

        /// <summary>Passes over the check value and the sequence number of a checked line.</summary>
        /// <returns>False when it came damaged.</returns>
        public bool Verify()
        {
            if (!CheckedLine.Verify(_buffer, _length))
            {
                return false;
            }

            Start = CheckedLine.HeaderLength;
            return true;
        }

        /// <summary>Tells whether the line is longer than a line may be.</summary>
        /// <returns>True when it is.</returns>
        public bool IsTooLong()
        {
            return _length - Start > MaxLength;
        }

        /// <summary>Compares the first word of the line, without making a text of it.</summary>
        /// <param name="usage">Begins with a word.</param>
        /// <returns>True when the words are the same.</returns>
        public bool StartsWith(string usage)
        {
            int i = 0;
            while (i < usage.Length && usage[i] != ' ')
            {
                if (Start + i >= _length || _buffer[Start + i] != usage[i])
                {
                    return false;
                }

                i++;
            }

            return Start + i == _length || _buffer[Start + i] == ' ';
        }

        /// <summary>Compares the first bytes of the line and of a word.</summary>
        /// <param name="usage">Begins with a word.</param>
        /// <returns>True when they are the same.</returns>
        public bool IsNear(string usage)
        {
            return Start < _length && _buffer[Start] == usage[0];
        }

        /// <summary>Tells whether there is nothing in the line.</summary>
        /// <returns>True when there is nothing.</returns>
        public bool IsEmpty()
        {
            return _length == 0;
        }

        /// <summary>Gives the line as text.</summary>
        /// <param name="word">How many bytes of it to pass over: those of its first word and the space after it; 0 for the whole line.</param>
        /// <returns>The text, empty when there is no more.</returns>
        public string TextAfter(int word)
        {
            int from = Start + word;
            return from >= _length ? "" : Encoding.UTF8.GetString(_buffer, from, _length - from);
        }

        /// <summary>Wipes the line or frame, for it may hold a secret.</summary>
        public void Clear()
        {
            Array.Clear(_buffer, 0, _length);
            _length = 0;
            _matched = 0;
            Start = 0;
            _isBad = false;
            _isFrame = false;
        }

        private SerialInput PushFrame(byte value)
        {
            _buffer[_length++] = value;
            if (_length < 3 || _length < _buffer[1] + 3)
            {
                return SerialInput.None;
            }

            int sum = HeaderSum;
            for (int i = 0; i < _length - 1; i++)
            {
                sum += _buffer[i];
            }

            _isFrame = false;
            if (_buffer[0] == Rpc && (byte)sum == value)
            {
                return SerialInput.Frame;
            }

            Clear();
            return SerialInput.None;
        }
    }
}
