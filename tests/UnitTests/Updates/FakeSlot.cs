using System;
using NanoMqttDevice.Updates;

namespace NFUnitTest.Updates
{
    /// <summary>A slot in memory whose flash can fail.</summary>
    internal sealed class FakeSlot : PackageSlot
    {
        private readonly byte[] _data = new byte[16384];
        private int _held;

        internal int FreeBytes { get; set; } = 16384;

        internal bool Fails { get; set; }

        public override int Held
        {
            get { return _held; }
        }

        public override int Room
        {
            get { return FreeBytes - _held; }
        }

        public override bool Append(byte[] data, int offset, int count)
        {
            if (Fails)
            {
                return false;
            }

            Array.Copy(data, offset, _data, _held, count);
            _held += count;
            return true;
        }

        public override bool Read(int offset, byte[] buffer, int count)
        {
            if (Fails || offset + count > _held)
            {
                return false;
            }

            Array.Copy(_data, offset, buffer, 0, count);
            return true;
        }

        public override bool Clear()
        {
            _held = Fails ? _held : 0;
            return !Fails;
        }
    }
}
