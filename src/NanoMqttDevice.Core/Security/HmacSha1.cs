using System;

namespace NanoMqttDevice.Security
{
    /// <summary>HMAC-SHA1 after RFC 2104, for keys and messages of any length. Not safe for use by two threads at once.</summary>
    public sealed class HmacSha1
    {
        private const byte InnerPad = 0x36;
        private const byte OuterPad = 0x5C;

        private readonly Sha1 _sha1 = new Sha1();
        private readonly byte[] _inner = new byte[Sha1.BlockSize];
        private readonly byte[] _outer = new byte[Sha1.BlockSize];

        /// <summary>Computes the code of one message; all that depended on the key is wiped afterwards.</summary>
        /// <param name="key">Key; one longer than a block is hashed first (RFC 2104, section 2).</param>
        /// <param name="message">Message.</param>
        /// <param name="mac">Receives the code, <see cref="Sha1.DigestSize"/> bytes.</param>
        public void Compute(byte[] key, byte[] message, byte[] mac)
        {
            byte[] inner = _inner;
            byte[] outer = _outer;
            if (key.Length > Sha1.BlockSize)
            {
                _sha1.Update(key, 0, key.Length);
                _sha1.Finish(outer, 0);
            }
            else
            {
                Array.Copy(key, outer, key.Length);
            }

            // One pass for both pads: the interpreter pays for the loop as much as for what is in it.
            for (int i = 0; i < Sha1.BlockSize; i++)
            {
                int k = outer[i];
                inner[i] = (byte)(k ^ InnerPad);
                outer[i] = (byte)(k ^ OuterPad);
            }

            _sha1.Update(inner, 0, Sha1.BlockSize);
            _sha1.Update(message, 0, message.Length);
            _sha1.Finish(mac, 0);
            _sha1.Update(outer, 0, Sha1.BlockSize);
            _sha1.Update(mac, 0, Sha1.DigestSize);
            _sha1.Finish(mac, 0);
            Array.Clear(inner, 0, Sha1.BlockSize);
            Array.Clear(outer, 0, Sha1.BlockSize);
        }
    }
}
