using System;
using System.Threading;
using System.Threading.Tasks;
using nanoFramework.TestFramework;
using NanoMqttDevice.Security;
using NanoMqttDevice.Updates;
using NFUnitTest.Platform;
using NFUnitTest.Updates;
using Org.BouncyCastle.Pqc.Crypto.Lms;

namespace NFUnitTest.Host
{
    /// <summary>Nothing is accepted that was not signed whole.</summary>
    [TestClass]
    public class PackageFuzz
    {
        // A million with NANOMQTT_FUZZ=1000000, half of them packages and half of them streams of blocks.
        private const int Chunk = 500;

        private static readonly int _chunks = int.Parse(Environment.GetEnvironmentVariable("NANOMQTT_FUZZ") ?? "10000") / 2 / Chunk;

        private byte[] _package;
        private int _size;

        [TestMethod]
        public void A_package_that_was_changed_anywhere_is_refused()
        {
            Random random = new Random(12);
            LmsPrivateKeyParameters key = NewKey(random);
            PackageTarget target = SamplePackage.Target();
            target.PublicKey = key.GetPublicKey().GetEncoded();
            byte[] package = Sign(key, random, 7);
            byte[] other = Sign(key, random, 8);
            byte[] foreign = Sign(NewKey(random), random, 9);
            PackageCheck check = new PackageCheck();
            Assert.AreEqual(PackageError.None, Accept(check, package, package.Length, target));
            Assert.AreEqual(PackageError.None, Accept(check, other, other.Length, target));
            Assert.AreEqual(PackageError.Signature, Accept(check, foreign, foreign.Length, target));
            Parallel.For(0, _chunks, chunk =>
            {
                PackageFuzz own = new PackageFuzz();
                PackageCheck ownCheck = new PackageCheck();
                Random ownRandom = new Random(chunk);
                for (int i = 0; i < Chunk; i++)
                {
                    byte[] changed = (byte[])package.Clone();
                    int size = Change(changed, other, foreign, ownRandom);

                    // What came out may be one of the two that were signed.
                    bool isSigned = size == package.Length && (changed.AsSpan().SequenceEqual(package) || changed.AsSpan().SequenceEqual(other));
                    Assert.AreEqual(isSigned, own.Accept(ownCheck, changed, size, target) == PackageError.None, "chunk " + chunk + ", round " + i);
                }
            });
            Console.WriteLine((_chunks * Chunk) + " changed packages");
        }

        [TestMethod]
        public void Whatever_blocks_come_in_whatever_order_nothing_is_accepted_that_was_not_signed()
        {
            Random random = new Random(14);
            LmsPrivateKeyParameters key = NewKey(random);
            PackageTarget target = SamplePackage.Target();
            target.PublicKey = key.GetPublicKey().GetEncoded();
            byte[] package = Sign(key, random, 7);
            byte[] other = Sign(key, random, 8);
            int whole = 0;
            int spoilt = 0;
            Parallel.For(0, _chunks, chunk =>
            {
                PackageFuzz own = new PackageFuzz();
                PackageCheck check = new PackageCheck();
                Random ownRandom = new Random(chunk);
                for (int i = 0; i < Chunk; i++)
                {
                    byte[] held = Receive(package, other, target, ownRandom);
                    if (held == null)
                    {
                        continue;
                    }

                    bool isWhole = held.AsSpan().SequenceEqual(package);
                    Interlocked.Add(ref whole, isWhole ? 1 : 0);
                    Interlocked.Add(ref spoilt, isWhole ? 0 : 1);
                    if (!isWhole || i == 0)
                    {
                        Assert.AreEqual(isWhole, own.Accept(check, held, held.Length, target) == PackageError.None, "chunk " + chunk + ", round " + i);
                    }
                }
            });
            Console.WriteLine((_chunks * Chunk) + " streams of blocks: " + whole + " came whole, " + spoilt + " came spoilt and were refused");
            Assert.IsTrue(whole > 0 && spoilt > 0);
        }

        [TestMethod]
        public void Each_fault_has_its_error()
        {
            Random random = new Random(13);
            LmsPrivateKeyParameters key = NewKey(random);
            PackageTarget target = SamplePackage.Target();
            target.PublicKey = key.GetPublicKey().GetEncoded();
            byte[] package = Sign(key, random, 7);
            PackageCheck check = new PackageCheck();
            package[^1] ^= 1;
            Assert.AreEqual(PackageError.Digest, Accept(check, package, package.Length, target));
            package[^1] ^= 1;
            Assert.AreEqual(PackageError.FlashFailed, Accept(check, package, package.Length - 1, target));
            package[300] ^= 1;
            Assert.AreEqual(PackageError.Signature, Accept(check, package, package.Length, target));
            package[300] ^= 1;

            // Release 8 under the signature of release 7.
            package[8]++;
            Assert.AreEqual(PackageError.Signature, Accept(check, package, package.Length, target));
            package[8]--;
            target.PublicKey[20] ^= 1;
            Assert.AreEqual(PackageError.Signature, Accept(check, package, package.Length, target));
            target.PublicKey[20] ^= 1;
            Assert.AreEqual(PackageError.None, Accept(check, package, package.Length, target));
        }

        // The header that SPEC.md prints, with an assembly of three bytes behind it.
        private static byte[] Sign(LmsPrivateKeyParameters key, Random random, int release)
        {
            byte[] header = SamplePackage.Header();
            byte[] assembly = new byte[] { 97, 98, 99 };
            header[8] = (byte)release;
            header[90] = (byte)random.Next(256);
            LmsContext context = key.GenerateLmsContext();
            context.BlockUpdate(header, 0, header.Length);
            byte[] signature = key.GenerateSignature(context);
            byte[] package = new byte[header.Length + signature.Length + assembly.Length];
            header.CopyTo(package, 0);
            signature.CopyTo(package, header.Length);
            assembly.CopyTo(package, header.Length + signature.Length);
            return package;
        }

        private static LmsPrivateKeyParameters NewKey(Random random)
        {
            byte[] identifier = new byte[16];
            byte[] seed = new byte[32];
            random.NextBytes(identifier);
            random.NextBytes(seed);
            return new LmsPrivateKeyParameters(LMSigParameters.lms_sha256_n32_h10, LMOtsParameters.sha256_n32_w4, 5, identifier, 1024, seed);
        }

        private static int Change(byte[] package, byte[] other, byte[] foreign, Random random)
        {
            int at = random.Next(package.Length);
            int count = Math.Min(random.Next(1, 64), package.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    package[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    package[random.Next(240)] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    random.NextBytes(package.AsSpan(at, count));
                    break;
                case 3:
                    (random.Next(2) == 0 ? other : foreign).AsSpan(at, count).CopyTo(package.AsSpan(at));
                    break;
                case 4:
                    // The head of one and the rest of another.
                    other.AsSpan(at).CopyTo(package.AsSpan(at));
                    break;
                default:
                    return at;
            }

            return package.Length;
        }

        // Gives what is in the slot when all has come; null when it has not.
        private static byte[] Receive(byte[] package, byte[] other, PackageTarget target, Random random)
        {
            FakeFlash flash = new FakeFlash();
            PackageSlot slot = new PackageSlot(flash, 1);
            BlockReceiver receiver = new BlockReceiver(slot, false);
            receiver.Offer(package, package.Length, target);
            bool isClean = random.Next(4) == 0;
            for (int i = 0; i < 40 && !receiver.IsComplete; i++)
            {
                int offset;
                int size = receiver.NextRequest(i * 4000L, out offset);
                if (!isClean && random.Next(8) == 0)
                {
                    // Power has gone and come, and the same package is offered.
                    slot = new PackageSlot(flash, 1);
                    receiver = new BlockReceiver(slot, false);
                    receiver.Offer(package, package.Length, target);
                    continue;
                }

                size = size == 0 ? Math.Min(BlockReceiver.BlockSize, package.Length - slot.Held) : size;
                offset = size == 0 || random.Next(2) == 0 ? slot.Held : offset;
                size = Math.Min(size, package.Length - offset);
                byte[] block = new byte[BlockReceiver.BlockHeaderSize + size];
                block[0] = BlockReceiver.Mark;
                BitConverter.GetBytes(receiver.Tag).CopyTo(block, 1);
                BitConverter.GetBytes(offset).CopyTo(block, 5);
                Array.Copy(!isClean && random.Next(12) == 0 ? other : package, offset, block, BlockReceiver.BlockHeaderSize, size);
                if (!isClean && random.Next(4) == 0)
                {
                    block[random.Next(block.Length)] ^= (byte)(1 << random.Next(8));
                }

                receiver.Take(block, isClean || random.Next(6) > 0 ? block.Length : random.Next(block.Length), i * 4000L);
            }

            byte[] held = new byte[slot.Held];
            return receiver.IsComplete && slot.Read(0, held, held.Length) ? held : null;
        }

        // As a device does it: the header by itself first, then the check of the whole.
        private PackageError Accept(PackageCheck check, byte[] package, int size, PackageTarget target)
        {
            _package = package;
            _size = size;
            PackageHeader header = PackageHeader.Parse(package, size);
            PackageError error = header == null ? PackageError.Form : header.Check(target);
            if (error != PackageError.None)
            {
                return error;
            }

            check.Begin(header, false, target.PublicKey, Read);
            int steps = 0;
            while (!check.Step())
            {
                Assert.IsTrue(++steps < 1000, "it does not end");
            }

            return check.Error;
        }

        private bool Read(int offset, byte[] buffer, int count)
        {
            if (offset + count > _size)
            {
                return false;
            }

            Array.Copy(_package, offset, buffer, 0, count);
            return true;
        }
    }
}
