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
            _signature = Bytes.FromHex(Rfc8554.Signature);
            Assert.AreEqual(_signature.Length, LmsSignature.SizeFor(Bytes.FromHex(Rfc8554.PublicKey)));
            Assert.AreEqual((int)LmsResult.Valid, (int)Check(lms, Rfc8554.PublicKey, Rfc8554.Message));

            // An instance may be used again, and after a check that was not brought to its end.
            lms.Begin(Bytes.FromHex(Rfc8554.PublicKey), Bytes.FromHex(Rfc8554.Message), 10, Read);
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
            _signature = Bytes.FromHex(Rfc8554.Signature);
            _signature[at] ^= 1;
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(new LmsSignature(), Rfc8554.PublicKey, Rfc8554.Message));
        }

        [TestMethod]
        public void A_changed_message_or_key_is_invalid()
        {
            LmsSignature lms = new LmsSignature();
            _signature = Bytes.FromHex(Rfc8554.Signature);
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, Rfc8554.PublicKey, "01" + Rfc8554.Message.Substring(2)));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, Rfc8554.PublicKey, Rfc8554.Message + "00"));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, Rfc8554.PublicKey, ""));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(lms, Rfc8554.PublicKey.Substring(0, 110) + "00", Rfc8554.Message));
        }

        [TestMethod]
        public void A_key_of_other_parameters_is_none()
        {
            _signature = Bytes.FromHex(Rfc8554.Signature);

            // H5 and W8 of the lower tree; one byte too few.
            Check(Rfc8554.Message);
            Check("0000000500000003" + Rfc8554.PublicKey.Substring(16));
            Check("0000000600000004" + Rfc8554.PublicKey.Substring(16));
            Check(Rfc8554.PublicKey.Substring(0, 110));
            Assert.AreEqual(2668, LmsSignature.SizeFor(Bytes.FromHex("0000000700000003" + Rfc8554.PublicKey.Substring(16))));
        }

        [TestMethod]
        public void A_signature_that_cannot_be_read_is_not_called_invalid()
        {
            _signature = Bytes.FromHex(Rfc8554.Signature);
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
            _signature = Bytes.FromHex(Rfc8554.Signature);
            LmsSignature lms = new LmsSignature();
            lms.Begin(Bytes.FromHex(Rfc8554.PublicKey), Bytes.FromHex(Rfc8554.Message), 56, Read);
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

        private static void Check(string publicKey)
        {
            Assert.AreEqual(0, LmsSignature.SizeFor(Bytes.FromHex(publicKey)));
            Assert.AreEqual((int)LmsResult.Invalid, (int)Check(new LmsSignature(), publicKey, Rfc8554.Message));
        }

        private static LmsResult Check(LmsSignature lms, string publicKey, string message)
        {
            byte[] bytes = Bytes.FromHex(message);
            lms.Begin(Bytes.FromHex(publicKey), bytes, bytes.Length, Read);
            LmsResult result = LmsResult.Working;
            while (result == LmsResult.Working)
            {
                result = lms.Step();
            }

            return result;
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
