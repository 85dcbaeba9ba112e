using nanoFramework.TestFramework;
using NanoMqttDevice.Security;

namespace NFUnitTest.Security
{
    // Agreement with BouncyCastle, and every byte changed, are in Host/LmsAgainstBouncyCastle.cs.
    [TestClass]
    public class LmsSignatureTests
    {
        private static byte[] _signature;
        private static int _cutAt;

        [TestMethod]
        public void Rfc_8554_test_case_2_upper_tree()
        {
            LmsSignature lms = new LmsSignature();
            _signature = Copy(Rfc8554.Signature);
            Assert.AreEqual(_signature.Length, LmsSignature.SizeFor(Rfc8554.PublicKey));
            Assert.AreEqual((int)LmsResult.Valid, (int)Check(lms, Rfc8554.PublicKey, Rfc8554.Message));

            // An instance may be used again, and after a check that was not brought to its end.
            lms.Begin(Rfc8554.PublicKey, Rfc8554.Message, 10, Read);
            for (int i = 0; i < 5; i++)
            {
                lms.Step();
            }

            Assert.AreEqual((int)LmsResult.Valid, (int)Check(lms, Rfc8554.PublicKey, Rfc8554.Message));
            Assert.AreEqual((int)LmsResult.Valid, (int)lms.Step());
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(4)]
        [DataRow(8)]
        [DataRow(40)]
        [DataRow(2183)]
        [DataRow(2187)]
        [DataRow(2188)]
        [DataRow(2507)]
        public void A_changed_signature_is_invalid(int at)
        {
            _signature = Copy(Rfc8554.Signature);
            _signature[at] ^= 1;
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(new LmsSignature(), Rfc8554.PublicKey, Rfc8554.Message));
        }

        [TestMethod]
        public void A_changed_message_or_key_is_invalid()
        {
            LmsSignature lms = new LmsSignature();
            _signature = Copy(Rfc8554.Signature);
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, Rfc8554.PublicKey, With(Rfc8554.Message, 0, 1)));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, Rfc8554.PublicKey, new byte[0]));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, Rfc8554.PublicKey, Rfc8554.Signature));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, With(Rfc8554.PublicKey, 55, 0), Rfc8554.Message));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, With(Rfc8554.PublicKey, 8, 0), Rfc8554.Message));
        }

        [TestMethod]
        public void A_key_of_other_parameters_is_none()
        {
            _signature = Copy(Rfc8554.Signature);

            // H5 and W8 of the lower tree, each of them alone, and what is no key.
            CheckNoKey(Rfc8554.Message);
            CheckNoKey(With(Rfc8554.PublicKey, 3, 5));
            CheckNoKey(With(Rfc8554.PublicKey, 7, 4));
            CheckNoKey(With(Rfc8554.PublicKey, 0, 1));
            CheckNoKey(new byte[LmsSignature.PublicKeySize - 1]);
            Assert.AreEqual(2668, LmsSignature.SizeFor(With(Rfc8554.PublicKey, 3, 7)));
        }

        [TestMethod]
        public void A_signature_that_cannot_be_read_is_not_called_invalid()
        {
            _signature = Copy(Rfc8554.Signature);
            int[] cuts = new int[] { 1, 39, 40, 1000, 2184, 2187, 2188, 2507 };
            for (int i = 0; i < cuts.Length; i++)
            {
                _cutAt = cuts[i];
                Assert.AreEqual((int)LmsResult.Unreadable, (int)Check(new LmsSignature(), Rfc8554.PublicKey, Rfc8554.Message), "cut at " + _cutAt);
            }

            _cutAt = 0;
        }

        [TestMethod]
        public void A_step_hashes_no_more_blocks_than_it_says()
        {
            _signature = Copy(Rfc8554.Signature);
            LmsSignature lms = new LmsSignature();
            lms.Begin(Rfc8554.PublicKey, Rfc8554.Message, 56, Read);
            int before = 0;
            LmsResult result = LmsResult.Working;
            while (result == LmsResult.Working)
            {
                result = lms.Step();
                Assert.IsTrue(lms.Compressions - before <= LmsSignature.MaxStepBlocks, "step of " + (lms.Compressions - before));
                before = lms.Compressions;
            }

            Assert.AreEqual((int)LmsResult.Valid, (int)result);
        }

        private static void CheckNoKey(byte[] publicKey)
        {
            Assert.AreEqual(0, LmsSignature.SizeFor(publicKey));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(new LmsSignature(), publicKey, Rfc8554.Message));
        }

        private static LmsResult Check(LmsSignature lms, byte[] publicKey, byte[] message)
        {
            lms.Begin(publicKey, message, message.Length, Read);
            LmsResult result = LmsResult.Working;
            while (result == LmsResult.Working)
            {
                result = lms.Step();
            }

            return result;
        }

        private static byte[] Copy(byte[] data)
        {
            byte[] copy = new byte[data.Length];
            System.Array.Copy(data, copy, data.Length);
            return copy;
        }

        private static byte[] With(byte[] data, int at, byte value)
        {
            byte[] copy = Copy(data);
            copy[at] = value;
            return copy;
        }

        private static bool Read(int offset, byte[] buffer, int count)
        {
            int end = _cutAt == 0 ? _signature.Length : _cutAt;
            if (offset + count > end)
            {
                return false;
            }

            System.Array.Copy(_signature, offset, buffer, 0, count);
            return true;
        }
    }
}
