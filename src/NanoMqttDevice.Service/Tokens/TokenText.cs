using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NanoMqttDevice.Service;

/// <summary>
/// A token as text: 344 characters of Base64, as many as the vendor's have. Inside are 16 bytes of id, 8 of expiry (Unix
/// milliseconds, big endian), random filling, and 32 of HMAC-SHA256 over all of that.
/// </summary>
internal static class TokenText
{
    public const int Length = 344;

    private const int IdLength = 16;
    private const int SignedLength = 224;
    private const int WholeLength = SignedLength + HMACSHA256.HashSizeInBytes;

    public static (string Text, string TokenId) Make(RandomFill random, ReadOnlySpan<byte> key, long expireTime)
    {
        Span<byte> whole = stackalloc byte[WholeLength];
        random(whole[..SignedLength]);
        BinaryPrimitives.WriteInt64BigEndian(whole[IdLength..], expireTime);
        HMACSHA256.HashData(key, whole[..SignedLength], whole[SignedLength..]);
        return (Convert.ToBase64String(whole), Convert.ToHexString(whole[..IdLength]));
    }

    /// <returns>Null when the text cannot be a token; otherwise what stands in it and whether the key signed it.</returns>
    public static (string TokenId, long ExpireTime, bool Signed)? Read(ReadOnlySpan<byte> key, string text)
    {
        Span<byte> whole = stackalloc byte[WholeLength];

        // The last character's spare bits would let one token be written in several ways.
        if (text.Length != Length
            || !Convert.TryFromBase64String(text, whole, out var length)
            || length != WholeLength
            || Convert.ToBase64String(whole) != text)
        {
            return null;
        }

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, whole[..SignedLength], signature);
        return (
            Convert.ToHexString(whole[..IdLength]),
            BinaryPrimitives.ReadInt64BigEndian(whole[IdLength..]),
            CryptographicOperations.FixedTimeEquals(signature, whole[SignedLength..]));
    }
}
