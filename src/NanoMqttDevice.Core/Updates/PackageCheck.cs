using NanoMqttDevice.Security;

namespace NanoMqttDevice.Updates
{
    /// <summary>
    /// Tells whether a package is the one that was signed: the signature over its header, then the digest of its assembly. In steps, each of at most
    /// some sixteen blocks of SHA-256, so that the serial line answers meanwhile. Not safe for use by two threads at once.
    /// </summary>
    public sealed class PackageCheck
    {
        private const int PieceSize = 512;

        private readonly LmsSignature _signature = new LmsSignature();
        private readonly Sha256 _sha256 = new Sha256();
        private readonly byte[] _piece = new byte[PieceSize];
        private readonly byte[] _digest = new byte[Sha256.DigestSize];
        private PackageHeader _header;
        private PieceReader _read;
        private bool _isHost;
        private bool _isSigned;
        private bool _isDone;
        private int _at;

        /// <summary>What is wrong with the package, once a step has said that the check is done.</summary>
        public PackageError Error { get; private set; }

        /// <summary>How many blocks were hashed since this was made.</summary>
        public int Compressions
        {
            get { return _signature.Compressions + _sha256.Compressions; }
        }

        /// <summary>Begins a check.</summary>
        /// <param name="header">Header of the package.</param>
        /// <param name="isHost">True to check the assembly for .NET 10.</param>
        /// <param name="publicKey">The update key; stays as it is until the check ends.</param>
        /// <param name="read">Reads the package; offsets are those of the whole package, header included.</param>
        public void Begin(PackageHeader header, bool isHost, byte[] publicKey, PieceReader read)
        {
            _header = header;
            _isHost = isHost;
            _read = read;
            _isSigned = false;
            _isDone = false;
            _at = 0;
            _sha256.Reset();
            Error = PackageError.None;
            if (LmsSignature.SizeFor(publicKey) != header.SignatureSize)
            {
                End(PackageError.Signature);
                return;
            }

            _signature.Begin(publicKey, header.GetBytes(), header.Size, ReadSignature);
        }

        /// <summary>Does the next part of the check.</summary>
        /// <returns>True when it is done: <see cref="Error"/> has the result.</returns>
        public bool Step()
        {
            if (_isDone)
            {
                return true;
            }

            if (_isSigned)
            {
                StepDigest();
            }
            else
            {
                StepSignature();
            }

            return _isDone;
        }

        private void StepSignature()
        {
            switch (_signature.Step())
            {
                case LmsResult.Working:
                    break;
                case LmsResult.Valid:
                    _isSigned = true;
                    break;
                case LmsResult.Unreadable:
                    End(PackageError.FlashFailed);
                    break;
                default:
                    End(PackageError.Signature);
                    break;
            }
        }

        private void StepDigest()
        {
            int left = _header.SizeFor(_isHost) - _at;
            int count = left < PieceSize ? left : PieceSize;
            if (!_read(_header.OffsetFor(_isHost) + _at, _piece, count))
            {
                End(PackageError.FlashFailed);
                return;
            }

            _sha256.Update(_piece, 0, count);
            _at += count;
            if (_at == _header.SizeFor(_isHost))
            {
                _sha256.Finish(_digest, 0);
                End(ConstantTime.AreEqual(_header.DigestFor(_isHost), _digest) ? PackageError.None : PackageError.Digest);
            }
        }

        private void End(PackageError error)
        {
            Error = error;
            _isDone = true;
        }

        private bool ReadSignature(int offset, byte[] buffer, int count)
        {
            return _read(_header.Size + offset, buffer, count);
        }
    }
}
