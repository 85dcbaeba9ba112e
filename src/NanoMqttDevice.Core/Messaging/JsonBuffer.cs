using System;
using System.Text;

namespace NanoMqttDevice.Messaging
{
    /// <summary>
    /// Bytes of a JSON text: one array that grows to a bound, and is kept. What would go beyond the bound is not written, and
    /// <see cref="IsFull"/> says so. Not safe for use by two threads at once.
    /// </summary>
    internal sealed class JsonBuffer
    {
        private const int FirstSize = 64;

        // Most characters that are encoded at once, and the most bytes that they make.
        private const int Chunk = 32;
        private const int ChunkBytes = 3 * Chunk;

        private readonly int _maxSize;
        private byte[] _bytes = new byte[FirstSize];
        private byte[] _chunk;

        /// <summary>Makes an empty buffer.</summary>
        /// <param name="maxSize">Most bytes it ever has.</param>
        public JsonBuffer(int maxSize)
        {
            _maxSize = maxSize;
        }

        /// <summary>How many bytes were written.</summary>
        public int Size { get; private set; }

        /// <summary>How many bytes are kept free for later, below the bound.</summary>
        public int Reserved { get; set; }

        /// <summary>True since something did not fit; until <see cref="CutTo"/>.</summary>
        public bool IsFull { get; private set; }

        /// <summary>The last byte; 0 when there is none.</summary>
        public byte Last
        {
            get { return Size == 0 ? (byte)0 : _bytes[Size - 1]; }
        }

        /// <summary>Takes away all behind a size.</summary>
        /// <param name="size">How many bytes are left.</param>
        public void CutTo(int size)
        {
            Size = size;
            IsFull = false;
        }

        /// <summary>Writes one byte.</summary>
        /// <param name="value">The byte.</param>
        public void Put(byte value)
        {
            if (HasRoom(1))
            {
                _bytes[Size++] = value;
            }
        }

        /// <summary>Writes bytes.</summary>
        /// <param name="data">Holds them.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many there are.</param>
        public void Put(byte[] data, int offset, int count)
        {
            if (HasRoom(count))
            {
                Array.Copy(data, offset, _bytes, Size, count);
                Size += count;
            }
        }

        /// <summary>Writes what another buffer has.</summary>
        /// <param name="other">The other buffer.</param>
        /// <param name="offset">Where in it to start.</param>
        public void Put(JsonBuffer other, int offset)
        {
            Put(other._bytes, offset, other.Size - offset);
        }

        /// <summary>Writes a text between quotation marks, as UTF-8, with the escapes of RFC 8259, section 7.</summary>
        /// <param name="text">The text.</param>
        public void PutText(string text)
        {
            if (_chunk == null)
            {
                _chunk = new byte[ChunkBytes];
            }

            Put((byte)'"');
            int length = text.Length;
            int at = 0;
            while (at < length)
            {
                int taken = length - at < Chunk ? length - at : Chunk;

                // Both halves of a surrogate pair are encoded together.
                if (at + taken < length && text[at + taken - 1] >= '\uD800' && text[at + taken - 1] <= '\uDBFF')
                {
                    taken--;
                }

                int count = Encoding.UTF8.GetBytes(text, at, taken, _chunk, 0);
                PutEscaped(count);
                at += taken;
            }

            Put((byte)'"');
        }

        /// <summary>Copies the bytes.</summary>
        /// <param name="target">Receives them.</param>
        /// <param name="offset">Where in it they go.</param>
        public void CopyTo(byte[] target, int offset)
        {
            Array.Copy(_bytes, 0, target, offset, Size);
        }

        private void PutEscaped(int count)
        {
            for (int i = 0; i < count; i++)
            {
                byte b = _chunk[i];
                if (b == '"' || b == '\\')
                {
                    Put((byte)'\\');
                    Put(b);
                }
                else if (b < ' ')
                {
                    Put((byte)'\\');
                    Put((byte)'u');
                    Put((byte)'0');
                    Put((byte)'0');
                    Put((byte)('0' + (b >> 4)));
                    Put((byte)((b & 15) < 10 ? '0' + (b & 15) : 'a' + (b & 15) - 10));
                }
                else
                {
                    Put(b);
                }
            }
        }

        private bool HasRoom(int count)
        {
            int size = Size + count;
            if (IsFull || size > _maxSize - Reserved)
            {
                IsFull = true;
                return false;
            }

            if (size > _bytes.Length)
            {
                int grown = 2 * size < _maxSize ? 2 * size : _maxSize;
                byte[] bytes = new byte[grown];
                Array.Copy(_bytes, 0, bytes, 0, Size);
                _bytes = bytes;
            }

            return true;
        }
    }
}
