using System;

namespace NanoMqttDevice.Security
{
    /// <summary>
    /// SHA-256 after FIPS 180-4. One instance may be used for any number of messages, one after the other. Not safe for use by two threads at once.
    /// </summary>
    public sealed class Sha256
    {
        /// <summary>Size of a digest in bytes.</summary>
        public const int DigestSize = 32;

        /// <summary>Size of a block in bytes.</summary>
        public const int BlockSize = 64;

        // Times this, a word stands twice in 64 bits, and what is rotated need only be shifted: three rotations cost 17 instructions and not 23.
        private const ulong Twice = 0x100000001;

        // Made when it is first needed: a device that takes no updates has no use for it.
        private static uint[] _constants;

        private readonly uint[] _k;
        private readonly uint[] _w = new uint[64];
        private readonly byte[] _block = new byte[BlockSize];
        private uint _h0, _h1, _h2, _h3, _h4, _h5, _h6, _h7;
        private int _used;
        private long _length;

        /// <summary>Makes an instance that is ready for a message.</summary>
        public Sha256()
        {
            _constants = _constants ?? CreateConstants();
            _k = _constants;
            Reset();
        }

        /// <summary>How many blocks were hashed, for ever: what it costs.</summary>
        public int Compressions { get; private set; }

        /// <summary>Writes a word, the highest byte first.</summary>
        /// <param name="value">The word.</param>
        /// <param name="data">Receives four bytes.</param>
        /// <param name="offset">Where they go.</param>
        public static void Store(uint value, byte[] data, int offset)
        {
            data[offset] = (byte)(value >> 24);
            data[offset + 1] = (byte)(value >> 16);
            data[offset + 2] = (byte)(value >> 8);
            data[offset + 3] = (byte)value;
        }

        /// <summary>Forgets the message that was begun.</summary>
        public void Reset()
        {
            _h0 = 0x6A09E667;
            _h1 = 0xBB67AE85;
            _h2 = 0x3C6EF372;
            _h3 = 0xA54FF53A;
            _h4 = 0x510E527F;
            _h5 = 0x9B05688C;
            _h6 = 0x1F83D9AB;
            _h7 = 0x5BE0CD19;
            _used = 0;
            _length = 0;
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
        /// <param name="digest">Receives <see cref="DigestSize"/> bytes; may be what was hashed.</param>
        /// <param name="offset">Where in <paramref name="digest"/> they go.</param>
        public void Finish(byte[] digest, int offset)
        {
            // FIPS 180-4, section 5.1.1: a one bit, zeros, and the length in bits as 64 bits, big endian.
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
            Store(_h5, digest, offset + 20);
            Store(_h6, digest, offset + 24);
            Store(_h7, digest, offset + 28);

            Array.Clear(_w, 0, _w.Length);
            Array.Clear(_block, 0, BlockSize);
            Reset();
        }

        /// <summary>
        /// Hashes one block that is given as words, padding and length included, and gives the digest as words: for hash chains, which would
        /// spend as much on bytes as on hashing. A message that was begun is lost.
        /// </summary>
        /// <param name="words">64 words; the first 16 are the block, and stay; the others are overwritten.</param>
        /// <param name="digest">Receives eight words.</param>
        public void HashBlock(uint[] words, uint[] digest)
        {
            Reset();
            Compress(words);
            digest[0] = _h0;
            digest[1] = _h1;
            digest[2] = _h2;
            digest[3] = _h3;
            digest[4] = _h4;
            digest[5] = _h5;
            digest[6] = _h6;
            digest[7] = _h7;
            Reset();
        }

        private void Compress(byte[] data, int offset)
        {
            uint[] w = _w;
            for (int t = 0; t < 16; t++)
            {
                w[t] = (uint)((data[offset] << 24) | (data[offset + 1] << 16) | (data[offset + 2] << 8) | data[offset + 3]);
                offset += 4;
            }

            Compress(w);
        }

        // FIPS 180-4, section 4.2.2.
        private static uint[] CreateConstants()
        {
            return new uint[]
            {
                0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
                0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
                0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
                0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
                0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
                0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
                0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
                0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
            };
        }

        // FIPS 180-4, section 6.2.2. The interpreter pays for every instruction, so there is no call and no property in here. The words are made
        // two at a time, because each needs the one before the last; the rounds go eight at a time, because then every variable has its name again.
        private void Compress(uint[] w)
        {
            uint[] k = _k;
            uint x = w[0];
            uint y;
            uint p = w[14];
            uint q = w[15];
            int t = 16;
            while (t < 64)
            {
                y = w[t - 15];
                x += w[t - 7] + (((y >> 7) | (y << 25)) ^ ((y >> 18) | (y << 14)) ^ (y >> 3));
                p = x + (((p >> 17) | (p << 15)) ^ ((p >> 19) | (p << 13)) ^ (p >> 10));
                w[t] = p;
                x = w[t - 14];
                y += w[t - 6] + (((x >> 7) | (x << 25)) ^ ((x >> 18) | (x << 14)) ^ (x >> 3));
                q = y + (((q >> 17) | (q << 15)) ^ ((q >> 19) | (q << 13)) ^ (q >> 10));
                w[t + 1] = q;
                t += 2;
            }

            uint a = _h0;
            uint b = _h1;
            uint c = _h2;
            uint d = _h3;
            uint e = _h4;
            uint f = _h5;
            uint g = _h6;
            uint h = _h7;
            ulong r;
            t = 0;
            while (t < 64)
            {
                h += (uint)((((((r = e * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (g ^ (e & (f ^ g))) + k[t] + w[t++];
                d += h;
                h += (uint)((((((r = a * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((a & b) | (c & (a | b)));
                g += (uint)((((((r = d * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (f ^ (d & (e ^ f))) + k[t] + w[t++];
                c += g;
                g += (uint)((((((r = h * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((h & a) | (b & (h | a)));
                f += (uint)((((((r = c * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (e ^ (c & (d ^ e))) + k[t] + w[t++];
                b += f;
                f += (uint)((((((r = g * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((g & h) | (a & (g | h)));
                e += (uint)((((((r = b * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (d ^ (b & (c ^ d))) + k[t] + w[t++];
                a += e;
                e += (uint)((((((r = f * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((f & g) | (h & (f | g)));
                d += (uint)((((((r = a * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (c ^ (a & (b ^ c))) + k[t] + w[t++];
                h += d;
                d += (uint)((((((r = e * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((e & f) | (g & (e | f)));
                c += (uint)((((((r = h * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (b ^ (h & (a ^ b))) + k[t] + w[t++];
                g += c;
                c += (uint)((((((r = d * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((d & e) | (f & (d | e)));
                b += (uint)((((((r = g * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (a ^ (g & (h ^ a))) + k[t] + w[t++];
                f += b;
                b += (uint)((((((r = c * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((c & d) | (e & (c | d)));
                a += (uint)((((((r = f * Twice) >> 14) ^ r) >> 5) ^ r) >> 6) + (h ^ (f & (g ^ h))) + k[t] + w[t++];
                e += a;
                a += (uint)((((((r = b * Twice) >> 9) ^ r) >> 11) ^ r) >> 2) + ((b & c) | (d & (b | c)));
            }

            _h0 += a;
            _h1 += b;
            _h2 += c;
            _h3 += d;
            _h4 += e;
            _h5 += f;
            _h6 += g;
            _h7 += h;
            Compressions++;
        }
    }
}
