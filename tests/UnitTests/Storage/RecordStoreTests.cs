using nanoFramework.TestFramework;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;
using NFUnitTest.Security;

namespace NFUnitTest.Storage
{
    [TestClass]
    public class RecordStoreTests
    {
        private const int MaxPayload = 64;
        private const byte Version = 2;

        private static readonly byte[] _a = Bytes.Count(1, 40);
        private static readonly byte[] _b = Bytes.Count(101, 50);
        private static readonly byte[] _c = Bytes.Count(201, 30);

        [TestMethod]
        public void Each_result_has_a_word_of_its_own()
        {
            string words = " ";
            for (StoreResult result = StoreResult.Ok; result <= StoreResult.NoMemory; result++)
            {
                string word = " " + StoreResults.WordOf(result) + " ";
                Assert.IsTrue(words.IndexOf(word) < 0, word);
                words += word;
            }
        }

        [TestMethod]
        public void An_empty_flash_has_no_record()
        {
            FakeFlash flash = new FakeFlash();
            RecordStore store = Store(flash);
            int count;
            Assert.AreEqual((int)StoreResult.Empty, (int)store.Read(new byte[MaxPayload], out count));
            Assert.AreEqual(0, count);
            Assert.AreEqual(0u, store.Sequence);
            Assert.AreEqual(0, flash.Changes);
        }

        [TestMethod]
        public void The_first_record_is_in_slot_0_with_sequence_1()
        {
            FakeFlash flash = new FakeFlash();
            Writes(StoreResult.Ok, flash, _a);
            IsFile(RecordFile.Make(Version, 1, _a), flash.Get(0));
            Assert.IsNull(flash.Get(1));
            Reads(_a, flash);
        }

        [TestMethod]
        public void Records_go_to_the_two_slots_in_turn()
        {
            FakeFlash flash = new FakeFlash();
            Writes(StoreResult.Ok, flash, _a);
            Writes(StoreResult.Ok, flash, _b);
            Writes(StoreResult.Ok, flash, _c);
            IsFile(RecordFile.Make(Version, 3, _c), flash.Get(0));
            IsFile(RecordFile.Make(Version, 2, _b), flash.Get(1));
            Reads(_c, flash);
        }

        [TestMethod]
        public void One_store_reads_what_it_writes()
        {
            RecordStore store = Store(new FakeFlash());
            byte[] payload = new byte[MaxPayload];
            int count;
            for (int i = 1; i <= 5; i++)
            {
                byte[] next = Bytes.Count(i, 10 + i);
                Assert.AreEqual((int)StoreResult.Ok, (int)store.Write(next, next.Length));
                Assert.AreEqual((uint)i, store.Sequence);
                Assert.AreEqual((int)StoreResult.Ok, (int)store.Read(payload, out count));
                Assert.AreEqual(Bytes.ToHex(next, next.Length), Bytes.ToHex(payload, count));
                Assert.AreEqual((uint)i, store.Sequence);
            }
        }

        [TestMethod]
        public void What_is_stored_already_is_not_written_again()
        {
            FakeFlash flash = new FakeFlash();
            Writes(StoreResult.Ok, flash, _a);
            Writes(StoreResult.Ok, flash, _b);
            Assert.AreEqual(2, flash.Changes);
            Writes(StoreResult.Unchanged, flash, _b);
            Assert.AreEqual(2, flash.Changes);
            Writes(StoreResult.Ok, flash, _a);
            Assert.AreEqual(3, flash.Changes);
        }

        [TestMethod]
        public void A_part_of_the_record_or_more_than_it_is_another_record()
        {
            FakeFlash flash = new FakeFlash();
            Writes(StoreResult.Ok, flash, Bytes.Count(1, 40));
            Writes(StoreResult.Ok, flash, Bytes.Count(1, 39));
            Reads(Bytes.Count(1, 39), flash);
            Writes(StoreResult.Ok, flash, Bytes.Count(1, 40));
            Reads(Bytes.Count(1, 40), flash);
        }

        [TestMethod]
        public void The_largest_payload_fits_and_one_more_byte_is_refused()
        {
            FakeFlash flash = new FakeFlash();
            byte[] largest = Bytes.Count(0, MaxPayload);
            Writes(StoreResult.Ok, flash, largest);
            Writes(StoreResult.Failed, flash, Bytes.Count(0, MaxPayload + 1));
            Assert.AreEqual(1, flash.Changes);
            Reads(largest, flash);
        }

        [TestMethod]
        public void An_empty_payload_is_a_record()
        {
            FakeFlash flash = new FakeFlash();
            Writes(StoreResult.Ok, flash, new byte[0]);
            Reads(new byte[0], flash);
            Writes(StoreResult.Unchanged, flash, new byte[0]);
        }

        [TestMethod]
        public void A_payload_longer_than_255_bytes_comes_back()
        {
            FakeFlash flash = new FakeFlash();
            byte[] payload = Bytes.Count(0, 300);
            byte[] read = new byte[300];
            int count;
            Assert.AreEqual((int)StoreResult.Ok, (int)new RecordStore(flash, "settings", Version, 300).Write(payload, 300));
            Assert.AreEqual((int)StoreResult.Ok, (int)new RecordStore(flash, "settings", Version, 300).Read(read, out count));
            Assert.AreEqual(300, count);
            Assert.AreEqual(Bytes.ToHex(payload, 300), Bytes.ToHex(read, 300));
        }

        [TestMethod]
        public void Without_memory_it_says_so_and_what_was_stored_still_counts()
        {
            // A look at each slot, and the write.
            for (int call = 1; call <= 3; call++)
            {
                FakeFlash flash = new FakeFlash();
                Writes(StoreResult.Ok, flash, _a);
                Writes(StoreResult.Ok, flash, _b);
                flash.StarvedCall = flash.Reads + flash.Changes + call;
                Writes(StoreResult.NoMemory, flash, _c);
                flash.StarvedCall = 0;
                Reads(_b, flash);
                Writes(StoreResult.Ok, flash, _c);
                Reads(_c, flash);
            }
        }

        [TestMethod]
        public void Reading_without_memory_is_not_reading_nothing()
        {
            FakeFlash flash = new FakeFlash();
            Writes(StoreResult.Ok, flash, _a);
            flash.StarvedCall = flash.Reads + flash.Changes + 1;
            IsWithout(StoreResult.NoMemory, flash);
            Reads(_a, flash);
        }

        [TestMethod]
        public void Sequences_wrap_around()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 0xFFFFFFFE, _a), RecordFile.Make(Version, 0xFFFFFFFF, _b));
            Reads(_b, flash);
            Writes(StoreResult.Ok, flash, _c);
            IsFile(RecordFile.Make(Version, 0, _c), flash.Get(0));
            Reads(_c, flash);
            Writes(StoreResult.Ok, flash, _a);
            IsFile(RecordFile.Make(Version, 1, _a), flash.Get(1));
            Reads(_a, flash);
        }

        [TestMethod]
        public void An_older_version_is_read()
        {
            Reads(_a, Flash(RecordFile.Make(Version - 1, 1, _a), null));
        }

        [TestMethod]
        public void A_newer_version_in_any_slot_is_neither_read_nor_overwritten()
        {
            IsNewer(Flash(RecordFile.Make(Version + 1, 1, _a), null));
            IsNewer(Flash(null, RecordFile.Make(255, 1, _a)));
            IsNewer(Flash(RecordFile.Make(Version + 1, 1, _a), RecordFile.Make(Version + 1, 2, _b)));
        }

        [TestMethod]
        public void Beside_a_newer_version_an_older_record_is_read_and_nothing_is_written()
        {
            IsReadOnly(_b, Flash(RecordFile.Make(Version + 1, 1, _a), RecordFile.Make(Version, 2, _b)));
            IsReadOnly(_b, Flash(RecordFile.Make(Version + 1, 2, _a), RecordFile.Make(Version, 1, _b)));
            IsReadOnly(_a, Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version + 1, 2, _b)));
            IsReadOnly(_a, Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version + 1, 2, Bytes.Count(0, 1000))));
        }

        [TestMethod]
        public void A_newer_version_too_large_to_read_is_told_by_its_header()
        {
            IsNewer(Flash(RecordFile.Make(Version + 1, 1, Bytes.Count(0, MaxPayload + 1)), null));
            IsNewer(Flash(null, RecordFile.Make(Version + 1, 1, Bytes.Count(0, 1000))));
        }

        [TestMethod]
        public void A_broken_file_of_a_newer_version_does_not_stand_in_the_way()
        {
            byte[] broken = RecordFile.Make(Version + 1, 2, _a);
            broken[20] ^= 1;
            FakeFlash flash = Flash(broken, RecordFile.Make(Version, 1, _b));
            Reads(_b, flash);
            Writes(StoreResult.Ok, flash, _c);
            Reads(_c, flash);
        }

        [TestMethod]
        public void A_file_that_is_no_record_counts_for_nothing()
        {
            IsBad(new byte[0]);
            IsBad(new byte[15]);
            IsBad(new byte[16]);
            IsBad(new byte[1000]);
            IsBad(RecordFile.Make(0, 1, _a));
            IsBad(RecordFile.Make(Version, 1, Bytes.Count(0, MaxPayload + 1)));
            IsBad(RecordFile.Make(0, 1, Bytes.Count(0, MaxPayload + 1)));

            byte[] reserved = RecordFile.Make(Version, 1, _a);
            reserved[5] = 1;
            IsBad(RecordFile.Seal(reserved));

            byte[] reservedAndLarge = RecordFile.Make(Version + 1, 1, Bytes.Count(0, 1000));
            reservedAndLarge[5] = 1;
            IsBad(RecordFile.Seal(reservedAndLarge));

            byte[] wrongLength = RecordFile.Make(Version, 1, _a);
            wrongLength[6]++;
            IsBad(RecordFile.Seal(wrongLength));

            byte[] wrongLengthAndLarge = RecordFile.Make(Version + 1, 1, Bytes.Count(0, 1000));
            wrongLengthAndLarge[7]++;
            IsBad(RecordFile.Seal(wrongLengthAndLarge));

            for (int i = 0; i < 4; i++)
            {
                byte[] wrongMagic = RecordFile.Make(Version, 1, _a);
                wrongMagic[i] = (byte)'n';
                IsBad(RecordFile.Seal(wrongMagic));
            }
        }

        [TestMethod]
        public void A_slot_that_cannot_be_read_is_not_taken_for_free()
        {
            for (int slot = 0; slot < 2; slot++)
            {
                FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
                flash.UnreadableSlot = slot;
                Reads(slot == 0 ? _b : _a, flash);
                Writes(StoreResult.Failed, flash, _c);
                Assert.AreEqual(0, flash.Changes);
                flash.UnreadableSlot = -1;
                Reads(_b, flash);
            }
        }

        [TestMethod]
        public void A_flash_that_cannot_be_read_has_no_record_and_is_not_written()
        {
            FakeFlash flash = new FakeFlash();
            flash.UnreadableSlot = 1;
            IsWithout(StoreResult.Failed, flash);
            Writes(StoreResult.Failed, flash, _a);
            Assert.AreEqual(0, flash.Changes);
        }

        [TestMethod]
        public void A_read_that_fails_once_never_throws_and_never_mixes()
        {
            for (int failing = 1; failing <= 3; failing++)
            {
                FakeFlash flash = Flash(RecordFile.Make(Version, 2, _a), RecordFile.Make(Version, 1, _b));
                flash.FailingRead = failing;
                byte[] payload = new byte[MaxPayload];
                int count;
                StoreResult result = Store(flash).Read(payload, out count);
                string read = Bytes.ToHex(payload, count);
                bool isWhole = read == Bytes.ToHex(_a, _a.Length) || read == Bytes.ToHex(_b, _b.Length);
                Assert.IsTrue(result == StoreResult.Ok ? isWhole : result == StoreResult.Failed && count == 0, "read " + failing);
                Reads(_a, flash);
            }
        }

        [TestMethod]
        public void A_write_that_throws_fails_and_the_old_record_stays()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
            flash.FailsWrites = true;
            Writes(StoreResult.Failed, flash, _c);
            Reads(_b, flash);
        }

        [TestMethod]
        public void A_write_that_does_nothing_fails_and_the_old_record_stays()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
            flash.IgnoresChanges = true;
            Writes(StoreResult.Failed, flash, _c);
            Reads(_b, flash);
        }

        [TestMethod]
        public void A_write_that_stores_another_bit_fails_and_the_old_record_stays()
        {
            for (int i = 0; i < _c.Length + RecordStore.Overhead; i++)
            {
                FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
                flash.WrongByte = i;
                Writes(StoreResult.Failed, flash, _c);
                Reads(_b, flash);
            }
        }

        [TestMethod]
        public void A_write_that_stores_less_fails_and_the_old_record_stays()
        {
            for (int i = 1; i <= _c.Length + RecordStore.Overhead; i++)
            {
                FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
                flash.LostBytes = i;
                Writes(StoreResult.Failed, flash, _c);
                Reads(_b, flash);
            }
        }

        // The flash said no and did it nevertheless: the next attempt finds it done.
        [TestMethod]
        public void A_write_that_throws_after_its_work_is_made_up_for_by_the_next()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), null);
            flash.FailsAfterWrites = true;
            Writes(StoreResult.Failed, flash, _c);
            flash.FailsAfterWrites = false;
            Writes(StoreResult.Unchanged, flash, _c);
            Reads(_c, flash);
        }

        [TestMethod]
        public void A_failed_write_does_not_count()
        {
            FakeFlash flash = new FakeFlash();
            RecordStore store = Store(flash);
            store.Write(_a, _a.Length);
            flash.FailsWrites = true;
            store.Write(_b, _b.Length);
            Assert.AreEqual(1u, store.Sequence);
        }

        [TestMethod]
        public void Erase_leaves_no_file()
        {
            IsErased(Flash(null, null));
            IsErased(Flash(RecordFile.Make(Version, 1, _a), null));
            IsErased(Flash(RecordFile.Make(Version, 2, _a), RecordFile.Make(Version, 1, _b)));
            IsErased(Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b)));
            IsErased(Flash(new byte[0], new byte[1000]));
        }

        [TestMethod]
        public void Erase_takes_a_newer_version_away_too()
        {
            IsErased(Flash(RecordFile.Make(Version + 1, 1, _a), RecordFile.Make(Version, 2, _b)));
            IsErased(Flash(null, RecordFile.Make(Version + 1, 1, Bytes.Count(0, 1000))));
        }

        [TestMethod]
        public void Erase_begins_again_with_sequence_1()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 7, _a), RecordFile.Make(Version, 8, _b));
            RecordStore store = Store(flash);
            store.Erase();
            Assert.AreEqual(0u, store.Sequence);
            store.Write(_c, _c.Length);
            IsFile(RecordFile.Make(Version, 1, _c), flash.Get(0));
        }

        [TestMethod]
        public void Erase_overwrites_every_byte_before_it_deletes()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
            flash.FailsDeletes = true;
            Assert.AreEqual((int)StoreResult.Failed, (int)Store(flash).Erase());
            IsFile(new byte[_a.Length + RecordStore.Overhead], flash.Get(0));
            IsFile(new byte[_b.Length + RecordStore.Overhead], flash.Get(1));
            IsWithout(StoreResult.Corrupt, flash);
        }

        [TestMethod]
        public void Erase_says_when_something_is_still_there()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
            flash.IgnoresChanges = true;
            Assert.AreEqual((int)StoreResult.Failed, (int)Store(flash).Erase());
            flash.IgnoresChanges = false;
            flash.FailsWrites = true;
            Assert.AreEqual((int)StoreResult.Failed, (int)Store(flash).Erase());
            Reads(_b, flash);
        }

        [TestMethod]
        public void Erase_gets_rid_of_a_slot_that_cannot_be_read_but_does_not_vouch_for_it()
        {
            FakeFlash flash = Flash(RecordFile.Make(Version, 1, _a), RecordFile.Make(Version, 2, _b));
            flash.UnreadableSlot = 1;
            flash.FailsDeletes = true;
            Assert.AreEqual((int)StoreResult.Failed, (int)Store(flash).Erase());
            IsFile(new byte[MaxPayload + RecordStore.Overhead], flash.Get(1));
            flash.FailsDeletes = false;
            Assert.AreEqual((int)StoreResult.Failed, (int)Store(flash).Erase());
            Assert.IsNull(flash.Get(0));
            Assert.IsNull(flash.Get(1));
        }

        private static RecordStore Store(FakeFlash flash)
        {
            return new RecordStore(flash, "settings", Version, MaxPayload);
        }

        private static FakeFlash Flash(byte[] slot0, byte[] slot1)
        {
            FakeFlash flash = new FakeFlash();
            flash.Put(0, slot0);
            flash.Put(1, slot1);
            return flash;
        }

        private static void Writes(StoreResult expected, FakeFlash flash, byte[] payload)
        {
            Assert.AreEqual((int)expected, (int)Store(flash).Write(payload, payload.Length));
        }

        private static void Reads(byte[] expected, FakeFlash flash)
        {
            byte[] payload = new byte[MaxPayload];
            int count;
            Assert.AreEqual((int)StoreResult.Ok, (int)Store(flash).Read(payload, out count));
            Assert.AreEqual(Bytes.ToHex(expected, expected.Length), Bytes.ToHex(payload, count));
        }

        private static void IsWithout(StoreResult expected, FakeFlash flash)
        {
            int count;
            Assert.AreEqual((int)expected, (int)Store(flash).Read(new byte[MaxPayload], out count));
            Assert.AreEqual(0, count);
        }

        private static void IsReadOnly(byte[] expected, FakeFlash flash)
        {
            int count;
            byte[] read = new byte[MaxPayload];
            Assert.AreEqual((int)StoreResult.NewerVersion, (int)Store(flash).Read(read, out count));
            Assert.AreEqual(expected.Length, count);
            Assert.AreEqual(Bytes.ToHex(expected, count), Bytes.ToHex(read, count));
            int changes = flash.Changes;
            Writes(StoreResult.NewerVersion, flash, _c);
            Assert.AreEqual(changes, flash.Changes);
        }

        private static void IsNewer(FakeFlash flash)
        {
            IsWithout(StoreResult.NewerVersion, flash);
            Writes(StoreResult.NewerVersion, flash, _c);
            Assert.AreEqual(0, flash.Changes);
        }

        // Alone it is corrupt; beside a record that record counts; a write takes its place.
        private static void IsBad(byte[] file)
        {
            IsWithout(StoreResult.Corrupt, Flash(file, null));
            FakeFlash flash = Flash(RecordFile.Make(Version, 1, _b), file);
            Reads(_b, flash);
            Writes(StoreResult.Ok, flash, _c);
            Reads(_c, flash);
            IsFile(RecordFile.Make(Version, 2, _c), flash.Get(1));
        }

        private static void IsErased(FakeFlash flash)
        {
            Assert.AreEqual((int)StoreResult.Ok, (int)Store(flash).Erase());
            Assert.IsNull(flash.Get(0));
            Assert.IsNull(flash.Get(1));
            IsWithout(StoreResult.Empty, flash);
        }

        private static void IsFile(byte[] expected, byte[] file)
        {
            Assert.AreEqual(Bytes.ToHex(expected, expected.Length), Bytes.ToHex(file, file.Length));
        }
    }
}
