using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// The header Authorization of signature V3: <c>ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b,Signature=…</c>.
/// </summary>
internal sealed record RpcAuthorization(string AccessKeyId, IReadOnlyList<string> SignedHeaders, string Signature)
{
    /// <summary>Whether a call is signed this way.</summary>
    public static bool IsIn(HttpRequest request)
    {
        return request.Headers.Authorization.ToString().StartsWith(RpcSignatureV3.Method, StringComparison.Ordinal);
    }

    /// <exception cref="RpcException">A part is missing, or a header that must be signed is not.</exception>
    public static RpcAuthorization Read(HttpRequest request, IEnumerable<string> mustBeSigned)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var part in request.Headers.Authorization.ToString()[RpcSignatureV3.Method.Length..].Split(','))
        {
            var split = part.Trim().Split('=', 2);

            if (split.Length != 2 || !parts.TryAdd(split[0], split[1]))
            {
                throw Malformed();
            }
        }

        if (!parts.TryGetValue("Credential", out var accessKeyId)
            || !parts.TryGetValue("SignedHeaders", out var signed)
            || !parts.TryGetValue("Signature", out var signature))
        {
            throw Malformed();
        }

        var headers = signed.Split(';');

        if (mustBeSigned.FirstOrDefault(name => !headers.Contains(name, StringComparer.Ordinal)) is { } unsigned)
        {
            throw RpcError.IncompleteSignature("SignedHeaders", $"{unsigned} must be among them");
        }

        return headers.Distinct(StringComparer.Ordinal).Count() == headers.Length
            ? new RpcAuthorization(accessKeyId, headers, signature)
            : throw RpcError.IncompleteSignature("SignedHeaders", "each may stand once");
    }

    private static RpcException Malformed()
    {
        return RpcError.IncompleteSignature("Authorization", $"must be {RpcSignatureV3.Method} Credential=…,SignedHeaders=…,Signature=…");
    }
}
