using nanoFramework.TestFramework;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;
using NFUnitTest.Platform;
using NFUnitTest.Security;
using NFUnitTest.Storage;

namespace NFUnitTest.Settings
{
    [TestClass]
    public class SettingsStoreTests
    {
        // The example of Storage/SPEC.md, 16 bytes a line: byte by byte what the first firmware (commit f539044) wrote.
        internal const string Example =
            "4e4d4452010054000100000001010003" +
            "020300612e620302005b070401000005" +
            "0a006d7174742d7878787878060f0047" +
            "49445f54657374404040303030310705" +
            "00595959595908050058585858580d03" +
            "00746f700e02005a000f04003c000000" +
            "2af5054e";

        [TestMethod]
        public void The_first_record_has_the_bytes_of_the_specification()
        {
            FakeFlash flash = new FakeFlash();
            Assert.AreEqual((int)StoreResult.Ok, (int)new SettingsStore(flash).Save(Sample.DeviceCredential()));
            byte[] file = flash.Get(0);
            Assert.AreEqual(Example, Bytes.ToHex(file, file.Length));
            Assert.IsNull(flash.Get(1));
        }

        [TestMethod]
        public void The_bytes_of_the_specification_are_read()
        {
            FakeFlash flash = new FakeFlash();
            flash.Put(0, Bytes.FromHex(Example));
            SettingsStore store = new SettingsStore(flash);
            DeviceSettings settings = store.Load();
            Assert.AreEqual((int)StoreResult.Ok, (int)store.State);
            Assert.AreEqual(1u, store.Sequence);
            Assert.AreEqual("GID_Test@@@0001", settings.ClientId);
            Assert.AreEqual("vI009IZJZVGRwBwZvnbwjfuXxVM=", settings.CreateLogin().Password);
        }

        [TestMethod]
        public void The_largest_settings_are_stored_and_read()
        {
            FakeFlash flash = new FakeFlash();
            Assert.AreEqual((int)StoreResult.Ok, (int)new SettingsStore(flash).Save(Sample.Largest()));
            Assert.AreEqual(2350 + RecordStore.Overhead, flash.Get(0).Length);
            Assert.AreEqual(Sample.Largest().TokenRW, new SettingsStore(flash).Load().TokenRW);
        }

        [TestMethod]
        public void The_same_settings_are_not_written_again()
        {
            FakeFlash flash = new FakeFlash();
            SettingsStore store = new SettingsStore(flash);
            store.Save(Sample.DeviceCredential());
            Assert.AreEqual((int)StoreResult.Unchanged, (int)store.Save(Sample.DeviceCredential()));
            Assert.AreEqual(1, flash.Changes);
        }

        [TestMethod]
        public void An_empty_flash_gives_no_settings()
        {
            SettingsStore store = new SettingsStore(new FakeFlash());
            Assert.IsNull(store.Load());
            Assert.AreEqual((int)StoreResult.Empty, (int)store.State);
        }

        [TestMethod]
        public void A_whole_record_that_is_no_settings_is_corrupt_and_can_be_replaced()
        {
            FakeFlash flash = new FakeFlash();
            flash.Put(0, RecordFile.Make(SettingsRecord.Version, 1, Bytes.FromText("whatever")));
            SettingsStore store = new SettingsStore(flash);
            Assert.IsNull(store.Load());
            Assert.AreEqual((int)StoreResult.Corrupt, (int)store.State);
            Assert.AreEqual((int)StoreResult.Ok, (int)store.Save(Sample.DeviceCredential()));
            Assert.IsNotNull(store.Load());
            Assert.AreEqual((int)StoreResult.Ok, (int)store.State);
        }

        [TestMethod]
        public void Settings_of_a_newer_firmware_are_left_alone_until_they_are_erased()
        {
            FakeFlash flash = new FakeFlash();
            flash.Put(1, RecordFile.Make(SettingsRecord.Version + 1, 5, Bytes.FromText("whatever")));
            SettingsStore store = new SettingsStore(flash);
            Assert.IsNull(store.Load());
            Assert.AreEqual((int)StoreResult.NewerVersion, (int)store.State);
            Assert.AreEqual((int)StoreResult.NewerVersion, (int)store.Save(Sample.DeviceCredential()));
            Assert.AreEqual(0, flash.Changes);
            Assert.AreEqual((int)StoreResult.Ok, (int)store.Erase());
            Assert.AreEqual((int)StoreResult.Ok, (int)store.Save(Sample.DeviceCredential()));
            Assert.IsNotNull(store.Load());
        }

        [TestMethod]
        public void Erased_settings_are_gone()
        {
            FakeFlash flash = new FakeFlash();
            SettingsStore store = new SettingsStore(flash);
            store.Save(Sample.DeviceCredential());
            store.Save(Sample.Token());
            Assert.AreEqual((int)StoreResult.Ok, (int)store.Erase());
            Assert.IsNull(new SettingsStore(flash).Load());
        }
    }
}
