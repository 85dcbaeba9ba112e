using System;
using System.Text;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>A serial line that a test types on and reads from.</summary>
    internal sealed class FakeSerialLine : ISerialLine
    {
        private byte[] _toDevice = new byte[0];
        private byte[] _fromDevice = new byte[0];

        public bool Throws { get; set; }

        public bool WriteThrows { get; set; }

        /// <summary>How many bytes the device has not read yet.</summary>
        public int Unread
        {
            get { return _toDevice.Length; }
        }

        public int Read(byte[] buffer)
        {
            if (Throws)
            {
                throw new InvalidOperationException();
            }

            int count = _toDevice.Length < buffer.Length ? _toDevice.Length : buffer.Length;
            Array.Copy(_toDevice, 0, buffer, 0, count);
            byte[] rest = new byte[_toDevice.Length - count];
            Array.Copy(_toDevice, count, rest, 0, rest.Length);
            _toDevice = rest;
            return count;
        }

        public void Write(byte[] data, int count)
        {
            if (WriteThrows)
            {
                throw new InvalidOperationException();
            }

            _fromDevice = Join(_fromDevice, data, count);
        }

        public void Type(string text)
        {
            Send(Encoding.UTF8.GetBytes(text));
        }

        public void Send(byte[] data)
        {
            _toDevice = Join(_toDevice, data, data.Length);
        }

        public string TakeAnswer()
        {
            byte[] answer = TakeBytes();
            return Encoding.UTF8.GetString(answer, 0, answer.Length);
        }

        public byte[] TakeBytes()
        {
            byte[] answer = _fromDevice;
            _fromDevice = new byte[0];
            return answer;
        }

        private static byte[] Join(byte[] first, byte[] second, int count)
        {
            byte[] all = new byte[first.Length + count];
            Array.Copy(first, all, first.Length);
            Array.Copy(second, 0, all, first.Length, count);
            return all;
        }
    }
}
