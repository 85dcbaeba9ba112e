using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Updates;
using NFUnitTest.Platform;
using NFUnitTest.Security;

namespace NFUnitTest.Updates
{
    [TestClass]
    public class BlockReceiverTests
    {
        private const int AssemblySize = 5000;
        private const int Rest = 2508 + AssemblySize;

        [TestMethod]
        public void A_package_comes_block_by_block_two_at_once()
        {
            PackageSlot slot = new PackageSlot(new FakeFlash(), 1);
            BlockReceiver receiver = Offered(slot);
            int header = receiver.Header.Size;
            int offset;
            Assert.AreEqual(1024, receiver.NextRequest(0, out offset));
            Assert.AreEqual(header, offset);
            Assert.AreEqual(1024, receiver.NextRequest(0, out offset));
            Assert.AreEqual(header + 1024, offset);
            Assert.AreEqual(0, receiver.NextRequest(0, out offset));
            for (int at = 0; at < Rest; at += 1024)
            {
                int count = Rest - at < 1024 ? Rest - at : 1024;
                Assert.IsFalse(receiver.IsComplete);
                Give(receiver, header + at, count, 1);
                if (at + 2048 < Rest)
                {
                    Assert.AreEqual(Rest - at - 2048 < 1024 ? Rest - at - 2048 : 1024, receiver.NextRequest(1, out offset));
                    Assert.AreEqual(header + at + 2048, offset);
                }

                Assert.AreEqual(0, receiver.NextRequest(1, out offset));
            }

            Assert.IsTrue(receiver.IsComplete);
            Assert.AreEqual(0, receiver.NextRequest(99999, out offset));
            byte[] all = new byte[receiver.WantedSize];
            Assert.IsTrue(slot.Read(0, all, all.Length));
            CollectionAssert.AreEqual(Package(), all);
        }

        [TestMethod]
        public void A_PC_receives_what_was_compiled_for_it_too()
        {
            byte[] package = Package();
            package[52] = 200;
            PackageTarget target = Target();
            ((FakeProductLoader)target.Loader).IsHost = true;
            PackageSlot slot = new PackageSlot(new FakeFlash(), 1);
            BlockReceiver receiver = new BlockReceiver(slot, true);
            Assert.AreEqual((int)PackageError.None, (int)Offer(receiver, package, target));
            Assert.AreEqual(receiver.Header.Size + Rest + 200, receiver.WantedSize);
        }

        [TestMethod]
        public void Blocks_that_are_not_the_next_one_change_nothing()
        {
            PackageSlot slot = new PackageSlot(new FakeFlash(), 1);
            BlockReceiver receiver = Offered(slot);
            int header = receiver.Header.Size;

            // Not asked for yet.
            Give(receiver, header, 1024, 0);
            Assert.AreEqual(header, slot.Held);
            Ask(receiver, 0);

            // Out of order, too short, too long, of another package, empty.
            Give(receiver, header + 1024, 1024, 0);
            Give(receiver, header, 1023, 0);
            byte[] block = Block(receiver.Tag + 1, header, 1024);
            receiver.Take(block, block.Length, 0);
            block = Block(receiver.Tag, header, 1025);
            receiver.Take(block, block.Length, 0);
            receiver.Take(block, BlockReceiver.BlockHeaderSize, 0);
            receiver.Take(block, 3, 0);
            Assert.AreEqual(header, slot.Held);
            Give(receiver, header, 1024, 0);
            Give(receiver, header, 1024, 0);
            Assert.AreEqual(header + 1024, slot.Held);
        }

        [TestMethod]
        public void What_does_not_come_is_asked_for_again()
        {
            FakeFlash flash = new FakeFlash();
            PackageSlot slot = new PackageSlot(flash, 1);
            BlockReceiver receiver = Offered(slot);
            int offset;
            Ask(receiver, 1000);
            Assert.AreEqual(0, receiver.NextRequest(1000 + BlockReceiver.Patience - 1, out offset));
            Assert.AreEqual(1024, receiver.NextRequest(1000 + BlockReceiver.Patience, out offset));
            Assert.AreEqual(receiver.Header.Size, offset);
            Ask(receiver, 20000);
            receiver.Reconnected();
            Assert.AreEqual(1024, receiver.NextRequest(20000, out offset));
            Assert.AreEqual(receiver.Header.Size, offset);

            // The flash fails once.
            flash.FailsWrites = true;
            byte[] block = Block(receiver.Tag, offset, 1024);
            Assert.AreEqual((int)PackageError.FlashFailed, (int)receiver.Take(block, block.Length, 20001));
            flash.FailsWrites = false;
            Assert.AreEqual((int)PackageError.None, (int)receiver.Take(block, block.Length, 20002));
            Assert.AreEqual(receiver.Header.Size + 1024, slot.Held);
        }

        [TestMethod]
        public void It_goes_on_where_it_was_after_a_start_and_after_the_same_offer()
        {
            PackageSlot slot = new PackageSlot(new FakeFlash(), 1);
            BlockReceiver receiver = Offered(slot);
            int header = receiver.Header.Size;
            Ask(receiver, 0);
            Give(receiver, header, 1024, 0);

            receiver = Offered(slot);
            int offset;
            receiver.NextRequest(0, out offset);
            Assert.AreEqual(header + 1024, offset);
            Assert.AreEqual((int)PackageError.None, (int)Offer(receiver, Package(), Target()));
            receiver.NextRequest(0, out offset);
            Assert.AreEqual(header + 1024, offset);

            // Another package begins anew.
            byte[] other = Package();
            other[8]++;
            Assert.AreEqual((int)PackageError.None, (int)Offer(receiver, other, Target()));
            receiver.NextRequest(0, out offset);
            Assert.AreEqual(header, offset);
        }

        [TestMethod]
        public void An_offer_that_is_refused_leaves_what_was_being_received()
        {
            FakeFlash flash = new FakeFlash();
            PackageSlot slot = new PackageSlot(flash, 1);
            BlockReceiver receiver = Offered(slot);
            Ask(receiver, 0);
            Give(receiver, receiver.Header.Size, 1024, 0);
            int held = slot.Held;
            byte[] older = Package();
            older[8] = 6;
            Assert.AreEqual((int)PackageError.NotNewer, (int)Offer(receiver, older, Target()));
            Assert.AreEqual((int)PackageError.Form, (int)receiver.Offer(new byte[10], 10, Target()));
            byte[] other = Package();
            other[8]++;
            flash.FreeSpace = PackageSlot.Reserve + receiver.WantedSize - slot.Held - 1;
            Assert.AreEqual((int)PackageError.FlashFull, (int)Offer(receiver, other, Target()));
            Assert.AreEqual(held, slot.Held);
            Assert.AreEqual(7, receiver.Header.Release);
        }

        [TestMethod]
        public void What_is_in_the_slot_counts_only_as_the_beginning_of_the_same_package()
        {
            PackageSlot slot = new PackageSlot(new FakeFlash(), 1);
            byte[] package = Package();
            int header = SamplePackage.Header().Length;

            // Half a header, and more than the whole.
            slot.Append(package, 0, 100);
            Assert.AreEqual((int)PackageError.None, (int)Offer(new BlockReceiver(slot, false), package, Target()));
            Assert.AreEqual(header, slot.Held);
            slot.Append(package, header, Rest);
            BlockReceiver receiver = new BlockReceiver(slot, false);
            Assert.AreEqual((int)PackageError.None, (int)Offer(receiver, package, Target()));
            Assert.IsTrue(receiver.IsComplete);
            slot.Append(package, 0, 1);
            Assert.AreEqual((int)PackageError.None, (int)Offer(new BlockReceiver(slot, false), package, Target()));
            Assert.AreEqual(header, slot.Held);
            Assert.IsTrue(receiver.Drop());
            Assert.AreEqual(0, slot.Held);
            Assert.IsNull(receiver.Header);
        }

        [TestMethod]
        public void A_block_that_was_written_in_part_goes_on_where_it_ends()
        {
            FakeFlash flash = new FakeFlash();
            flash.OverwritesInPlace = true;
            PackageSlot slot = new PackageSlot(flash, 1);
            BlockReceiver receiver = Offered(slot);
            int header = receiver.Header.Size;
            int offset;
            Ask(receiver, 0);
            flash.CutAfter(100);
            byte[] block = Block(receiver.Tag, header, 1024);
            Assert.AreEqual((int)PackageError.FlashFailed, (int)receiver.Take(block, block.Length, 0));
            flash.Restore();
            slot = new PackageSlot(flash, 1);
            receiver = Offered(slot);
            Assert.AreEqual(1024, receiver.NextRequest(0, out offset));
            Assert.AreEqual(header + 100, offset);
            Give(receiver, header + 100, 1024, 0);
            byte[] held = new byte[slot.Held];
            byte[] package = Package();
            Assert.IsTrue(slot.Read(0, held, held.Length));
            for (int i = 0; i < held.Length; i++)
            {
                Assert.AreEqual(package[i], held[i]);
            }
        }

        private static PackageTarget Target()
        {
            PackageTarget target = SamplePackage.Target();
            target.SlotSize = AssemblySize;
            return target;
        }

        private static byte[] Package()
        {
            byte[] header = SamplePackage.Header();
            byte[] package = new byte[header.Length + Rest];
            Array.Copy(Bytes.Count(0, package.Length), package, package.Length);
            Array.Copy(header, package, header.Length);
            package[16] = AssemblySize & 0xFF;
            package[17] = AssemblySize >> 8;
            return package;
        }

        private static BlockReceiver Offered(PackageSlot slot)
        {
            BlockReceiver receiver = new BlockReceiver(slot, false);
            Assert.AreEqual((int)PackageError.None, (int)Offer(receiver, Package(), Target()));
            return receiver;
        }

        private static PackageError Offer(BlockReceiver receiver, byte[] package, PackageTarget target)
        {
            return receiver.Offer(package, SamplePackage.Header().Length, target);
        }

        private static void Ask(BlockReceiver receiver, long now)
        {
            int offset;
            while (receiver.NextRequest(now, out offset) > 0)
            {
                Assert.IsTrue(offset > 0);
            }
        }

        private static void Give(BlockReceiver receiver, int offset, int count, long now)
        {
            byte[] block = Block(receiver.Tag, offset, count);
            Assert.AreEqual((int)PackageError.None, (int)receiver.Take(block, block.Length, now));
        }

        private static byte[] Block(uint tag, int offset, int count)
        {
            byte[] package = Package();
            byte[] block = new byte[BlockReceiver.BlockHeaderSize + count];
            block[0] = BlockReceiver.Mark;
            for (int i = 0; i < 4; i++)
            {
                block[1 + i] = (byte)(tag >> (8 * i));
                block[5 + i] = (byte)(offset >> (8 * i));
            }

            int there = package.Length - offset < count ? package.Length - offset : count;
            Array.Copy(package, offset, block, BlockReceiver.BlockHeaderSize, there);
            return block;
        }
    }
}
