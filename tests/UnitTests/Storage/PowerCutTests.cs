using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;
using NFUnitTest.Security;

namespace NFUnitTest.Storage
{
    // Every place where the power can go, every length a file can be cut to, every bit that can flip: never a mixture, never an
    // exception, and the store works on. Host/SettingsPowerCuts.cs does the same with settings of full size.
    [TestClass]
    public class PowerCutTests
    {
        private const int MaxPayload = 56;
        private const int Overhead = RecordStore.Overhead;

        // Lengths that rise and fall, so that a file is written over a shorter one, a longer one and one as long.
        private static readonly byte[] _a = Bytes.Count(1, 40);
        private static readonly byte[] _b = Bytes.Count(101, 56);
        private static readonly byte[] _c = Bytes.Count(51, 48);
        private static readonly byte[] _further = Bytes.Count(201, 44);

        private static int _cuts;
        private static int _old;
        private static int _new;
        private static int _truncations;
        private static int _flips;

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void A_first_write_leaves_nothing_or_all_of_it(bool overwritesInPlace)
        {
            Reset();
            Cut(overwritesInPlace, null, null, null, _a);
            Counted(_a.Length + Overhead + 2, overwritesInPlace ? 2 : 1);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void A_second_write_leaves_the_first_record_or_the_second(bool overwritesInPlace)
        {
            Reset();
            Cut(overwritesInPlace, File(1, _a), null, _a, _b);
            Counted(_b.Length + Overhead + 2, overwritesInPlace ? 2 : 1);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void An_update_leaves_the_old_record_or_the_new_one(bool overwritesInPlace)
        {
            Reset();
            Cut(overwritesInPlace, File(1, _a), File(2, _b), _b, _c);
            Cut(overwritesInPlace, File(2, _a), File(1, _b), _a, _c);
            Counted(2 * (_c.Length + Overhead + 2), overwritesInPlace ? 3 : 2);
        }

        // Only sequence and CRC differ from what is in the slot.
        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void An_update_over_the_same_payload_leaves_the_old_record_or_the_new_one(bool overwritesInPlace)
        {
            Reset();
            Cut(overwritesInPlace, File(1, _a), File(2, _b), _b, _a);
            Cut(overwritesInPlace, File(0xFFFFFFFF, _a), File(0, _b), _b, _a);
            Counted(2 * (_a.Length + Overhead + 2), overwritesInPlace ? 4 : 2);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void A_write_over_what_a_former_cut_left_does_so_too(bool overwritesInPlace)
        {
            byte[] part = new byte[30];
            Array.Copy(File(3, _c), part, part.Length);
            Reset();
            Cut(overwritesInPlace, part, File(2, _b), _b, _a);
            Cut(overwritesInPlace, part, null, null, _a);
            Counted(2 * (_a.Length + Overhead + 2), overwritesInPlace ? 4 : 2);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void An_erase_leaves_the_current_record_or_none_but_never_an_older_one(bool overwritesInPlace)
        {
            int a = _a.Length + Overhead;
            int b = _b.Length + Overhead;
            Reset();
            Cut(overwritesInPlace, File(1, _a), null, _a, null);
            Cut(overwritesInPlace, File(1, _a), File(2, _b), _b, null);
            Cut(overwritesInPlace, File(2, _a), File(1, _b), _a, null);

            // The current record lives until the first step of its own overwriting, which comes after the other slot's.
            Assert.AreEqual(1 + (a + 1 + 1) + (b + 1 + 1), _old);
            Counted((a + 1 + 1 + 1) + (2 * (a + 1 + b + 1 + 2 + 1)), _cuts - _old);
        }

        [TestMethod]
        public void Damage_to_the_only_record_leaves_none()
        {
            Reset();
            Damage(File(1, _a), null, null, null);
            Damaged(_a.Length + Overhead);
        }

        [TestMethod]
        public void Damage_to_the_newer_record_leaves_the_older_and_the_other_way_round()
        {
            Reset();
            Damage(File(1, _a), File(2, _b), _b, _a);
            Damage(File(2, _a), File(1, _b), _b, _a);
            Damaged(2 * (_a.Length + _b.Length + (2 * Overhead)));
        }

        [TestMethod]
        public void Damage_during_an_erase_brings_no_older_record_back()
        {
            byte[] zeros = new byte[_a.Length + Overhead];
            Reset();
            Damage(zeros, File(2, _b), _b, null);
            Damage(zeros, new byte[_b.Length + Overhead], null, null);
            Damaged(2 * (_a.Length + _b.Length + (2 * Overhead)));
        }

        // Cuts one write of a payload, or one erase if it is null, after each of its steps, from before the first to after the last.
        private static void Cut(bool overwritesInPlace, byte[] slot0, byte[] slot1, byte[] before, byte[] next)
        {
            FakeFlash flash = Flash(overwritesInPlace, slot0, slot1);
            Assert.AreEqual((int)StoreResult.Ok, (int)Change(flash, next));
            int steps = flash.Steps;
            bool isDone = false;
            for (int i = 0; i <= steps; i++)
            {
                flash = Flash(overwritesInPlace, slot0, slot1);
                flash.CutAfter(i);
                Assert.AreEqual((int)StoreResult.Failed, (int)Change(flash, next), "cut after " + i);
                flash.Restore();
                _cuts++;

                string read = Read(flash);
                if (read == Name(before) && !isDone)
                {
                    _old++;
                }
                else
                {
                    Assert.AreEqual(Name(next), read, "cut after " + i);
                    isDone = true;
                    _new++;
                }

                WorksOn(flash);
            }

            Assert.IsTrue(isDone);
        }

        // Cuts each file to each length below its own and flips each of its bits.
        private static void Damage(byte[] slot0, byte[] slot1, byte[] withoutSlot0, byte[] withoutSlot1)
        {
            for (int slot = 0; slot < 2; slot++)
            {
                byte[] file = slot == 0 ? slot0 : slot1;
                string expected = Name(slot == 0 ? withoutSlot0 : withoutSlot1);
                int size = file == null ? 0 : file.Length;
                for (int length = 0; length < size; length++)
                {
                    byte[] part = new byte[length];
                    Array.Copy(file, part, length);
                    FakeFlash flash = Flash(false, slot0, slot1);
                    flash.Put(slot, part);
                    Assert.AreEqual(expected, Read(flash), "slot " + slot + " cut to " + length);
                    WorksOn(flash);
                    _truncations++;
                }

                for (int bit = 0; bit < 8 * size; bit++)
                {
                    FakeFlash flash = Flash(false, slot0, slot1);
                    file[bit / 8] ^= (byte)(1 << (bit % 8));
                    flash.Put(slot, file);
                    file[bit / 8] ^= (byte)(1 << (bit % 8));
                    Assert.AreEqual(expected, Read(flash), "slot " + slot + " bit " + bit);
                    WorksOn(flash);
                    _flips++;
                }
            }
        }

        private static void Reset()
        {
            _cuts = 0;
            _old = 0;
            _new = 0;
            _truncations = 0;
            _flips = 0;
        }

        private static void Counted(int cuts, int endedWithTheNew)
        {
            Assert.AreEqual(cuts, _cuts);
            Assert.AreEqual(endedWithTheNew, _new);
            Assert.AreEqual(cuts - endedWithTheNew, _old);
        }

        private static void Damaged(int bytes)
        {
            Assert.AreEqual(bytes, _truncations);
            Assert.AreEqual(8 * bytes, _flips);
        }

        private static void WorksOn(FakeFlash flash)
        {
            Assert.AreEqual((int)StoreResult.Ok, (int)Change(flash, _further));
            Assert.AreEqual(Name(_further), Read(flash));
        }

        private static StoreResult Change(FakeFlash flash, byte[] next)
        {
            return next == null ? Store(flash).Erase() : Store(flash).Write(next, next.Length);
        }

        // A fresh store, as after a boot.
        private static RecordStore Store(FakeFlash flash)
        {
            return new RecordStore(flash, "settings", 1, MaxPayload);
        }

        private static FakeFlash Flash(bool overwritesInPlace, byte[] slot0, byte[] slot1)
        {
            FakeFlash flash = new FakeFlash();
            flash.OverwritesInPlace = overwritesInPlace;
            flash.Put(0, slot0);
            flash.Put(1, slot1);
            return flash;
        }

        private static byte[] File(uint sequence, byte[] payload)
        {
            return RecordFile.Make(1, sequence, payload);
        }

        // A name for what was read: a payload's first byte tells it, if every other byte is that payload's.
        private static string Read(FakeFlash flash)
        {
            byte[] payload = new byte[MaxPayload];
            int count;
            StoreResult result = Store(flash).Read(payload, out count);
            if (result == StoreResult.Empty || result == StoreResult.Corrupt)
            {
                Assert.AreEqual(0, count);
                return "none";
            }

            Assert.AreEqual((int)StoreResult.Ok, (int)result);
            byte[] whole = payload[0] == _a[0] ? _a : payload[0] == _b[0] ? _b : payload[0] == _c[0] ? _c : _further;
            Assert.AreEqual(whole.Length, count, "length");
            for (int i = 0; i < count; i++)
            {
                if (payload[i] != whole[i])
                {
                    return "mixture";
                }
            }

            return Name(whole);
        }

        private static string Name(byte[] payload)
        {
            return payload == null ? "none" : "payload " + payload[0];
        }
    }
}
