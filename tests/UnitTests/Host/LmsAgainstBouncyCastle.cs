using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Security;
using Org.BouncyCastle.Pqc.Crypto.Lms;
using LmsSignature = NanoMqttDevice.Security.LmsSignature;

namespace NFUnitTest.Host
{
    /// <summary>What BouncyCastle signs is valid, and nothing else is.</summary>
    [TestClass]
    public class LmsAgainstBouncyCastle
    {
        private byte[] _signature;

        [TestMethod]
        public void Signatures_over_generated_messages_by_generated_keys_are_valid_and_changed_ones_are_not()
        {
            Random random = new Random(8554);
            LmsSignature lms = new LmsSignature();
            for (int round = 0; round < 3; round++)
            {
                LmsPrivateKeyParameters key = NewKey(random, LMSigParameters.lms_sha256_n32_h10, 1024, random.Next(1024 - 8));
                byte[] publicKey = key.GetPublicKey().GetEncoded();
                for (int i = 0; i < 8; i++)
                {
                    byte[] message = new byte[random.Next(600)];
                    random.NextBytes(message);
                    _signature = Sign(key, message);
                    Assert.AreEqual(LmsSignature.SizeFor(publicKey), _signature.Length);
                    Assert.AreEqual(LmsResult.Valid, Check(lms, publicKey, message));
                    for (int change = 0; change < 40; change++)
                    {
                        CheckChanged(lms, publicKey, message, random);
                    }
                }
            }
        }

        [TestMethod]
        public void The_whole_of_one_signature_counts()
        {
            Random random = new Random(1);
            LmsPrivateKeyParameters key = NewKey(random, LMSigParameters.lms_sha256_n32_h10, 1024, 0);
            byte[] publicKey = key.GetPublicKey().GetEncoded();
            byte[] message = new byte[100];
            _signature = Sign(key, message);
            LmsSignature lms = new LmsSignature();
            for (int at = 0; at < _signature.Length; at++)
            {
                _signature[at] ^= (byte)(1 << (at % 8));
                Assert.AreEqual(LmsResult.Invalid, Check(lms, publicKey, message), "byte " + at);
                _signature[at] ^= (byte)(1 << (at % 8));
            }

            Assert.AreEqual(LmsResult.Valid, Check(lms, publicKey, message));
        }

        [TestMethod]
        public void A_signature_of_the_first_and_of_the_last_index_is_valid()
        {
            Random random = new Random(2);
            foreach (int index in new[] { 0, 1023 })
            {
                LmsPrivateKeyParameters key = NewKey(random, LMSigParameters.lms_sha256_n32_h10, 1024, index);
                byte[] message = { 1, 2, 3 };
                _signature = Sign(key, message);
                Assert.AreEqual(LmsResult.Valid, Check(new LmsSignature(), key.GetPublicKey().GetEncoded(), message));
            }
        }

        [TestMethod]
        public void Checking_takes_as_many_hashes_as_documented()
        {
            Random random = new Random(3);
            LmsPrivateKeyParameters key = NewKey(random, LMSigParameters.lms_sha256_n32_h10, 1024, 0);
            byte[] publicKey = key.GetPublicKey().GetEncoded();
            LmsSignature lms = new LmsSignature();
            int most = 0;
            for (int i = 0; i < 100; i++)
            {
                byte[] message = new byte[256];
                random.NextBytes(message);
                _signature = Sign(key, message);
                int before = lms.Compressions;
                Assert.AreEqual(LmsResult.Valid, Check(lms, publicKey, message));
                most = Math.Max(most, lms.Compressions - before);
            }

            int mean = lms.Compressions / 100;
            Console.WriteLine("blocks hashed, mean " + mean + ", most " + most);
            Assert.IsTrue(mean is > 540 and < 590, "mean " + mean);
            Assert.IsTrue(most < 700, "most " + most);
        }

        private static LmsPrivateKeyParameters NewKey(Random random, LMSigParameters parameters, int indices, int index)
        {
            byte[] identifier = new byte[16];
            byte[] seed = new byte[32];
            random.NextBytes(identifier);
            random.NextBytes(seed);
            return new LmsPrivateKeyParameters(parameters, LMOtsParameters.sha256_n32_w4, index, identifier, indices, seed);
        }

        private static byte[] Sign(LmsPrivateKeyParameters key, byte[] message)
        {
            LmsContext context = key.GenerateLmsContext();
            context.BlockUpdate(message, 0, message.Length);
            return key.GenerateSignature(context);
        }

        private void CheckChanged(LmsSignature lms, byte[] publicKey, byte[] message, Random random)
        {
            byte[] target = random.Next(4) switch { 0 => publicKey, 1 when message.Length > 0 => message, _ => _signature };
            int at = random.Next(target.Length);
            byte old = target[at];
            target[at] ^= (byte)random.Next(1, 256);
            Assert.AreNotEqual(LmsResult.Valid, Check(lms, publicKey, message));
            target[at] = old;
        }

        private LmsResult Check(LmsSignature lms, byte[] publicKey, byte[] message)
        {
            lms.Begin(publicKey, message, message.Length, Read);
            LmsResult result;
            do
            {
                result = lms.Step();
            }
            while (result == LmsResult.Working);

            return result;
        }

        private bool Read(int offset, byte[] buffer, int count)
        {
            Array.Copy(_signature, offset, buffer, 0, count);
            return true;
        }
    }
}
