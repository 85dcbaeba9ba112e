using System.Globalization;

namespace NanoMqttDevice.Service;

/// <summary>A call's time and nonce: at most 15 minutes from the service's clock, and no call twice, however it is signed.</summary>
internal sealed class RpcWindow(TimeProvider time, SignatureNonceStore nonces)
{
    private const string TimestampForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int MaxNonce = 128;

    private static readonly TimeSpan _width = TimeSpan.FromMinutes(15);

    /// <exception cref="RpcException">It breaks its rule.</exception>
    public static void CheckNonce(string nonce)
    {
        if (nonce.Length > MaxNonce || !nonce.All(c => c is > ' ' and <= '~'))
        {
            throw RpcError.IncompleteSignature("SignatureNonce", $"at most {MaxNonce} printable characters of ASCII");
        }
    }

    /// <exception cref="RpcException">It has another form, or is too far from now.</exception>
    public DateTimeOffset CheckTimestamp(string text)
    {
        if (!DateTimeOffset.TryParseExact(
            text, TimestampForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var timestamp))
        {
            throw RpcError.TimestampFormat();
        }

        return (time.GetUtcNow() - timestamp).Duration() <= _width ? timestamp : throw RpcError.TimestampExpired();
    }

    /// <summary>Uses a nonce up; only for a call whose signature is right.</summary>
    /// <exception cref="RpcException">It was used before.</exception>
    public void Use(string accessKeyId, string nonce, DateTimeOffset timestamp)
    {
        if (!nonces.TryUse(accessKeyId, nonce, time.GetUtcNow(), timestamp + _width))
        {
            throw RpcError.NonceUsed();
        }
    }
}
