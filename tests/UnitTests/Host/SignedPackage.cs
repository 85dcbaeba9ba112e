using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using NanoMqttDevice.Security;
using Org.BouncyCastle.Pqc.Crypto.Lms;
using LmsSignature = NanoMqttDevice.Security.LmsSignature;

namespace NFUnitTest.Host
{
    /// <summary>Packages as the tool makes them, for the products of tests.</summary>
    internal static class SignedPackage
    {
        private static readonly Lazy<LmsPrivateKeyParameters> _key = new Lazy<LmsPrivateKeyParameters>(() => NewKey(1));
        private static readonly Lazy<LmsPrivateKeyParameters> _next = new Lazy<LmsPrivateKeyParameters>(() => NewKey(2));

        /// <summary>The key of the device.</summary>
        internal static LmsPrivateKeyParameters Key
        {
            get { return _key.Value; }
        }

        /// <summary>Another key.</summary>
        internal static LmsPrivateKeyParameters OtherKey
        {
            get { return _next.Value; }
        }

        /// <summary>Gives a public key as settings have it.</summary>
        internal static string Text(LmsPrivateKeyParameters key)
        {
            return Convert.ToHexString(key.GetPublicKey().GetEncoded());
        }

        /// <summary>Makes a key of ten levels.</summary>
        internal static LmsPrivateKeyParameters NewKey(int seed)
        {
            Random random = new Random(seed);
            byte[] identifier = new byte[16];
            byte[] secret = new byte[32];
            random.NextBytes(identifier);
            random.NextBytes(secret);
            return new LmsPrivateKeyParameters(LMSigParameters.lms_sha256_n32_h10, LMOtsParameters.sha256_n32_w4, 0, identifier, 1024, secret);
        }

        /// <summary>Makes a package and signs it.</summary>
        internal static byte[] Create(int release, string assembly, LmsPrivateKeyParameters key = null, LmsPrivateKeyParameters nextKey = null, int heap = 0)
        {
            byte[] code = Encoding.ASCII.GetBytes(assembly);
            byte[] header = Header(release, code, nextKey, heap);
            LmsContext context = (key ?? Key).GenerateLmsContext();
            context.BlockUpdate(header, 0, header.Length);
            byte[] signature = (key ?? Key).GenerateSignature(context);
            List<byte> package = new List<byte>(header);
            package.AddRange(signature);
            package.AddRange(code);
            return package.ToArray();
        }

        private static byte[] Header(int release, byte[] code, LmsPrivateKeyParameters nextKey, int heap)
        {
            List<byte> header = new List<byte>(new byte[96]);
            Add(header, "thermometer");
            Add(header, "Garden.Thermometer");
            header.Add(1);
            Add(header, "NanoMqttDevice.Core");
            header.AddRange(new byte[] { 0, 0, 1, 0, 0, 0, 0, 0, 0 });
            header.Add((byte)(nextKey == null ? 0 : 1));
            if (nextKey != null)
            {
                header.AddRange(nextKey.GetPublicKey().GetEncoded());
            }

            byte[] bytes = header.ToArray();
            Encoding.ASCII.GetBytes("NMDP").CopyTo(bytes, 0);
            bytes[4] = 1;
            BitConverter.GetBytes((short)bytes.Length).CopyTo(bytes, 6);
            BitConverter.GetBytes(release).CopyTo(bytes, 8);
            BitConverter.GetBytes(heap).CopyTo(bytes, 12);
            BitConverter.GetBytes(code.Length).CopyTo(bytes, 16);
            SHA256.HashData(code).CopyTo(bytes, 20);
            BitConverter.GetBytes((short)LmsSignature.SizeFor(Key.GetPublicKey().GetEncoded())).CopyTo(bytes, 88);
            return bytes;
        }

        private static void Add(List<byte> header, string text)
        {
            header.Add((byte)text.Length);
            header.AddRange(Encoding.ASCII.GetBytes(text));
        }
    }
}
