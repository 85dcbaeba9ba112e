using System.Security.Cryptography;
using System.Text;

namespace NanoMqttDevice.Service;

/// <summary>
/// The signature of the vendor's RPC interfaces: <c>SignatureMethod=HMAC-SHA1</c>, <c>SignatureVersion=1.0</c>. Client and service
/// compute the same.
/// </summary>
public static class RpcSignature
{
    /// <summary>The one method.</summary>
    public const string Method = "HMAC-SHA1";

    /// <summary>The one version.</summary>
    public const string Version = "1.0";

    /// <summary>The parameter that carries the signature, and that is not signed.</summary>
    public const string Parameter = "Signature";

    /// <summary>What is signed: <c>METHOD&amp;%2F&amp;encoded(name=value&amp;…)</c>, sorted by the bytes of the names.</summary>
    /// <param name="method"><c>GET</c> or <c>POST</c>.</param>
    /// <param name="parameters">All parameters; one named Signature is left out.</param>
    /// <returns>The text.</returns>
    public static string StringToSign(string method, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(parameters);

        var sorted = parameters
            .Where(parameter => parameter.Key != Parameter)
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => $"{Encode(parameter.Key)}={Encode(parameter.Value)}");
        return $"{method}&{Encode("/")}&{Encode(string.Join('&', sorted))}";
    }

    /// <summary>Signs a text. The key is the secret with a <c>&amp;</c> behind it.</summary>
    /// <param name="secret">The AccessKeySecret.</param>
    /// <param name="stringToSign">From <see cref="StringToSign"/>.</param>
    /// <returns>28 characters of Base64.</returns>
    public static string Compute(string secret, string stringToSign)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(stringToSign);

        return LoginSignature.Compute(secret + "&", stringToSign);
    }

    /// <summary>Compares a signature with the right one in a time that tells only its length.</summary>
    /// <param name="secret">The AccessKeySecret.</param>
    /// <param name="stringToSign">From <see cref="StringToSign"/>.</param>
    /// <param name="signature">The signature as received.</param>
    /// <returns>Whether it is the right one.</returns>
    public static bool Matches(string secret, string stringToSign, string signature)
    {
        ArgumentNullException.ThrowIfNull(signature);

        var expected = Encoding.ASCII.GetBytes(Compute(secret, stringToSign));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(signature));
    }

    // RFC 3986: all but letters, digits, '-', '_', '.' and '~', in capital hexadecimal. The vendor's rule is the same.
    private static string Encode(string text) => Uri.EscapeDataString(text);
}
