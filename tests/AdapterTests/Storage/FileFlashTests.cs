using System;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using NanoMqttDevice.AdapterTests.Platform;
using NanoMqttDevice.Esp32;

namespace NanoMqttDevice.AdapterTests.Storage
{
    /// <summary>Files on the drive, which count from their close on.</summary>
    [TestClass]
    public sealed class FileFlashTests
    {
        private static readonly byte[] _old = { 1, 2, 3, 4, 5 };

        private readonly FileFlash _flash = new FileFlash();

        [TestInitialize]
        public void Start()
        {
            Board.Reset();
        }

        [TestMethod]
        public void A_file_that_is_not_there_has_no_size()
        {
            Assert.AreEqual(-1, _flash.Read("x", new byte[4]));
            Assert.AreEqual(0, Drive.Open);
        }

        [TestMethod]
        [DataRow(int.MaxValue)]
        [DataRow(2)]
        public void A_file_is_read_to_its_end_however_little_comes_at_once(int limit)
        {
            Drive.Put("I:\\x", _old);
            Drive.ReadLimit = limit;
            byte[] buffer = new byte[8];
            Assert.AreEqual(5, _flash.Read("x", buffer));
            CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4, 5, 0, 0, 0 }, buffer);
            Assert.AreEqual(0, Drive.Open);
        }

        [TestMethod]
        public void Of_a_larger_file_as_much_is_read_as_fits()
        {
            Drive.Put("I:\\x", _old);
            byte[] buffer = new byte[2];
            Assert.AreEqual(5, _flash.Read("x", buffer));
            CollectionAssert.AreEqual(new byte[] { 1, 2 }, buffer);
        }

        [TestMethod]
        public void A_drive_that_gives_nothing_is_an_error_and_leaves_no_file_open()
        {
            Drive.Put("I:\\x", _old);
            Drive.IsBroken = true;
            Assert.ThrowsExactly<IOException>(() => _flash.Read("x", new byte[4]));
            Assert.AreEqual(0, Drive.Open);
        }

        [TestMethod]
        public void What_was_written_is_durable_when_the_call_returns()
        {
            Drive.Put("I:\\x", _old);
            _flash.Write("x", new byte[] { 9, 8, 7 }, 2);
            CollectionAssert.AreEqual(new byte[] { 9, 8 }, Drive.Get("I:\\x"));
            Assert.AreEqual(0, Drive.Open);
        }

        [TestMethod]
        public void A_full_drive_is_an_error_and_leaves_no_file_open()
        {
            Drive.IsFull = true;
            Assert.ThrowsExactly<IOException>(() => _flash.Write("x", _old, 5));
            Assert.AreEqual(0, Drive.Open);
        }

        [TestMethod]
        public void A_record_outlives_a_power_cut_before_the_close()
        {
            NanoMqttDevice.Storage.RecordStore store = new NanoMqttDevice.Storage.RecordStore(_flash, "r", 1, 16);
            store.Write(_old, 5);
            store.Write(_old, 4);
            Drive.IsCutAtClose = true;
            try
            {
                // The store takes an exception for a medium that failed; here it is the end.
                store.Write(_old, 3);
            }
            catch (StandstillException)
            {
                Assert.IsTrue(Drive.IsCutAtClose);
            }

            Drive.IsCutAtClose = false;
            byte[] payload = new byte[16];
            Assert.AreEqual(NanoMqttDevice.Storage.StoreResult.Ok, new NanoMqttDevice.Storage.RecordStore(_flash, "r", 1, 16).Read(payload, out int count));
            Assert.AreEqual(4, count);
        }

        [TestMethod]
        public void What_is_appended_stands_behind_what_was_there()
        {
            _flash.Append("x", _old, 1, 2);
            _flash.Append("x", _old, 0, 1);
            CollectionAssert.AreEqual(new byte[] { 2, 3, 1 }, Drive.Get("I:\\x"));
            Assert.AreEqual(0, Drive.Open);
            Drive.IsFull = true;
            Assert.ThrowsExactly<IOException>(() => _flash.Append("x", _old, 0, 1));
            Assert.AreEqual(0, Drive.Open);
        }

        [TestMethod]
        public void Of_a_part_as_much_is_read_as_there_is()
        {
            Drive.Put("I:\\x", _old);
            byte[] buffer = new byte[4];
            Assert.AreEqual(2, _flash.Read("x", 1, buffer, 2));
            CollectionAssert.AreEqual(new byte[] { 2, 3, 0, 0 }, buffer);
            Assert.AreEqual(1, _flash.Read("x", 4, buffer, 4));
            Assert.AreEqual(0, _flash.Read("x", 6, buffer, 4));
            Assert.AreEqual(0, _flash.Read("y", 0, buffer, 4));
            Assert.AreEqual(0, Drive.Open);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void Room_is_what_the_blocks_of_the_files_leave_of_the_smallest_drive(bool withoutSeparator)
        {
            Drive.ListsWithoutSeparator = withoutSeparator;
            Drive.Put("I:\\x", _old);
            Drive.Put("I:\\y", new byte[4097]);
            Assert.AreEqual(262144 - 8192 - 4096 - 8192, _flash.FreeSpace);
        }

        [TestMethod]
        public void Deleting_a_file_that_is_not_there_is_no_error()
        {
            Drive.Put("I:\\x", _old);
            _flash.Delete("x");
            _flash.Delete("x");
            Assert.IsNull(Drive.Get("I:\\x"));
        }
    }
}
