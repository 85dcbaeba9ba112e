using System;
using System.Text;
using NanoMqttDevice.Provisioning;

namespace NFUnitTest.Device
{
    /// <summary>A serial line that a test types on and reads from.</summary>
    internal sealed class FakeSerialLine : ISerialLine
    {
        private byte[] _toDevice = new byte[0];
        private string _fromDevice = "";

        public bool Throws { get; set; }

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
            _fromDevice += Encoding.UTF8.GetString(data, 0, count);
        }

        public void Type(string text)
        {
            byte[] more = Encoding.UTF8.GetBytes(text);
            byte[] all = new byte[_toDevice.Length + more.Length];
            Array.Copy(_toDevice, all, _toDevice.Length);
            Array.Copy(more, 0, all, _toDevice.Length, more.Length);
            _toDevice = all;
        }

        public string TakeAnswer()
        {
            string answer = _fromDevice;
            _fromDevice = "";
            return answer;
        }
    }
}
