using System.Buffers.Binary;
using System.Security.Cryptography;
using NanoMqttDevice.Updates;
using LmsSignature = NanoMqttDevice.Security.LmsSignature;

namespace NanoMqttDevice.Tool.Updates;

/// <summary>Signs packages.</summary>
internal static class PackageSigner
{
    // With so many tries the check takes some 400 hashes on the device instead of 560; more would take a multiple of the time for each further ten.
    private const int Tries = 200_000;

    /// <summary>Signs a package with the index that was reserved for it.</summary>
    /// <param name="draft">The package.</param>
    /// <param name="key">The key.</param>
    /// <param name="index">The index, from <see cref="SigningKeyFile.Reserve"/>.</param>
    /// <returns>The bytes of the package.</returns>
    public static byte[] Sign(PackageDraft draft, SigningKey key, int index)
    {
        var publicKey = Convert.FromHexString(key.PublicKey);
        var header = draft.ToHeader(LmsSignature.SizeFor(publicKey));
        var signer = key.Open(index);
        var context = signer.GenerateLmsContext();
        Choose(header, publicKey, index, context.C);
        context.BlockUpdate(header, 0, header.Length);
        var signature = signer.GenerateSignature(context);
        byte[] package = [.. header, .. signature, .. draft.Assembly, .. draft.HostAssembly];
        var error = PackageFile.Check(package, publicKey);
        return error == PackageError.None
            ? package
            : throw new ToolException(ExitCodes.Failed, $"the package that was signed is not valid ({PackageErrors.WordOf(error)}); is the key damaged?");
    }

    // The lower the digits of the hash that is signed, the more hashes the check takes (RFC 8554, section 4.6); a hash of high digits is found by
    // trying. One signature is made, of the header that was found, so the key gives away what it gives away anyhow; the checksum keeps what it is for
    // (Bos, Hülsing, Renes, van Vredendaal: Rapidly Verifiable XMSS Signatures, 2021).
    private static void Choose(byte[] header, byte[] publicKey, int index, byte[] randomizer)
    {
        var message = new byte[16 + 4 + 2 + 32 + header.Length];
        publicKey.AsSpan(8, 16).CopyTo(message);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(16), index);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(20), 0x8181);
        randomizer.CopyTo(message, 22);
        header.CopyTo(message, 54);
        var choice = message.AsSpan(54 + PackageDraft.ChoiceOffset, 4);
        Span<byte> hash = stackalloc byte[32];
        var (best, most) = (0, -1);
        for (var i = 0; i < Tries; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(choice, i);
            SHA256.HashData(message, hash);
            var sum = 0;
            foreach (var b in hash)
            {
                sum += (b >> 4) + (b & 15);
            }

            if (sum > most)
            {
                (best, most) = (i, sum);
            }
        }

        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(PackageDraft.ChoiceOffset), best);
    }
}
