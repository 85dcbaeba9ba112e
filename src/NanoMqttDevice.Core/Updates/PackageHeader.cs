using System;
using System.Text;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Security;

namespace NanoMqttDevice.Updates
{
    /// <summary>
    /// Header of a package: what it is, whom it fits, what it must hash to. <c>SPEC.md</c> gives its bytes. What is read here is worth nothing before
    /// the signature over exactly these bytes was checked.
    /// </summary>
    public sealed class PackageHeader
    {
        /// <summary>Most bytes a header has.</summary>
        public const int MaxSize = 512;

        /// <summary>Most bytes a product's name has.</summary>
        public const int MaxNameSize = 32;

        /// <summary>Most bytes the name of a class, a library or a board has.</summary>
        public const int MaxTextSize = 96;

        /// <summary>Version of the form described here.</summary>
        public const int Form = 1;

        private const int FixedSize = 96;
        private const int SizeOffset = 6;
        private const int VersionSize = 8;
        private const int MaxLibraries = 8;
        private const int MaxBoards = 16;

        private readonly byte[] _data;
        private int _at;

        private PackageHeader(byte[] data)
        {
            _data = data;
        }

        /// <summary>Size of the header in bytes: what is signed.</summary>
        public int Size { get; private set; }

        /// <summary>Size of the signature behind it.</summary>
        public int SignatureSize { get; private set; }

        /// <summary>Release number of the product, 1 or more.</summary>
        public int Release { get; private set; }

        /// <summary>Heap in bytes that must be free before the product is loaded.</summary>
        public int NeededHeap { get; private set; }

        /// <summary>Size in bytes of the assembly for the board, the .pe.</summary>
        public int AssemblySize { get; private set; }

        /// <summary>Its SHA-256.</summary>
        public byte[] AssemblyDigest { get; private set; }

        /// <summary>Size in bytes of the assembly for .NET 10; 0 when there is none.</summary>
        public int HostAssemblySize { get; private set; }

        /// <summary>Its SHA-256; zeros when there is none.</summary>
        public byte[] HostAssemblyDigest { get; private set; }

        /// <summary>Name of the product.</summary>
        public string Product { get; private set; }

        /// <summary>Full name of the class that is the product.</summary>
        public string ClassName { get; private set; }

        /// <summary>What it was compiled against, Core among it.</summary>
        public LibraryVersion[] Libraries { get; private set; }

        /// <summary>Beginnings of the names of the boards it is for; none: for all.</summary>
        public string[] Boards { get; private set; }

        /// <summary>The update key from this package on; null when it stays.</summary>
        public byte[] NextKey { get; private set; }

        /// <summary>Where the assembly for the board starts in the package.</summary>
        public int AssemblyOffset
        {
            get { return Size + SignatureSize; }
        }

        /// <summary>Where the assembly starts that a device loads.</summary>
        /// <param name="isHost">True for the one for .NET 10.</param>
        /// <returns>Its offset in the package.</returns>
        public int OffsetFor(bool isHost)
        {
            return isHost ? AssemblyOffset + AssemblySize : AssemblyOffset;
        }

        /// <summary>Size of the assembly that a device loads.</summary>
        /// <param name="isHost">True for the one for .NET 10.</param>
        /// <returns>Its size in bytes; 0 when there is none.</returns>
        public int SizeFor(bool isHost)
        {
            return isHost ? HostAssemblySize : AssemblySize;
        }

        /// <summary>SHA-256 of the assembly that a device loads.</summary>
        /// <param name="isHost">True for the one for .NET 10.</param>
        /// <returns>The digest.</returns>
        public byte[] DigestFor(bool isHost)
        {
            return isHost ? HostAssemblyDigest : AssemblyDigest;
        }

        /// <summary>Reads a header.</summary>
        /// <param name="data">Holds the package from its start on, at least the header; copied.</param>
        /// <param name="count">How many bytes of it there are.</param>
        /// <returns>The header, or null when it is none, is damaged, or is of a form not known here.</returns>
        public static PackageHeader Parse(byte[] data, int count)
        {
            if (count < FixedSize || data[0] != 'N' || data[1] != 'M' || data[2] != 'D' || data[3] != 'P' || data[4] != Form || data[5] != 0)
            {
                return null;
            }

            int size = data[SizeOffset] | (data[SizeOffset + 1] << 8);
            if (size > MaxSize || size < FixedSize || size > count)
            {
                return null;
            }

            byte[] own = new byte[size];
            Array.Copy(data, own, size);
            PackageHeader header = new PackageHeader(own) { Size = size };
            return header.ReadNumbers() && header.ReadTexts() ? header : null;
        }

        /// <summary>Gives the bytes that are signed.</summary>
        /// <returns>The header, not to be changed.</returns>
        public byte[] GetBytes()
        {
            return _data;
        }

        /// <summary>Tells, before anything but the header was received, whether the package is for a device.</summary>
        /// <param name="target">The device.</param>
        /// <returns>The first rule that it breaks, or None.</returns>
        public PackageError Check(PackageTarget target)
        {
            int signatureSize = target.PublicKey == null || target.Loader == null ? 0 : LmsSignature.SizeFor(target.PublicKey);
            return signatureSize == 0 ? PackageError.NoKey
                : target.Product != null && Product != target.Product ? PackageError.Product
                : Release <= target.Release ? PackageError.NotNewer
                : !IsFor(target) ? PackageError.Board
                : SignatureSize != signatureSize ? PackageError.Signature
                : CheckLibraries(target.Loader) != PackageError.None ? CheckLibraries(target.Loader)
                : SizeFor(target.Loader.IsHost) > target.SlotSize ? PackageError.TooLarge
                : NeededHeap > target.FreeHeap ? PackageError.Heap
                : PackageError.None;
        }

        // The name of a board is what people call it and, behind a space, the name of its target. A PC is for all whose product was compiled for it.
        private bool IsFor(PackageTarget target)
        {
            if (target.Loader.IsHost)
            {
                return HostAssemblySize > 0;
            }

            for (int i = 0; i < Boards.Length; i++)
            {
                if (target.Board.StartsWith(Boards[i]) || target.Board.IndexOf(" " + Boards[i]) >= 0)
                {
                    return true;
                }
            }

            return Boards.Length == 0;
        }

        private PackageError CheckLibraries(IProductLoader loader)
        {
            for (int i = 0; i < Libraries.Length; i++)
            {
                LibraryVersion wanted = Libraries[i];
                LibraryVersion found = loader.FindLibrary(wanted.Name);
                bool isMissing = found == null && !loader.IsHost;
                if (isMissing || (found != null && !found.Serves(wanted)))
                {
                    return wanted.Name == PackageTarget.CoreName ? PackageError.Core : PackageError.Library;
                }
            }

            return PackageError.None;
        }

        private bool ReadNumbers()
        {
            _at = SizeOffset + 2;
            Release = ReadNumber();
            NeededHeap = ReadNumber();
            AssemblySize = ReadNumber();
            AssemblyDigest = ReadBytes(Sha256.DigestSize);
            HostAssemblySize = ReadNumber();
            HostAssemblyDigest = ReadBytes(Sha256.DigestSize);
            SignatureSize = ReadShort();

            // What the packer chose so that the check takes few steps; it has no other meaning.
            _at = FixedSize;
            return Release >= 1 && NeededHeap >= 0 && AssemblySize >= 1 && HostAssemblySize >= 0
                && AssemblySize <= int.MaxValue - HostAssemblySize - MaxSize - LmsSignature.MaxSize;
        }

        private bool ReadTexts()
        {
            Product = ReadText(MaxNameSize);
            ClassName = ReadText(MaxTextSize);
            return Product != null && ClassName != null && ReadLibraries() && ReadBoards() && ReadNextKey() && _at == Size;
        }

        private bool ReadLibraries()
        {
            int count = ReadCount(MaxLibraries);
            if (count < 1)
            {
                return false;
            }

            Libraries = new LibraryVersion[count];
            bool hasCore = false;
            for (int i = 0; i < count; i++)
            {
                string name = ReadText(MaxTextSize);
                if (name == null || Size - _at < VersionSize)
                {
                    return false;
                }

                hasCore |= name == PackageTarget.CoreName;
                int major = ReadShort();
                int minor = ReadShort();
                int build = ReadShort();
                Libraries[i] = new LibraryVersion(name, major, minor, build, ReadShort());
            }

            return hasCore;
        }

        private bool ReadBoards()
        {
            int count = ReadCount(MaxBoards);
            if (count < 0)
            {
                return false;
            }

            Boards = new string[count];
            for (int i = 0; i < count; i++)
            {
                string name = ReadText(MaxTextSize);
                if (name == null)
                {
                    return false;
                }

                Boards[i] = name;
            }

            return true;
        }

        private bool ReadNextKey()
        {
            int count = ReadCount(1);
            if (count == 1 && Size - _at == LmsSignature.PublicKeySize)
            {
                NextKey = ReadBytes(LmsSignature.PublicKeySize);
                return LmsSignature.SizeFor(NextKey) != 0;
            }

            return count == 0;
        }

        // -1 when there is none, or it is above its limit.
        private int ReadCount(int most)
        {
            return _at < Size && _data[_at] <= most ? _data[_at++] : -1;
        }

        // ASCII without control characters, at least one character; null when it is not that.
        private string ReadText(int maxSize)
        {
            int size = ReadCount(maxSize);
            if (size < 1 || size > Size - _at)
            {
                return null;
            }

            for (int i = 0; i < size; i++)
            {
                if (_data[_at + i] <= ' ' || _data[_at + i] > '~')
                {
                    return null;
                }
            }

            _at += size;
            return Encoding.UTF8.GetString(_data, _at - size, size);
        }

        private int ReadNumber()
        {
            int value = ReadShort();
            return value | (ReadShort() << 16);
        }

        private int ReadShort()
        {
            int value = _data[_at] | (_data[_at + 1] << 8);
            _at += 2;
            return value;
        }

        private byte[] ReadBytes(int count)
        {
            byte[] bytes = new byte[count];
            Array.Copy(_data, _at, bytes, 0, count);
            _at += count;
            return bytes;
        }
    }
}
