using System;
using System.Text;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>Writes lines and Improv frames, each as a whole, from one buffer.</summary>
    public sealed class SerialWriter
    {
        // An endpoint with its name, or an access key ID of characters that take four bytes; a frame needs 266.
        private const int Size = 320;
        private const int FrameStart = 9;

        private readonly ISerialLine _line;
        private readonly byte[] _buffer = new byte[Size];
        private readonly byte[] _tag = new byte[2];
        private int _length;

        /// <summary>Makes a writer.</summary>
        /// <param name="line">The line.</param>
        public SerialWriter(ISerialLine line)
        {
            _line = line;
        }

        /// <summary>True when lines are checked ones.</summary>
        public bool IsChecked { get; set; }

        /// <summary>Gives checked lines the sequence number of a request.</summary>
        /// <param name="request">Holds the request, a checked line.</param>
        public void UseTag(byte[] request)
        {
            _tag[0] = request[CheckedLine.Tag];
            _tag[1] = request[CheckedLine.Tag + 1];
        }

        /// <summary>Adds a text to the line.</summary>
        /// <param name="text">The text; what in it is a control character is written as <c>?</c>, what does not fit is left out.</param>
        /// <returns>This writer.</returns>
        public SerialWriter Add(string text)
        {
            if (_length == 0 && IsChecked)
            {
                _length = CheckedLine.HeaderLength;
            }

            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (c > '~')
                {
                    AddBytes(Encoding.UTF8.GetBytes(text.Substring(i)));
                    break;
                }

                AddByte((byte)c);
            }

            return this;
        }

        /// <summary>Adds a last text to the line and sends it.</summary>
        /// <param name="text">The text.</param>
        public void Say(string text)
        {
            Add(text);
            if (IsChecked)
            {
                _buffer[CheckedLine.Tag] = _tag[0];
                _buffer[CheckedLine.Tag + 1] = _tag[1];
                CheckedLine.Complete(_buffer, _length);
            }

            _buffer[_length++] = (byte)'\r';
            _buffer[_length++] = (byte)'\n';
            Send();
        }

        /// <summary>Sends a frame with one byte of data.</summary>
        /// <param name="type">Its type.</param>
        /// <param name="value">The byte.</param>
        public void SendFrame(byte type, byte value)
        {
            _length = FrameStart;
            _buffer[_length++] = value;
            EndFrame(type);
        }

        /// <summary>Sends the result of an RPC.</summary>
        /// <param name="command">The command it is the result of.</param>
        /// <param name="texts">Texts of 255 bytes with one of length each, in all; what does not fit is left out.</param>
        public void SendResult(byte command, string[] texts)
        {
            _length = FrameStart;
            _buffer[_length++] = command;
            _length++;
            for (int i = 0; i < texts.Length; i++)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(texts[i]);
                if (_length + bytes.Length < FrameStart + 255)
                {
                    _buffer[_length++] = (byte)bytes.Length;
                    Array.Copy(bytes, 0, _buffer, _length, bytes.Length);
                    _length += bytes.Length;
                }
            }

            if (_length == FrameStart + '\n')
            {
                // ESPHome's client takes a length of 10 for the end of a line, and drops the frame: an empty text more makes it 11.
                _buffer[_length++] = 0;
            }

            _buffer[FrameStart + 1] = (byte)(_length - FrameStart - 2);
            EndFrame(4);
        }

        private void AddBytes(byte[] bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                AddByte(bytes[i]);
            }
        }

        private void AddByte(byte value)
        {
            if (_length < Size - 2)
            {
                // The name of a network is whatever its owner likes; it must not end the line.
                _buffer[_length++] = value < ' ' || value == 0x7F ? (byte)'?' : value;
            }
        }

        private void EndFrame(byte type)
        {
            for (int i = 0; i < ImprovFrame.Header.Length; i++)
            {
                _buffer[i] = (byte)ImprovFrame.Header[i];
            }

            _buffer[7] = type;
            _buffer[8] = (byte)(_length - FrameStart);
            int sum = 0;
            for (int i = 0; i < _length; i++)
            {
                sum += _buffer[i];
            }

            _buffer[_length++] = (byte)sum;
            _buffer[_length++] = (byte)'\n';
            Send();
        }

        private void Send()
        {
            int length = _length;
            _length = 0;
            _line.Write(_buffer, length);
        }
    }
}
