using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;
using NFUnitTest.Security;
using NFUnitTest.Settings;

namespace NFUnitTest.Host
{
    /// <summary>What Storage/PowerCutTests.cs does with small payloads, with real settings up to the largest.</summary>
    [TestClass]
    public class SettingsPowerCuts
    {
        private static readonly DeviceSettings _small = Sample.DeviceCredential();
        private static readonly DeviceSettings _middle = Sample.SignatureWithPassword();
        private static readonly DeviceSettings _large = Sample.Largest();

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void A_power_cut_after_any_byte_leaves_the_old_settings_or_the_new_ones(bool overwritesInPlace)
        {
            int small = Size(_small);
            int large = Size(_large);
            int cuts = Cut(overwritesInPlace, Flash(overwritesInPlace), null, _large);
            cuts += Cut(overwritesInPlace, Flash(overwritesInPlace, _small), _small, _large);
            cuts += Cut(overwritesInPlace, Flash(overwritesInPlace, _large, _small), _small, _middle);
            cuts += Cut(overwritesInPlace, Flash(overwritesInPlace, _middle, _small), _small, _large);
            cuts += Cut(overwritesInPlace, Flash(overwritesInPlace, _small, _large), _large, null);
            Console.WriteLine((overwritesInPlace ? "overwrite in place: " : "empty and append: ") + cuts + " power cuts");
            Assert.AreEqual((3 * (large + 2)) + Size(_middle) + 2 + (small + 1 + large + 1 + 2 + 1), cuts);
        }

        [TestMethod]
        public void A_second_cut_in_the_repair_of_the_first_leaves_whole_settings_too()
        {
            int cuts = 0;
            FakeFlash start = Flash(true, _small, _middle);
            for (int first = 0; first <= Size(_small) + 1; first++)
            {
                FakeFlash flash = Copy(start, true);
                flash.CutAfter(first);
                new SettingsStore(flash).Save(_small);
                flash.Restore();
                string before = Read(flash);
                cuts += Cut(true, flash, before == Name(_small) ? _small : _middle, Sample.Token());
            }

            Console.WriteLine("cut twice: " + cuts + " power cuts");
            Assert.AreEqual((Size(_small) + 2) * (Size(Sample.Token()) + 2), cuts);
        }

        [TestMethod]
        public void Any_length_and_any_bit_of_either_slot_leaves_the_settings_of_the_other()
        {
            int truncations = 0;
            int flips = 0;
            FakeFlash whole = Flash(false, _small, _large);
            for (int slot = 0; slot < 2; slot++)
            {
                byte[] file = whole.Get(slot);
                string expected = Name(slot == 0 ? _large : _small);
                for (int length = 0; length < file.Length; length++)
                {
                    Leaves(expected, whole, slot, file[..length]);
                    truncations++;
                }

                for (int bit = 0; bit < 8 * file.Length; bit++)
                {
                    file[bit / 8] ^= (byte)(1 << (bit % 8));
                    Leaves(expected, whole, slot, file);
                    file[bit / 8] ^= (byte)(1 << (bit % 8));
                    flips++;
                }
            }

            Console.WriteLine(truncations + " truncations and " + flips + " flipped bits");
            Assert.AreEqual(Size(_small) + Size(_large), truncations);
            Assert.AreEqual(8 * (Size(_small) + Size(_large)), flips);
        }

        private static int Cut(bool overwritesInPlace, FakeFlash start, DeviceSettings before, DeviceSettings next)
        {
            FakeFlash flash = Copy(start, overwritesInPlace);
            Assert.AreEqual((int)StoreResult.Ok, (int)Change(flash, next));
            int steps = flash.Steps;
            bool isDone = false;
            for (int i = 0; i <= steps; i++)
            {
                flash = Copy(start, overwritesInPlace);
                flash.CutAfter(i);
                Assert.AreEqual((int)StoreResult.Failed, (int)Change(flash, next), "cut after " + i);
                flash.Restore();
                string read = Read(flash);
                if (isDone || read != Name(before))
                {
                    Assert.AreEqual(Name(next), read, "cut after " + i);
                    isDone = true;
                }

                WorksOn(flash);
            }

            Assert.IsTrue(isDone);
            return steps + 1;
        }

        private static void Leaves(string expected, FakeFlash whole, int slot, byte[] file)
        {
            FakeFlash flash = Copy(whole, false);
            flash.Put(slot, file);
            Assert.AreEqual(expected, Read(flash));
            WorksOn(flash);
        }

        private static void WorksOn(FakeFlash flash)
        {
            DeviceSettings further = Sample.SignatureWithSecret();
            Assert.AreEqual((int)StoreResult.Ok, (int)new SettingsStore(flash).Save(further));
            Assert.AreEqual(Name(further), Read(flash));
        }

        private static StoreResult Change(FakeFlash flash, DeviceSettings next)
        {
            return next == null ? new SettingsStore(flash).Erase() : new SettingsStore(flash).Save(next);
        }

        private static FakeFlash Flash(bool overwritesInPlace, params DeviceSettings[] stored)
        {
            FakeFlash flash = new FakeFlash();
            flash.OverwritesInPlace = overwritesInPlace;
            foreach (DeviceSettings settings in stored)
            {
                Assert.AreEqual((int)StoreResult.Ok, (int)new SettingsStore(flash).Save(settings));
            }

            return flash;
        }

        private static FakeFlash Copy(FakeFlash flash, bool overwritesInPlace)
        {
            FakeFlash copy = Flash(overwritesInPlace);
            copy.Put(0, flash.Get(0));
            copy.Put(1, flash.Get(1));
            return copy;
        }

        // What was read, told by all its bytes.
        private static string Read(FakeFlash flash)
        {
            SettingsStore store = new SettingsStore(flash);
            DeviceSettings settings = store.Load();
            Assert.IsTrue(
                settings != null ? store.State == StoreResult.Ok : store.State is StoreResult.Empty or StoreResult.Corrupt,
                "state " + store.State);
            return Name(settings);
        }

        private static string Name(DeviceSettings settings)
        {
            if (settings == null)
            {
                return "none";
            }

            byte[] payload = new byte[SettingsRecord.MaxSize];
            return Bytes.ToHex(payload, SettingsRecord.Encode(settings, payload));
        }

        private static int Size(DeviceSettings settings)
        {
            return (Name(settings).Length / 2) + RecordStore.Overhead;
        }
    }
}
