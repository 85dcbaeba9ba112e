using NanoMqttDevice.Updates;
using NFUnitTest.Security;

namespace NFUnitTest.Updates
{
    /// <summary>The header that Updates/SPEC.md prints, and a device that it fits.</summary>
    internal static class SamplePackage
    {
        internal const string Example =
            "4e4d44500100b900070000000018000003000000ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad00000000"
                + "0000000000000000000000000000000000000000000000000000000000000000cc090000000000000b746865726d6f6d6574657212476172"
                + "64656e2e546865726d6f6d6574657202086d73636f726c6962010011000b000000134e616e6f4d7174744465766963652e436f7265000001"
                + "0000000000010945535033325f52455600";

        internal static byte[] Header()
        {
            return Bytes.FromHex(Example);
        }

        internal static PackageTarget Target()
        {
            byte[] publicKey = new byte[Rfc8554.PublicKey.Length];
            System.Array.Copy(Rfc8554.PublicKey, publicKey, publicKey.Length);
            return new PackageTarget
            {
                Product = "thermometer",
                Release = 6,
                Board = "DevKit ESP32_REV3",
                Loader = new FakeProductLoader(),
                SlotSize = 3,
                FreeHeap = 6144,
                PublicKey = publicKey,
            };
        }
    }
}
