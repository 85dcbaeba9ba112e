using Microsoft.AspNetCore.Http;

namespace NanoMqttDevice.Service;

/// <summary>
/// Decides who may call with signature V3. The order is that of <see cref="RpcGate"/>, and time window and nonces are common to both: a
/// call is not replayed by writing it in the other form.
/// </summary>
internal sealed class RpcGateV3(RpcAccounts accounts, RpcWindow window)
{
    public const string ActionHeader = "x-acs-action";

    private const string VersionHeader = "x-acs-version";
    private const string DateHeader = "x-acs-date";
    private const string NonceHeader = "x-acs-signature-nonce";
    private const string HashHeader = "x-acs-content-sha256";
    private const string SecurityTokenHeader = "x-acs-security-token";

    // What is not signed could be changed on the way.
    private static readonly string[] _signed = ["host", ActionHeader, VersionHeader, DateHeader, NonceHeader, HashHeader];

    /// <summary>Lets a call in.</summary>
    /// <param name="request">The request; its body can be read again afterwards.</param>
    /// <returns>The AccessKeyId it is signed with.</returns>
    /// <exception cref="RpcException">It is not let in.</exception>
    public async Task<string> CheckAsync(HttpRequest request)
    {
        foreach (var name in _signed.Skip(1))
        {
            if (request.Headers[name].ToString().Length == 0)
            {
                throw RpcError.Missing(name);
            }
        }

        var authorization = RpcAuthorization.Read(request, _signed);

        if (request.Headers[VersionHeader] != RpcGate.ApiVersion)
        {
            throw RpcError.Version();
        }

        if (request.Headers[SecurityTokenHeader].ToString().Length > 0)
        {
            throw RpcError.AccountInfo();
        }

        var nonce = request.Headers[NonceHeader].ToString();
        RpcWindow.CheckNonce(nonce);
        var secret = accounts.SecretOf(authorization.AccessKeyId);
        var timestamp = window.CheckTimestamp(request.Headers[DateHeader].ToString());
        var bodyHash = await HashBodyAsync(request);
        var stringToSign = RpcSignatureV3.StringToSign(
            request.Method,
            request.Path.Value ?? "/",
            QueryOf(request),
            authorization.SignedHeaders.Select(name => KeyValuePair.Create(name, request.Headers[name].ToString())),
            bodyHash);

        if (!RpcSignatureV3.Matches(secret, stringToSign, authorization.Signature))
        {
            throw RpcError.SignatureDoesNotMatch(stringToSign);
        }

        window.Use(authorization.AccessKeyId, nonce, timestamp);
        return authorization.AccessKeyId;
    }

    // A name that stands twice is refused later, where parameters are read; here any order would do.
    private static IEnumerable<KeyValuePair<string, string>> QueryOf(HttpRequest request)
    {
        return request.Query.Select(parameter => KeyValuePair.Create(parameter.Key, parameter.Value.ToString()));
    }

    // Over what came, not over what the header says of it.
    private static async Task<string> HashBodyAsync(HttpRequest request)
    {
        request.EnableBuffering(HttpApi.MaxBody);

        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            request.Body.Position = 0;
            var hash = RpcSignatureV3.Hash(body.GetBuffer().AsSpan(0, (int)body.Length));

            return request.Headers[HashHeader] == hash
                ? hash
                : throw RpcError.IncompleteSignature(HashHeader, "must be the SHA-256 of the body, in lower-case hexadecimal");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw RpcError.TooLarge();
        }
    }
}
