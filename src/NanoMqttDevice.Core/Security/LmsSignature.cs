namespace NanoMqttDevice.Security
{
    /// <summary>
    /// The check of LMS signatures (RFC 8554, NIST SP 800-208) with the parameters LMS_SHA256_M32_H10 or LMS_SHA256_M32_H15 and
    /// LMOTS_SHA256_N32_W4. It needs a hash and nothing else, and stands when quantum computers come. The signature is read in pieces of at most
    /// 40 bytes, and each step hashes at most <see cref="MaxStepBlocks"/> blocks and the message. Not safe for use by two threads at once.
    /// </summary>
    public sealed class LmsSignature
    {
        /// <summary>Size of a public key in bytes: type, type of the one-time signature, identifier I, root T[1].</summary>
        public const int PublicKeySize = 56;

        /// <summary>Size of the longest signature in bytes, that of a tree of 15 levels.</summary>
        public const int MaxSize = PathOffset + (15 * HashSize);

        /// <summary>Most blocks that a step hashes; the first step hashes the message besides.</summary>
        public const int MaxStepBlocks = 8;

        private const int HashSize = Sha256.DigestSize;

        // RFC 8554, section 4.1, for N32 and W4: 64 digits of the hash and three of the checksum, each of four bits.
        private const byte OneTimeType = 3;
        private const int HashDigits = 64;
        private const int Chains = 67;
        private const int LastDigit = 15;

        // Where things are: q, type, C, y[0] to y[66], type, path.
        private const int HeadSize = 8 + HashSize;
        private const int TypeOffset = HeadSize + (Chains * HashSize);
        private const int PathOffset = TypeOffset + 4;

        // The prefixes D_PBLC, D_MESG, D_LEAF and D_INTR.
        private const uint ForKey = 0x8080;
        private const uint ForMessage = 0x8181;
        private const uint ForLeaf = 0x8282;
        private const uint ForNode = 0x8383;

        private readonly Sha256 _sha256 = new Sha256();
        private readonly Sha256 _chainHash = new Sha256();
        private readonly uint[] _chain = new uint[64];
        private readonly uint[] _value = new uint[8];
        private readonly byte[] _digits = new byte[HashSize + 2];
        private readonly byte[] _piece = new byte[HeadSize];
        private readonly byte[] _hash = new byte[HashSize];
        private readonly byte[] _prefix = new byte[6];
        private byte[] _publicKey;
        private byte[] _message;
        private int _messageSize;
        private PieceReader _read;
        private int _height;
        private uint _q;
        private uint _node;

        // The chain, -1 before the first, and where in it; after the last chain, the level of the tree.
        private int _index;
        private int _digit;
        private LmsResult _result;

        /// <summary>How many blocks were hashed since this was made.</summary>
        public int Compressions
        {
            get { return _sha256.Compressions + _chainHash.Compressions; }
        }

        /// <summary>Size of the signatures of a key.</summary>
        /// <param name="publicKey">Public key.</param>
        /// <returns>Their size in bytes; 0 when it is no key of the parameters known here.</returns>
        public static int SizeFor(byte[] publicKey)
        {
            int height = HeightOf(publicKey);
            return height == 0 ? 0 : PathOffset + (height * HashSize);
        }

        /// <summary>Begins a check.</summary>
        /// <param name="publicKey">Public key; stays as it is until the check ends.</param>
        /// <param name="message">Message; stays as it is until after the first step.</param>
        /// <param name="messageSize">Its size in bytes.</param>
        /// <param name="read">Reads the signature.</param>
        public void Begin(byte[] publicKey, byte[] message, int messageSize, PieceReader read)
        {
            _publicKey = publicKey;
            _message = message;
            _messageSize = messageSize;
            _read = read;
            _height = HeightOf(publicKey);
            _index = -1;
            _sha256.Reset();
            _result = _height == 0 ? LmsResult.Invalid : LmsResult.Working;
        }

        /// <summary>Does the next part of the check.</summary>
        /// <returns>How it stands; once it is not Working it stays.</returns>
        public LmsResult Step()
        {
            if (_result == LmsResult.Working)
            {
                _result = _index < 0 ? HashMessage() : _index < Chains ? StepChains() : StepPath();
            }

            return _result;
        }

        private static int HeightOf(byte[] publicKey)
        {
            return publicKey.Length != PublicKeySize || WordAt(publicKey, 4) != OneTimeType ? 0 : HeightOf(WordAt(publicKey, 0));
        }

        // RFC 8554, section 5.1.
        private static int HeightOf(uint type)
        {
            return type == 6 ? 10 : type == 7 ? 15 : 0;
        }

        private static uint WordAt(byte[] data, int offset)
        {
            return (uint)((data[offset] << 24) | (data[offset + 1] << 16) | (data[offset + 2] << 8) | data[offset + 3]);
        }

        // RFC 8554, algorithm 4b, steps 1 to 3.
        private LmsResult HashMessage()
        {
            if (!_read(0, _piece, HeadSize))
            {
                return LmsResult.Unreadable;
            }

            _q = WordAt(_piece, 0);
            if (_q >> _height != 0 || WordAt(_piece, 4) != OneTimeType)
            {
                return LmsResult.Invalid;
            }

            BeginHash(_q, ForMessage);
            _sha256.Update(_piece, 8, HashSize);
            _sha256.Update(_message, 0, _messageSize);
            _sha256.Finish(_digits, 0);
            int sum = 0;
            for (int i = 0; i < HashDigits; i++)
            {
                sum += LastDigit - DigitAt(i);
            }

            _digits[HashSize] = (byte)(sum >> 4);
            _digits[HashSize + 1] = (byte)(sum << 4);
            BeginChains();
            return LmsResult.Working;
        }

        // What is the same in all blocks of all chains: I, q, the one bit, the length of 55 bytes.
        private void BeginChains()
        {
            for (int i = 0; i < 4; i++)
            {
                _chain[i] = WordAt(_publicKey, 8 + (4 * i));
            }

            _chain[4] = _q;
            _chain[14] = 0;
            _chain[15] = 55 * 8;
            _index = 0;
            _digit = -1;
            BeginHash(_q, ForKey);
        }

        // Algorithm 4b, step 4: each value is hashed until it has been hashed 15 times together with what the signer did.
        private LmsResult StepChains()
        {
            uint[] value = _value;
            uint[] chain = _chain;
            for (int blocks = 0; blocks < MaxStepBlocks - 1; blocks++)
            {
                if (_digit < 0)
                {
                    if (!_read(HeadSize + (_index * HashSize), _piece, HashSize))
                    {
                        return LmsResult.Unreadable;
                    }

                    for (int i = 0; i < value.Length; i++)
                    {
                        value[i] = WordAt(_piece, 4 * i);
                    }

                    _digit = DigitAt(_index);
                }

                if (_digit == LastDigit)
                {
                    return EndChain();
                }

                // I, q, number of the chain (2 bytes), number in the chain (1), value (32): one byte off the words.
                uint high = (uint)((_index << 8) | _digit);
                for (int i = 0; i < 8; i++)
                {
                    uint low = value[i];
                    chain[5 + i] = (high << 8) | (low >> 24);
                    high = low;
                }

                chain[13] = (high << 8) | 0x80;
                _chainHash.HashBlock(chain, value);
                _digit++;
            }

            return LmsResult.Working;
        }

        private LmsResult EndChain()
        {
            for (int i = 0; i < 8; i++)
            {
                Sha256.Store(_value[i], _piece, 4 * i);
            }

            _sha256.Update(_piece, 0, HashSize);
            _digit = -1;
            _index++;
            return _index < Chains ? LmsResult.Working : HashLeaf();
        }

        // RFC 8554, algorithm 6a, step 2.
        private LmsResult HashLeaf()
        {
            _sha256.Finish(_hash, 0);
            if (!_read(TypeOffset, _piece, 4))
            {
                return LmsResult.Unreadable;
            }

            if (HeightOf(WordAt(_piece, 0)) != _height)
            {
                return LmsResult.Invalid;
            }

            _node = (1u << _height) + _q;
            BeginHash(_node, ForLeaf);
            _sha256.Update(_hash, 0, HashSize);
            _sha256.Finish(_hash, 0);
            return LmsResult.Working;
        }

        // Algorithm 6a, step 3: one level of the tree.
        private LmsResult StepPath()
        {
            if (!_read(PathOffset + ((_index - Chains) * HashSize), _piece, HashSize))
            {
                return LmsResult.Unreadable;
            }

            bool isRight = (_node & 1) != 0;
            _node >>= 1;
            BeginHash(_node, ForNode);
            _sha256.Update(isRight ? _piece : _hash, 0, HashSize);
            _sha256.Update(isRight ? _hash : _piece, 0, HashSize);
            _sha256.Finish(_hash, 0);
            _index++;
            if (_node > 1)
            {
                return LmsResult.Working;
            }

            for (int i = 0; i < HashSize; i++)
            {
                if (_hash[i] != _publicKey[PublicKeySize - HashSize + i])
                {
                    return LmsResult.Invalid;
                }
            }

            return LmsResult.Valid;
        }

        // I, a number, what is hashed.
        private void BeginHash(uint number, uint purpose)
        {
            byte[] prefix = _prefix;
            Sha256.Store(number, prefix, 0);
            prefix[4] = (byte)(purpose >> 8);
            prefix[5] = (byte)purpose;
            _sha256.Update(_publicKey, 8, 16);
            _sha256.Update(prefix, 0, 6);
        }

        private int DigitAt(int index)
        {
            int pair = _digits[index >> 1];
            return (index & 1) == 0 ? pair >> 4 : pair & 15;
        }
    }
}
