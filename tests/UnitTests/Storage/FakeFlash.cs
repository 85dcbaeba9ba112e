using System;
using NanoMqttDevice.Storage;

namespace NFUnitTest.Storage
{
    /// <summary>
    /// Flash in memory, whose power can be cut: two slots of settings, two of a candidate, two of names. A step is what a cut can come before or after: one byte
    /// written, a file cut to a length, a file deleted. After the cut every member throws until the power comes back.
    /// </summary>
    internal sealed class FakeFlash : IFlash
    {
        private readonly byte[][] _files = new byte[6][];
        private int _left = int.MaxValue;
        private bool _isDead;

        /// <summary>How a file is written: its bytes one by one over the old ones and then cut; else it is emptied first.</summary>
        internal bool OverwritesInPlace { get; set; }

        /// <summary>Steps since the beginning.</summary>
        internal int Steps { get; private set; }

        /// <summary>Calls of Read.</summary>
        internal int Reads { get; private set; }

        /// <summary>Calls of Write and Delete.</summary>
        internal int Changes { get; private set; }

        /// <summary>A slot that cannot be read; -1 for none.</summary>
        internal int UnreadableSlot { get; set; } = -1;

        /// <summary>The call of Read that fails, counted from 1; 0 for none.</summary>
        internal int FailingRead { get; set; }

        /// <summary>Write throws and writes nothing.</summary>
        internal bool FailsWrites { get; set; }

        /// <summary>Write does its work and throws then.</summary>
        internal bool FailsAfterWrites { get; set; }

        /// <summary>Delete throws and deletes nothing.</summary>
        internal bool FailsDeletes { get; set; }

        /// <summary>Write and Delete return as if they had done their work.</summary>
        internal bool IgnoresChanges { get; set; }

        /// <summary>Write changes a bit of this byte; -1 for none.</summary>
        internal int WrongByte { get; set; } = -1;

        /// <summary>Write forgets that many of the last bytes.</summary>
        internal int LostBytes { get; set; }

        /// <inheritdoc/>
        public int Read(string name, byte[] buffer)
        {
            Reads++;
            int slot = SlotOf(name);
            if (_isDead || slot == UnreadableSlot || Reads == FailingRead)
            {
                // What had come before it failed.
                buffer[0] = 0xEE;
                throw new InvalidOperationException();
            }

            byte[] file = _files[slot];
            if (file == null)
            {
                return -1;
            }

            Array.Copy(file, buffer, file.Length < buffer.Length ? file.Length : buffer.Length);
            return file.Length;
        }

        /// <inheritdoc/>
        public void Write(string name, byte[] data, int count)
        {
            Changes++;
            FailIf(_isDead || FailsWrites);
            if (IgnoresChanges)
            {
                return;
            }

            int slot = SlotOf(name);
            if (!OverwritesInPlace)
            {
                FailIf(Spend(1) == 0);
                _files[slot] = new byte[0];
            }

            int written = Spend(count - LostBytes);
            if (written > 0)
            {
                byte[] old = _files[slot];
                _files[slot] = Resize(old, old == null || old.Length < written ? written : old.Length);
                Array.Copy(data, _files[slot], written);
            }

            FailIf(written < count - LostBytes);
            if (OverwritesInPlace)
            {
                FailIf(Spend(1) == 0);
                _files[slot] = Resize(_files[slot], written);
            }

            if (WrongByte >= 0)
            {
                _files[slot][WrongByte] ^= 1;
            }

            FailIf(FailsAfterWrites);
        }

        /// <inheritdoc/>
        public void Delete(string name)
        {
            Changes++;
            FailIf(_isDead || FailsDeletes);
            if (!IgnoresChanges)
            {
                FailIf(Spend(1) == 0);
                _files[SlotOf(name)] = null;
            }
        }

        /// <summary>Gives a copy of a file, or null when there is none.</summary>
        internal byte[] Get(int slot)
        {
            byte[] file = _files[slot];
            return file == null ? null : Resize(file, file.Length);
        }

        /// <summary>Puts a copy of a file there, or takes it away.</summary>
        internal void Put(int slot, byte[] file)
        {
            _files[slot] = file == null ? null : Resize(file, file.Length);
        }

        /// <summary>Cuts the power when that many more steps are done.</summary>
        internal void CutAfter(int steps)
        {
            _left = steps;
        }

        /// <summary>Brings the power back; the files are as the cut left them.</summary>
        internal void Restore()
        {
            _left = int.MaxValue;
            _isDead = false;
        }

        private static byte[] Resize(byte[] file, int size)
        {
            byte[] copy = new byte[size];
            if (file != null)
            {
                Array.Copy(file, copy, file.Length < size ? file.Length : size);
            }

            return copy;
        }

        private static int SlotOf(string name)
        {
            int first = name[0] == 'n' ? 4 : name[0] == 'c' ? 2 : 0;
            return first + name[name.Length - 1] - '0';
        }

        private static void FailIf(bool condition)
        {
            if (condition)
            {
                throw new InvalidOperationException();
            }
        }

        // As many steps as the power lasts for.
        private int Spend(int wanted)
        {
            int done = wanted < _left ? wanted : _left;
            _left -= done;
            _isDead = _left == 0;
            Steps += done;
            return done;
        }
    }
}
