using System.Security.Cryptography;
using NanoMqttDevice.Security;
using Org.BouncyCastle.Pqc.Crypto.Lms;

namespace NanoMqttDevice.Tool.Updates;

/// <summary>
/// A key that signs packages (LMS, RFC 8554, with SHA-256, M32, H10 or H15, W4), as its file has it. Each of its one-time keys signs once: two
/// signatures by the same one give an attacker what he needs to forge a third.
/// </summary>
internal sealed record SigningKey
{
    /// <summary>Levels of the tree: 10 or 15, for 1,024 or 32,768 signatures.</summary>
    public required int Height { get; init; }

    /// <summary>RFC 8554's I, 16 bytes in hexadecimal digits.</summary>
    public required string Identifier { get; init; }

    /// <summary>What all one-time keys are derived from (RFC 8554, appendix A), 32 bytes in hexadecimal digits: the secret.</summary>
    public required string Seed { get; init; }

    /// <summary>The public key, 56 bytes in hexadecimal digits.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The next one-time key; all below it are used or lost.</summary>
    public required int Next { get; init; }

    /// <summary>How many signatures it gives in all.</summary>
    public int Signatures => 1 << Height;

    /// <summary>How many signatures are left.</summary>
    public int Left => Signatures - Next;

    /// <summary>What people compare.</summary>
    public string Fingerprint => UpdateKey.ShowFingerprint(Convert.FromHexString(PublicKey));

    /// <summary>Makes a key. It takes seconds, for 15 levels half a minute and more: the whole tree is computed.</summary>
    /// <param name="height">10 or 15.</param>
    /// <returns>The key.</returns>
    public static SigningKey Create(int height)
    {
        var key = new SigningKey
        {
            Height = height,
            Identifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Seed = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            PublicKey = "",
            Next = 0,
        };
        return key with { PublicKey = Convert.ToHexStringLower(key.Open(0).GetPublicKey().GetEncoded()) };
    }

    /// <summary>Opens the one-time key that was reserved.</summary>
    /// <param name="index">Its index.</param>
    /// <returns>For BouncyCastle; it signs once.</returns>
    public LmsPrivateKeyParameters Open(int index) => new(
        Height == 10 ? LMSigParameters.lms_sha256_n32_h10 : LMSigParameters.lms_sha256_n32_h15,
        LMOtsParameters.sha256_n32_w4,
        index,
        Convert.FromHexString(Identifier),
        index + 1,
        Convert.FromHexString(Seed));
}
