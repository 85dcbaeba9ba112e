using System.Security.Cryptography;
using System.Text;

namespace NanoMqttDevice.Service;

/// <summary>
/// The signature that the vendor's current SDKs send in headers: <c>ACS3-HMAC-SHA256</c> (the vendor's page on request syntax and
/// signature V3). Client and service compute the same.
/// </summary>
public static class RpcSignatureV3
{
    /// <summary>The one method, and the first word of the header Authorization.</summary>
    public const string Method = "ACS3-HMAC-SHA256";

    /// <summary>What is signed.</summary>
    /// <param name="method"><c>GET</c> or <c>POST</c>.</param>
    /// <param name="path">The path, from its '/'.</param>
    /// <param name="query">The parameters in the query.</param>
    /// <param name="headers">The signed headers, names in lower case.</param>
    /// <param name="bodyHash">SHA-256 of the body, in lower-case hexadecimal.</param>
    /// <returns>The text: the method, and the hash of the canonical request.</returns>
    public static string StringToSign(
        string method,
        string path,
        IEnumerable<KeyValuePair<string, string>> query,
        IEnumerable<KeyValuePair<string, string>> headers,
        string bodyHash)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(bodyHash);

        KeyValuePair<string, string>[] sorted = [.. headers.OrderBy(header => header.Key, StringComparer.Ordinal)];
        var canonical = new StringBuilder()
            .Append(method).Append('\n')
            .Append(path).Append('\n')
            .AppendJoin('&', query
                .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
                .Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}")).Append('\n');

        foreach (var (name, value) in sorted)
        {
            canonical.Append(name).Append(':').Append(value.Trim()).Append('\n');
        }

        canonical.Append('\n').AppendJoin(';', sorted.Select(header => header.Key)).Append('\n').Append(bodyHash);
        return $"{Method}\n{Hash(Encoding.UTF8.GetBytes(canonical.ToString()))}";
    }

    /// <summary>Signs a text.</summary>
    /// <param name="secret">The AccessKeySecret.</param>
    /// <param name="stringToSign">From <see cref="StringToSign"/>.</param>
    /// <returns>64 characters of lower-case hexadecimal.</returns>
    public static string Compute(string secret, string stringToSign)
    {
        ArgumentNullException.ThrowIfNull(secret);
        ArgumentNullException.ThrowIfNull(stringToSign);

        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(stringToSign)));
    }

    /// <summary>Compares a signature with the right one in a time that tells only its length.</summary>
    /// <param name="secret">The AccessKeySecret.</param>
    /// <param name="stringToSign">From <see cref="StringToSign"/>.</param>
    /// <param name="signature">The signature as received.</param>
    /// <returns>Whether it is the right one.</returns>
    public static bool Matches(string secret, string stringToSign, string signature)
    {
        ArgumentNullException.ThrowIfNull(signature);

        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Compute(secret, stringToSign)), Encoding.UTF8.GetBytes(signature));
    }

    /// <summary>The hash that stands in <c>x-acs-content-sha256</c>.</summary>
    /// <param name="body">The body.</param>
    /// <returns>64 characters of lower-case hexadecimal.</returns>
    public static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));
}
