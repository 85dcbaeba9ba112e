using System;
using NanoMqttDevice.Platform;

namespace NFUnitTest.Platform
{
    /// <summary>
    /// Flash in memory, whose power can be cut: slots 0 and 1 are those of the settings, 2 and 3 of a candidate, and any other file has the next free one. A step is
    /// what a cut can come before or after: one byte written, a file cut to a length, a file deleted. After the cut every member throws until the power
    /// comes back.
    /// </summary>
    internal sealed class FakeFlash : IFlash
    {
        private const int MaxFiles = 24;

        /// <summary>Hears of a change.</summary>
        internal delegate void StepHandler(int steps);

        private readonly byte[][] _files = new byte[MaxFiles][];

        // Not string[]: on the nanoCLR (1.17) comparing a fresh element of a string array crashes.
        private readonly object[] _names = new object[MaxFiles];
        private int _left = int.MaxValue;
        private bool _isDead;

        /// <summary>Makes an empty flash.</summary>
        internal FakeFlash()
        {
            _names[0] = "settings.0";
            _names[1] = "settings.1";
            _names[2] = "candidate.0";
            _names[3] = "candidate.1";
        }

        /// <summary>
        /// How a file is written: its bytes one by one over the old ones and then cut; else it is emptied first, and what is appended is there at once.
        /// </summary>
        internal bool OverwritesInPlace { get; set; }

        /// <summary>True from a cut until the power comes back.</summary>
        internal bool IsDead
        {
            get { return _isDead; }
        }

        /// <summary>Told the number of steps so far before each change; null for nobody.</summary>
        internal StepHandler Changing { get; set; }

        /// <summary>Steps since the beginning.</summary>
        internal int Steps { get; private set; }

        /// <summary>Calls of Read.</summary>
        internal int Reads { get; private set; }

        /// <summary>Calls of Write and Delete.</summary>
        internal int Changes { get; private set; }

        /// <summary>The call of Write or Delete at which the power is cut, counted from 1; 0 for none.</summary>
        internal int CutAtChange { get; set; }

        /// <summary>Whether that call does half of its work; otherwise none.</summary>
        internal bool CutsHalfway { get; set; }

        /// <summary>A slot that cannot be read; -1 for none.</summary>
        internal int UnreadableSlot { get; set; } = -1;

        /// <summary>The call of Read that fails, counted from 1; 0 for none.</summary>
        internal int FailingRead { get; set; }

        /// <summary>The call of Read, Write or Delete, counted together from 1, for which there is no memory; 0 for none.</summary>
        internal int StarvedCall { get; set; }

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
        public int FreeSpace { get; set; } = 131072;

        /// <inheritdoc/>
        public int Read(string name, byte[] buffer)
        {
            Reads++;
            Starve();
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
        public int Read(string name, int offset, byte[] buffer, int count)
        {
            Reads++;
            int slot = SlotOf(name);
            FailIf(_isDead || slot == UnreadableSlot || Reads == FailingRead);
            byte[] file = _files[slot];
            int left = file == null ? 0 : file.Length - offset;
            int found = left < 0 ? 0 : left < count ? left : count;
            if (found > 0)
            {
                Array.Copy(file, offset, buffer, 0, found);
            }

            return found;
        }

        /// <inheritdoc/>
        public void Append(string name, byte[] data, int offset, int count)
        {
            Changes++;
            Changing?.Invoke(Steps);
            FailIf(_isDead || FailsWrites);
            int slot = SlotOf(name);
            byte[] old = _files[slot];
            int size = old == null ? 0 : old.Length;
            int written = OverwritesInPlace ? Spend(count) : Spend(1) * count;
            _files[slot] = Resize(old, size + written);
            Array.Copy(data, offset, _files[slot], size, written);
            FailIf(written < count);
        }

        /// <inheritdoc/>
        public void Write(string name, byte[] data, int count)
        {
            Changes++;
            Starve();
            CutIfTold(count);
            Changing?.Invoke(Steps);
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
            Starve();
            CutIfTold(0);
            Changing?.Invoke(Steps);
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
            CutAtChange = 0;
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

        private int SlotOf(string name)
        {
            int slot = 0;
            while (_names[slot] != null && (string)_names[slot] != name)
            {
                slot++;
            }

            _names[slot] = name;
            return slot;
        }

        private void CutIfTold(int count)
        {
            if (Changes == CutAtChange)
            {
                _left = CutsHalfway ? count / 2 : 0;
                _isDead = _left == 0;
            }
        }

        private void Starve()
        {
            if (Reads + Changes == StarvedCall)
            {
#pragma warning disable CA2201 // What the runtime throws is what is imitated.
                throw new OutOfMemoryException();
#pragma warning restore CA2201
            }
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
