using nanoFramework.TestFramework;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Updates;
using NFUnitTest.Security;

namespace NFUnitTest.Updates
{
    [TestClass]
    public class PackageHeaderTests
    {
        [TestMethod]
        public void The_example_of_the_specification_is_read()
        {
            byte[] data = SamplePackage.Header();
            PackageHeader header = PackageHeader.Parse(data, data.Length);
            Assert.AreEqual("thermometer", header.Product);
            Assert.AreEqual("Garden.Thermometer", header.ClassName);
            Assert.AreEqual(7, header.Release);
            Assert.AreEqual(6144, header.NeededHeap);
            Assert.AreEqual(3, header.AssemblySize);
            Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Bytes.ToHex(header.AssemblyDigest, 32));
            Assert.AreEqual(0, header.HostAssemblySize);
            Assert.AreEqual(2508, header.SignatureSize);
            Assert.AreEqual(data.Length + 2508, header.AssemblyOffset);
            Assert.AreEqual(2, header.Libraries.Length);
            Assert.AreEqual("NanoMqttDevice.Core", header.Libraries[1].Name);
            Assert.AreEqual(17, header.Libraries[0].Minor);
            Assert.AreEqual(1, header.Boards.Length);
            Assert.AreEqual("ESP32_REV", header.Boards[0]);
            Assert.IsNull(header.NextKey);
            Assert.AreEqual(SamplePackage.Example, Bytes.ToHex(header.GetBytes(), header.Size));
        }

        [TestMethod]
        public void What_is_behind_the_header_does_not_matter()
        {
            byte[] data = new byte[1000];
            byte[] header = SamplePackage.Header();
            System.Array.Copy(header, data, header.Length);
            Assert.AreEqual(header.Length, PackageHeader.Parse(data, data.Length).Size);
        }

        [TestMethod]
        public void Every_header_that_was_cut_is_none()
        {
            byte[] data = SamplePackage.Header();
            for (int count = 0; count < data.Length; count++)
            {
                Assert.IsNull(PackageHeader.Parse(data, count), "of " + count);

                // And when its size says so.
                byte[] shorter = SamplePackage.Header();
                shorter[6] = (byte)count;
                shorter[7] = (byte)(count >> 8);
                Assert.IsNull(PackageHeader.Parse(shorter, data.Length), "said " + count);
            }
        }

        [TestMethod]
        [DataRow(0, 0x4D)]
        [DataRow(4, 2)]
        [DataRow(4, 0)]
        [DataRow(5, 1)]
        [DataRow(7, 2)]
        [DataRow(11, 0x80)]
        [DataRow(8, 0)]
        [DataRow(15, 0x80)]
        [DataRow(16, 0)]
        [DataRow(19, 0x80)]
        [DataRow(55, 0x80)]
        [DataRow(96, 0)]
        [DataRow(96, 33)]
        [DataRow(97, 0x20)]
        [DataRow(97, 0x80)]
        [DataRow(127, 0)]
        [DataRow(127, 9)]
        public void A_header_that_breaks_the_form_is_none(int at, int value)
        {
            byte[] data = SamplePackage.Header();
            data[at] = (byte)value;
            Assert.IsNull(PackageHeader.Parse(data, data.Length));
        }

        [TestMethod]
        public void A_header_without_Core_is_none()
        {
            byte[] data = SamplePackage.Header();
            data[data.Length - 30] ^= 1;
            Assert.IsNull(PackageHeader.Parse(data, data.Length));
        }

        [TestMethod]
        public void A_header_may_bring_the_next_key_and_only_a_key()
        {
            byte[] data = SamplePackage.Header();
            byte[] longer = new byte[data.Length + 56];
            System.Array.Copy(data, longer, data.Length);
            System.Array.Copy(Rfc8554.PublicKey, 0, longer, data.Length, 56);
            longer[6] = (byte)longer.Length;
            longer[7] = (byte)(longer.Length >> 8);
            Assert.IsNull(PackageHeader.Parse(longer, longer.Length));
            longer[data.Length - 1] = 1;
            CollectionAssert.AreEqual(Rfc8554.PublicKey, PackageHeader.Parse(longer, longer.Length).NextKey);
            longer[data.Length + 3] = 5;
            Assert.IsNull(PackageHeader.Parse(longer, longer.Length));
        }

        [TestMethod]
        public void Each_rule_has_an_error_of_its_own()
        {
            Check(PackageError.None, SamplePackage.Target());

            PackageTarget target = SamplePackage.Target();
            target.PublicKey = null;
            Check(PackageError.NoKey, target);

            target = SamplePackage.Target();
            target.Product = "thermometer2";
            Check(PackageError.Product, target);

            target = SamplePackage.Target();
            target.Release = 7;
            Check(PackageError.NotNewer, target);

            target = SamplePackage.Target();
            target.Board = "XESP32_REV3";
            Check(PackageError.Board, target);

            target = SamplePackage.Target();
            target.PublicKey[3] = 7;
            Check(PackageError.Signature, target);

            target = SamplePackage.Target();
            target.SlotSize = 2;
            Check(PackageError.TooLarge, target);

            target = SamplePackage.Target();
            target.FreeHeap = 6143;
            Check(PackageError.Heap, target);
        }

        [TestMethod]
        [DataRow(0, 1, 0, 0, 0)]
        [DataRow(0, 1, 0, 1, 0)]
        [DataRow(0, 1, 1, 0, 0)]
        [DataRow(0, 2, 0, 0, 6)]
        [DataRow(1, 1, 0, 0, 6)]
        [DataRow(0, 0, 9, 9, 6)]
        public void Core_is_the_version_it_was_compiled_against_or_a_later_build(int major, int minor, int build, int revision, int error)
        {
            PackageTarget target = SamplePackage.Target();
            ((FakeProductLoader)target.Loader).Libraries[2] = new LibraryVersion("NanoMqttDevice.Core", major, minor, build, revision);
            Check((PackageError)error, target);
        }

        [TestMethod]
        public void Libraries_are_there_unless_the_target_does_not_know_them_all()
        {
            PackageTarget target = SamplePackage.Target();
            ((FakeProductLoader)target.Loader).Libraries[0] = new LibraryVersion("mscorlib", 1, 17, 10, 9);
            Check(PackageError.Library, target);
            ((FakeProductLoader)target.Loader).Libraries[0] = ((FakeProductLoader)target.Loader).Libraries[1];
            Check(PackageError.Library, target);

            // A PC has none but Core; and it runs what was compiled for it, whatever the board.
            ((FakeProductLoader)target.Loader).IsHost = true;
            Check(PackageError.Board, target);
            byte[] data = SamplePackage.Header();
            data[52] = 3;
            target.Board = "simulator";
            Assert.AreEqual((int)PackageError.None, (int)PackageHeader.Parse(data, data.Length).Check(target));
        }

        [TestMethod]
        [DataRow("ESP32_REV0", 0)]
        [DataRow("ESP32-DevKitC ESP32_REV3", 0)]
        [DataRow("ESP32-DevKitC ESP32_S3", 5)]
        [DataRow("XESP32_REV3", 5)]
        public void A_board_is_known_by_the_beginning_of_its_target(string board, int error)
        {
            PackageTarget target = SamplePackage.Target();
            target.Board = board;
            Check((PackageError)error, target);
        }

        [TestMethod]
        public void A_device_without_loader_takes_none_and_one_without_product_any()
        {
            PackageTarget target = SamplePackage.Target();
            target.Product = null;
            Check(PackageError.None, target);
            target.Loader = null;
            Check(PackageError.NoKey, target);
        }

        [TestMethod]
        public void Every_error_has_a_word_of_its_own()
        {
            for (int i = 0; i <= (int)PackageError.NotProved; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    Assert.AreNotEqual(PackageErrors.WordOf((PackageError)i), PackageErrors.WordOf((PackageError)j));
                }
            }
        }

        private static void Check(PackageError expected, PackageTarget target)
        {
            byte[] data = SamplePackage.Header();
            Assert.AreEqual((int)expected, (int)PackageHeader.Parse(data, data.Length).Check(target));
        }
    }
}
