using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Updates;
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
            FakeSlot slot = new FakeSlot();
            BlockReceiver receiver = Offered(slot);
            int header = receiver.Header.Size;
            int offset;
            Assert.AreEqual(2048, receiver.NextRequest(0, out offset));
            Assert.AreEqual(header, offset);
            Assert.AreEqual(2048, receiver.NextRequest(0, out offset));
            Assert.AreEqual(header + 2048, offset);
            Assert.AreEqual(0, receiver.NextRequest(0, out offset));
            Give(receiver, header, 2048, 1);
            Assert.AreEqual(2048, receiver.NextRequest(1, out offset));
            Assert.AreEqual(header + 4096, offset);
            Give(receiver, header + 2048, 2048, 2);
            Give(receiver, header + 4096, 2048, 2);
            Assert.AreEqual(Rest - 6144, receiver.NextRequest(2, out offset));
            Assert.AreEqual(0, receiver.NextRequest(2, out offset));
            Assert.IsFalse(receiver.IsComplete);
            Give(receiver, header + 6144, Rest - 6144, 3);
            Assert.IsTrue(receiver.IsComplete);
            Assert.AreEqual(0, receiver.NextRequest(99999, out offset));
            byte[] all = new byte[receiver.WantedSize];
            Assert.IsTrue(slot.Read(0, all, all.Length));
            CollectionAssert.AreEqual(Package(), all);
        }

        [TestMethod]
        public void Blocks_that_are_not_the_next_one_change_nothing()
        {
            FakeSlot slot = new FakeSlot();
            BlockReceiver receiver = Offered(slot);
            int header = receiver.Header.Size;

            // Not asked for yet.
            Give(receiver, header, 2048, 0);
            Assert.AreEqual(header, slot.Held);
            Ask(receiver, 0);

            // Out of order, too short, too long, of another package, empty.
            Give(receiver, header + 2048, 2048, 0);
            Give(receiver, header, 2047, 0);
            byte[] block = Block(receiver.Tag + 1, header, 2048);
            receiver.Take(block, block.Length, 0);
            block = Block(receiver.Tag, header, 2049);
            receiver.Take(block, block.Length, 0);
            receiver.Take(block, BlockReceiver.BlockHeaderSize, 0);
            receiver.Take(block, 3, 0);
            Assert.AreEqual(header, slot.Held);
            Give(receiver, header, 2048, 0);
            Give(receiver, header, 2048, 0);
            Assert.AreEqual(header + 2048, slot.Held);
        }

        [TestMethod]
        public void What_does_not_come_is_asked_for_again()
        {
            FakeSlot slot = new FakeSlot();
            BlockReceiver receiver = Offered(slot);
            int offset;
            Ask(receiver, 1000);
            Assert.AreEqual(0, receiver.NextRequest(1000 + BlockReceiver.Patience - 1, out offset));
            Assert.AreEqual(2048, receiver.NextRequest(1000 + BlockReceiver.Patience, out offset));
            Assert.AreEqual(receiver.Header.Size, offset);
            Ask(receiver, 20000);
            receiver.Reconnected();
            Assert.AreEqual(2048, receiver.NextRequest(20000, out offset));
            Assert.AreEqual(receiver.Header.Size, offset);

            // The flash fails once.
            slot.Fails = true;
            byte[] block = Block(receiver.Tag, offset, 2048);
            Assert.AreEqual((int)PackageError.FlashFailed, (int)receiver.Take(block, block.Length, 20001));
            slot.Fails = false;
            Assert.AreEqual((int)PackageError.None, (int)receiver.Take(block, block.Length, 20002));
            Assert.AreEqual(receiver.Header.Size + 2048, slot.Held);
        }

        [TestMethod]
        public void It_goes_on_where_it_was_after_a_start_and_after_the_same_offer()
        {
            FakeSlot slot = new FakeSlot();
            BlockReceiver receiver = Offered(slot);
            int header = receiver.Header.Size;
            Ask(receiver, 0);
            Give(receiver, header, 2048, 0);

            receiver = new BlockReceiver(slot);
            Assert.AreEqual((int)PackageError.None, (int)receiver.Resume(Target()));
            int offset;
            receiver.NextRequest(0, out offset);
            Assert.AreEqual(header + 2048, offset);
            Assert.AreEqual((int)PackageError.None, (int)Offer(receiver, Package(), Target()));
            receiver.NextRequest(0, out offset);
            Assert.AreEqual(header + 2048, offset);

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
            FakeSlot slot = new FakeSlot();
            BlockReceiver receiver = Offered(slot);
            Ask(receiver, 0);
            Give(receiver, receiver.Header.Size, 2048, 0);
            int held = slot.Held;
            byte[] older = Package();
            older[8] = 6;
            Assert.AreEqual((int)PackageError.NotNewer, (int)Offer(receiver, older, Target()));
            Assert.AreEqual((int)PackageError.Form, (int)receiver.Offer(new byte[10], 10, Target()));
            byte[] other = Package();
            other[8]++;
            slot.FreeBytes = receiver.WantedSize - 1;
            Assert.AreEqual((int)PackageError.FlashFull, (int)Offer(receiver, other, Target()));
            Assert.AreEqual(held, slot.Held);
            Assert.AreEqual(7, receiver.Header.Release);
        }

        [TestMethod]
        public void A_slot_that_holds_no_package_or_too_much_is_not_resumed()
        {
            FakeSlot slot = new FakeSlot();
            BlockReceiver receiver = new BlockReceiver(slot);
            Assert.AreEqual((int)PackageError.Form, (int)receiver.Resume(Target()));
            byte[] package = Package();
            slot.Append(package, 0, 100);
            Assert.AreEqual((int)PackageError.Form, (int)receiver.Resume(Target()));
            slot.Append(package, 100, package.Length - 100);
            Assert.AreEqual((int)PackageError.None, (int)receiver.Resume(Target()));
            Assert.IsTrue(receiver.IsComplete);
            slot.Append(package, 0, 1);
            Assert.AreEqual((int)PackageError.Form, (int)receiver.Resume(Target()));
            Assert.IsTrue(receiver.Drop());
            Assert.AreEqual(0, slot.Held);
            Assert.IsNull(receiver.Header);
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

        private static BlockReceiver Offered(FakeSlot slot)
        {
            BlockReceiver receiver = new BlockReceiver(slot);
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
            for (int i = 0; i < 4; i++)
            {
                block[i] = (byte)(tag >> (8 * i));
                block[4 + i] = (byte)(offset >> (8 * i));
            }

            int there = package.Length - offset < count ? package.Length - offset : count;
            Array.Copy(package, offset, block, BlockReceiver.BlockHeaderSize, there);
            return block;
        }
    }
}
