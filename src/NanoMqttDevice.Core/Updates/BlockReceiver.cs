using NanoMqttDevice.Security;

namespace NanoMqttDevice.Updates
{
    /// <summary>
    /// Receives a package, block by block, at the device's own pace: it tells what to ask for next, takes what comes in order, and asks again for what does
    /// not come. What is held stays held over a disconnect and a power cut, and the same offer goes on from there. Time is handed in. Not safe for use by
    /// two threads at once.
    /// </summary>
    public sealed class BlockReceiver
    {
        /// <summary>Most bytes of a package in one block.</summary>
        public const int BlockSize = 1024;

        /// <summary>Bytes before them in a block's message: the mark, tag of the package, offset.</summary>
        public const int BlockHeaderSize = 9;

        /// <summary>First byte of a block's message: no command begins with it.</summary>
        public const byte Mark = 1;

        /// <summary>Most blocks that are asked for and have not come.</summary>
        public const int Window = 2;

        /// <summary>After how many milliseconds without the block that is next it is asked for again.</summary>
        public const int Patience = 15000;

        private readonly PackageSlot _slot;
        private readonly byte[] _held = new byte[PackageHeader.MaxSize];
        private readonly byte[] _digest = new byte[Sha256.DigestSize];
        private readonly Sha256 _sha256 = new Sha256();
        private readonly bool _isHost;
        private int _asked;
        private long _since;

        /// <summary>Makes a receiver that waits for an offer.</summary>
        /// <param name="slot">The slot that is free.</param>
        /// <param name="isHost">True to receive the assembly for .NET 10 too, which stands last.</param>
        public BlockReceiver(PackageSlot slot, bool isHost)
        {
            _slot = slot;
            _isHost = isHost;
        }

        /// <summary>Header of the package that is received; null when there is none.</summary>
        public PackageHeader Header { get; private set; }

        /// <summary>The package's tag: the first four bytes of the SHA-256 of its header. Each request and block carries it.</summary>
        public uint Tag { get; private set; }

        /// <summary>Size of what is needed of the package; a board does not ask for what is for .NET 10 only.</summary>
        public int WantedSize
        {
            get { return Header == null ? 0 : SizeOf(Header); }
        }

        /// <summary>True when all is there; the check comes next.</summary>
        public bool IsComplete
        {
            get { return Header != null && _slot.Held == WantedSize; }
        }

        /// <summary>Takes an offer: the header of a package. The offer of what is being received changes nothing.</summary>
        /// <param name="data">Holds the header from its start.</param>
        /// <param name="count">How many bytes there are.</param>
        /// <param name="target">The device as it is now.</param>
        /// <returns>Why it is refused, or None. What was being received before stays when the new offer is refused.</returns>
        public PackageError Offer(byte[] data, int count, PackageTarget target)
        {
            PackageHeader header = PackageHeader.Parse(data, count);
            PackageError error = header == null ? PackageError.Form : header.Check(target);
            if (error != PackageError.None)
            {
                return error;
            }

            if (!IsHeld(header))
            {
                if (SizeOf(header) > _slot.Room + _slot.Held)
                {
                    return PackageError.FlashFull;
                }

                Header = null;
                if (!_slot.Clear() || !_slot.Append(header.GetBytes(), 0, header.Size))
                {
                    return PackageError.FlashFailed;
                }
            }

            Begin(header);
            return PackageError.None;
        }

        /// <summary>Forgets the package.</summary>
        /// <returns>False when the flash failed.</returns>
        public bool Drop()
        {
            Header = null;
            return _slot.Clear();
        }

        /// <summary>Forgets what was asked for: after a connect all is asked for again.</summary>
        public void Reconnected()
        {
            _asked = _slot.Held;
        }

        /// <summary>Tells what to ask for now. To be called until it gives 0.</summary>
        /// <param name="now">Milliseconds since some start.</param>
        /// <param name="offset">Receives the offset of the block.</param>
        /// <returns>Its size in bytes; 0 when nothing is to be asked for now.</returns>
        public int NextRequest(long now, out int offset)
        {
            int held = _slot.Held;
            if (Header == null || held >= WantedSize)
            {
                offset = 0;
                return 0;
            }

            if (_asked <= held || now - _since >= Patience)
            {
                _asked = held;
                _since = now;
            }

            offset = _asked;
            int left = WantedSize - _asked;
            int count = left < BlockSize ? left : BlockSize;
            if (_asked - held + count > Window * BlockSize)
            {
                count = 0;
            }

            _asked += count;
            return count;
        }

        /// <summary>Takes a block. One of another package, one that was not asked for, and one out of order change nothing.</summary>
        /// <param name="message">The mark, tag and offset, four bytes each, little endian, and the bytes of the package.</param>
        /// <param name="count">Size of the message in bytes.</param>
        /// <param name="now">Milliseconds since some start.</param>
        /// <returns>FlashFailed when it could not be stored, it will be asked for again; otherwise None.</returns>
        public PackageError Take(byte[] message, int count, long now)
        {
            int held = _slot.Held;
            int size = count - BlockHeaderSize;
            if (Header == null || size < 1 || size > BlockSize || NumberAt(message, 1) != Tag || NumberAt(message, 5) != (uint)held
                || held + size > _asked || (held + size != WantedSize && size != BlockSize))
            {
                return PackageError.None;
            }

            _since = now;
            return _slot.Append(message, BlockHeaderSize, size) ? PackageError.None : PackageError.FlashFailed;
        }

        private static uint NumberAt(byte[] data, int at)
        {
            return (uint)(data[at] | (data[at + 1] << 8) | (data[at + 2] << 16) | (data[at + 3] << 24));
        }

        private int SizeOf(PackageHeader header)
        {
            return header.OffsetFor(_isHost) + header.SizeFor(_isHost);
        }

        // More than the whole of it is none of it.
        private bool IsHeld(PackageHeader header)
        {
            int size = header.Size;
            if (_slot.Held < size || _slot.Held > SizeOf(header) || !_slot.Read(0, _held, size))
            {
                return false;
            }

            byte[] bytes = header.GetBytes();
            for (int i = 0; i < size; i++)
            {
                if (_held[i] != bytes[i])
                {
                    return false;
                }
            }

            return true;
        }

        private void Begin(PackageHeader header)
        {
            Header = header;
            _asked = _slot.Held;
            _sha256.Update(header.GetBytes(), 0, header.Size);
            _sha256.Finish(_digest, 0);
            Tag = NumberAt(_digest, 0);
        }
    }
}
