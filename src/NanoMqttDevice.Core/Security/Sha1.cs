using System;

namespace NanoMqttDevice.Security
{
    /// <summary>
    /// SHA-1 after RFC 3174, for HMAC-SHA1 only: SHA-1 by itself no longer resists collisions, HMAC-SHA1 still authenticates.
    /// One instance may be used for any number of messages, one after the other. Not safe for use by two threads at once.
    /// </summary>
    public sealed class Sha1
    {
        /// <summary>Size of a digest in bytes.</summary>
        public const int DigestSize = 20;

        /// <summary>Size of a block in bytes.</summary>
        public const int BlockSize = 64;

        private readonly uint[] _w = new uint[80];
        private readonly byte[] _block = new byte[BlockSize];
        private uint _h0, _h1, _h2, _h3, _h4;
        private int _used;
        private long _length;

        /// <summary>Makes an instance that is ready for a message.</summary>
        public Sha1()
        {
            Reset();
        }

        /// <summary>Adds bytes to the message.</summary>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many there are.</param>
        public void Update(byte[] data, int offset, int count)
        {
            _length += count;
            while (count > 0)
            {
                int taken = BlockSize - _used;
                if (taken > count)
                {
                    taken = count;
                }

                if (taken == BlockSize)
                {
                    Compress(data, offset);
                }
                else
                {
                    Array.Copy(data, offset, _block, _used, taken);
                    _used += taken;
                    if (_used == BlockSize)
                    {
                        Compress(_block, 0);
                        _used = 0;
                    }
                }

                offset += taken;
                count -= taken;
            }
        }

        /// <summary>Ends the message, gives its digest, wipes the working state and makes ready for the next message.</summary>
        /// <param name="digest">Receives <see cref="DigestSize"/> bytes.</param>
        /// <param name="offset">Where in <paramref name="digest"/> they go.</param>
        public void Finish(byte[] digest, int offset)
        {
            // RFC 3174, section 4: a one bit, zeros, and the length in bits as 64 bits, big endian.
            _block[_used++] = 0x80;
            if (_used > BlockSize - 8)
            {
                Array.Clear(_block, _used, BlockSize - _used);
                Compress(_block, 0);
                _used = 0;
            }

            Array.Clear(_block, _used, BlockSize - _used);
            Store((uint)(_length >> 29), _block, BlockSize - 8);
            Store((uint)_length << 3, _block, BlockSize - 4);
            Compress(_block, 0);

            Store(_h0, digest, offset);
            Store(_h1, digest, offset + 4);
            Store(_h2, digest, offset + 8);
            Store(_h3, digest, offset + 12);
            Store(_h4, digest, offset + 16);

            Array.Clear(_w, 0, _w.Length);
            Array.Clear(_block, 0, BlockSize);
            Reset();
        }

        private static void Store(uint value, byte[] data, int offset)
        {
            data[offset] = (byte)(value >> 24);
            data[offset + 1] = (byte)(value >> 16);
            data[offset + 2] = (byte)(value >> 8);
            data[offset + 3] = (byte)value;
        }

        private void Reset()
        {
            _h0 = 0x67452301;
            _h1 = 0xEFCDAB89;
            _h2 = 0x98BADCFE;
            _h3 = 0x10325476;
            _h4 = 0xC3D2E1F0;
            _used = 0;
            _length = 0;
        }

        // RFC 3174, section 6.1, with the making of W(t) inside the rounds: the interpreter pays for every instruction,
        // so there is no call and no property in here, and a word is used while it is still in a local.
        private void Compress(byte[] data, int offset)
        {
            uint[] w = _w;
            uint a = _h0;
            uint b = _h1;
            uint c = _h2;
            uint d = _h3;
            uint e = _h4;
            uint x;
            int t = 0;

            while (t < 16)
            {
                x = (uint)((data[offset] << 24) | (data[offset + 1] << 16) | (data[offset + 2] << 8) | data[offset + 3]);
                offset += 4;
                w[t++] = x;
                x += ((a << 5) | (a >> 27)) + (d ^ (b & (c ^ d))) + e + 0x5A827999;
                e = d;
                d = c;
                c = (b << 30) | (b >> 2);
                b = a;
                a = x;
            }

            while (t < 20)
            {
                x = w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16];
                x = (x << 1) | (x >> 31);
                w[t++] = x;
                x += ((a << 5) | (a >> 27)) + (d ^ (b & (c ^ d))) + e + 0x5A827999;
                e = d;
                d = c;
                c = (b << 30) | (b >> 2);
                b = a;
                a = x;
            }

            while (t < 40)
            {
                x = w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16];
                x = (x << 1) | (x >> 31);
                w[t++] = x;
                x += ((a << 5) | (a >> 27)) + (b ^ c ^ d) + e + 0x6ED9EBA1;
                e = d;
                d = c;
                c = (b << 30) | (b >> 2);
                b = a;
                a = x;
            }

            while (t < 60)
            {
                x = w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16];
                x = (x << 1) | (x >> 31);
                w[t++] = x;
                x += ((a << 5) | (a >> 27)) + ((b & c) | (d & (b | c))) + e + 0x8F1BBCDC;
                e = d;
                d = c;
                c = (b << 30) | (b >> 2);
                b = a;
                a = x;
            }

            while (t < 80)
            {
                x = w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16];
                x = (x << 1) | (x >> 31);
                w[t++] = x;
                x += ((a << 5) | (a >> 27)) + (b ^ c ^ d) + e + 0xCA62C1D6;
                e = d;
                d = c;
                c = (b << 30) | (b >> 2);
                b = a;
                a = x;
            }

            _h0 += a;
            _h1 += b;
            _h2 += c;
            _h3 += d;
            _h4 += e;
        }
    }
}
