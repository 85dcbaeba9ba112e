using System;
using System.Collections.Generic;
using System.Text;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Host
{
    /// <summary>
    /// A serial line whose every answer is checked: a whole frame, or a whole line without a control character, with the right check values, and
    /// without the secret. It hands out what was sent up to the end of a line at most, so that it knows which line the device obeys.
    /// </summary>
    internal sealed class FuzzLine : ISerialLine
    {
        /// <summary>What stands in every secret, and must never be seen.</summary>
        public const string Secret = "Top5ecret";

        private const int TailSize = 1024;

        private readonly byte[] _input = new byte[8192];
        private readonly byte[] _secret = Encoding.ASCII.GetBytes(Secret);
        private readonly byte[] _tail = new byte[2 * TailSize];
        private int _at;
        private int _count;
        private int _tailLength;

        /// <summary>Lines of answers since <see cref="Listen"/>, without their ends and without what <c>log on</c> brings.</summary>
        public List<string> Lines { get; } = new List<string>();

        /// <summary>Frames of answers since <see cref="Listen"/>, in hexadecimal digits.</summary>
        public List<string> Frames { get; } = new List<string>();

        public bool IsListening { get; private set; }

        public bool IsEmpty
        {
            get { return _at == _count; }
        }

        /// <summary>What the device has read last, up to now.</summary>
        public ReadOnlySpan<byte> Tail
        {
            get { return _tail.AsSpan(0, _tailLength); }
        }

        public void Listen(bool isListening)
        {
            IsListening = isListening;
            Lines.Clear();
            Frames.Clear();
        }

        /// <summary>The device starts anew: of what it has read it knows nothing.</summary>
        public void Forget()
        {
            _tailLength = 0;
        }

        public void Send(ReadOnlySpan<byte> data)
        {
            if (IsEmpty)
            {
                _at = 0;
                _count = 0;
            }

            data.CopyTo(_input.AsSpan(_count));
            _count += data.Length;
        }

        public int Read(byte[] buffer)
        {
            ReadOnlySpan<byte> next = _input.AsSpan(_at, Math.Min(buffer.Length, _count - _at));
            int end = next.IndexOfAny((byte)'\n', (byte)'\r');
            next = next.Slice(0, end < 0 ? next.Length : end + 1);
            next.CopyTo(buffer);
            _at += next.Length;
            if (_tailLength + next.Length > _tail.Length)
            {
                _tail.AsSpan(_tailLength - TailSize, TailSize).CopyTo(_tail);
                _tailLength = TailSize;
            }

            next.CopyTo(_tail.AsSpan(_tailLength));
            _tailLength += next.Length;
            return next.Length;
        }

        public void Write(byte[] data, int count)
        {
            ReadOnlySpan<byte> answer = data.AsSpan(0, count);
            if (answer.IndexOf(_secret) >= 0)
            {
                throw new FuzzException("the secret was told");
            }

            if (answer.StartsWith(FuzzInput.Header))
            {
                int end = 9 + answer[8];
                Check(count == end + 2 && answer[end] == FuzzInput.Sum(answer.Slice(0, end)) && answer[end + 1] == '\n', "a frame is not whole");
                if (IsListening)
                {
                    Frames.Add(Convert.ToHexString(answer));
                }

                return;
            }

            Check(count >= 2 && answer[count - 2] == '\r' && answer[count - 1] == '\n', "a line is not whole");
            ReadOnlySpan<byte> line = answer.Slice(0, count - 2);
            for (int i = 0; i < line.Length; i++)
            {
                Check(line[i] >= ' ' && line[i] != 0x7F, "a control character was told");
            }

            if (IsListening && !line.StartsWith(new byte[] { (byte)'*', (byte)' ' }))
            {
                Lines.Add(Encoding.UTF8.GetString(line));
            }
        }

        private static void Check(bool condition, string message)
        {
            if (!condition)
            {
                throw new FuzzException(message);
            }
        }
    }
}
