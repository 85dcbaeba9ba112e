using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Settings;
using Polly;
using Polly.Retry;

namespace NanoMqttDevice.Tool.ServerApi;

/// <summary>
/// Calls the vendor's server API of 2020-04-20, as an application server does: RPC style, signed with the account's keys. What the
/// vendor asks to try again is tried again, with a nonce of its own.
/// </summary>
internal sealed class ServerApiClient : IDisposable
{
    private const string ApiVersion = "2020-04-20";
    private const int Tries = 4;
    private const int LargestReply = 1024 * 1024;

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly AccountKeys _keys;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline _again;

    /// <summary>Makes a client.</summary>
    /// <param name="endpoint">URL of the API.</param>
    /// <param name="keys">The account's keys.</param>
    /// <param name="authority">The certificate authority to trust for HTTPS; null for the system's.</param>
    /// <param name="time">The clock.</param>
    public ServerApiClient(Uri endpoint, AccountKeys keys, X509Certificate2? authority, TimeProvider time)
    {
        _endpoint = endpoint;
        _keys = keys;
        _time = time;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

        if (authority is not null)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
            };
        }

        _http = new HttpClient(handler) { Timeout = _timeout, MaxResponseContentBufferSize = LargestReply };
        var retry = new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ServerApiException>(e => e.IsWorthAnotherTry),
            MaxRetryAttempts = Tries - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(500),
            UseJitter = true,
        };
        _again = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(retry).Build();
    }

    /// <summary>Registers a credential for a client ID; one that was there ends.</summary>
    /// <exception cref="ServerApiException">It failed.</exception>
    public Task<DeviceCredential> RegisterAsync(string instanceId, string clientId, CancellationToken cancellationToken) =>
        CredentialAsync("RegisterDeviceCredential", instanceId, clientId, cancellationToken);

    /// <summary>Gives the credential of a client ID.</summary>
    /// <exception cref="ServerApiException">It failed.</exception>
    public Task<DeviceCredential> GetAsync(string instanceId, string clientId, CancellationToken cancellationToken) =>
        CredentialAsync("GetDeviceCredential", instanceId, clientId, cancellationToken);

    /// <summary>Gives a client ID's credential another secret.</summary>
    /// <exception cref="ServerApiException">It failed.</exception>
    public Task<DeviceCredential> RefreshAsync(string instanceId, string clientId, CancellationToken cancellationToken) =>
        CredentialAsync("RefreshDeviceCredential", instanceId, clientId, cancellationToken);

    /// <summary>Ends the credential of a client ID.</summary>
    /// <exception cref="ServerApiException">It failed.</exception>
    public Task UnregisterAsync(string instanceId, string clientId, CancellationToken cancellationToken) =>
        CallAsync("UnRegisterDeviceCredential", [("InstanceId", instanceId), ("ClientId", clientId)], cancellationToken);

    /// <summary>Gives one page of a group's client IDs that have a credential.</summary>
    /// <param name="instanceId">Instance ID.</param>
    /// <param name="groupId">Group ID.</param>
    /// <param name="pageSize">1 to 100.</param>
    /// <param name="nextToken">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many there are in all, those of the page, and the next page's token, null behind the last.</returns>
    /// <exception cref="ServerApiException">It failed.</exception>
    public async Task<(long Total, IReadOnlyList<string> ClientIds, string? NextToken)> ListAsync(
        string instanceId,
        string groupId,
        int pageSize,
        string? nextToken,
        CancellationToken cancellationToken)
    {
        const string Action = "ListDeviceCredentialClientId";
        var size = pageSize.ToString(CultureInfo.InvariantCulture);
        var reply = await CallAsync(
            Action,
            [("InstanceId", instanceId), ("GroupId", groupId), ("PageSize", size), ("NextToken", nextToken)],
            cancellationToken).ConfigureAwait(false);
        var list = Field(Action, reply, "DeviceCredentialClientIdList");
        var next = list.TryGetProperty("NextToken", out var token) ? token.GetString() : null;
        return (
            Field(Action, list, "Total").GetInt64(),
            [.. Field(Action, list, "ClientIdList").EnumerateArray().Select(id => id.GetString()!)],
            string.IsNullOrEmpty(next) ? null : next);
    }

    /// <summary>Issues a token.</summary>
    /// <param name="instanceId">Instance ID.</param>
    /// <param name="resources">Topics and topic filters, at most 100.</param>
    /// <param name="actions"><c>R</c>, <c>W</c> or <c>R,W</c>.</param>
    /// <param name="expireTime">When it ends; the service cuts what is more than 30 days ahead.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The token, a secret.</returns>
    /// <exception cref="ServerApiException">It failed.</exception>
    public async Task<string> ApplyTokenAsync(
        string instanceId,
        IEnumerable<string> resources,
        string actions,
        DateTimeOffset expireTime,
        CancellationToken cancellationToken)
    {
        const string Action = "ApplyToken";
        var milliseconds = expireTime.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var reply = await CallAsync(
            Action,
            [("InstanceId", instanceId), ("Resources", string.Join(',', resources)), ("Actions", actions), ("ExpireTime", milliseconds)],
            cancellationToken).ConfigureAwait(false);
        return Field(Action, reply, "Token").GetString()!;
    }

    /// <summary>Tells whether a token is valid.</summary>
    /// <exception cref="ServerApiException">It failed.</exception>
    public async Task<bool> QueryTokenAsync(string instanceId, string token, CancellationToken cancellationToken)
    {
        const string Action = "QueryToken";
        var reply = await CallAsync(Action, [("InstanceId", instanceId), ("Token", token)], cancellationToken).ConfigureAwait(false);
        return Field(Action, reply, "TokenStatus").GetBoolean();
    }

    /// <summary>Ends a token.</summary>
    /// <exception cref="ServerApiException">It failed.</exception>
    public Task RevokeTokenAsync(string instanceId, string token, CancellationToken cancellationToken) =>
        CallAsync("RevokeToken", [("InstanceId", instanceId), ("Token", token)], cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<DeviceCredential> CredentialAsync(
        string action,
        string instanceId,
        string clientId,
        CancellationToken cancellationToken)
    {
        var reply = await CallAsync(action, [("InstanceId", instanceId), ("ClientId", clientId)], cancellationToken).ConfigureAwait(false);
        var credential = Field(action, reply, "DeviceCredential");
        return new DeviceCredential(
            instanceId,
            clientId,
            Field(action, credential, "DeviceAccessKeyId").GetString()!,
            Field(action, credential, "DeviceAccessKeySecret").GetString()!,
            Field(action, credential, "CreateTime").GetInt64(),
            Field(action, credential, "UpdateTime").GetInt64());
    }

    private static JsonElement Field(string action, JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var field)
            ? field
            : throw ServerApiException.NoReply(action, $"its reply has no {name}");

    private async Task<JsonElement> CallAsync(string action, (string Name, string? Value)[] parameters, CancellationToken cancellationToken) =>
        await _again.ExecuteAsync(
            async token => await CallOnceAsync(action, parameters, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<JsonElement> CallOnceAsync(string action, (string Name, string? Value)[] parameters, CancellationToken cancellationToken)
    {
        try
        {
            // In the body: proxies and servers log URLs, and a token is a secret.
            using var form = new FormUrlEncodedContent(Sign(action, parameters));
            using var response = await _http.PostAsync(_endpoint, form, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(action, response, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw ServerApiException.NotReached(action, $"{_endpoint}: {TlsErrors.Explain(e)}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServerApiException.NotReached(action, $"{_endpoint}: no answer within {_timeout.TotalSeconds:0} s");
        }
    }

    private Dictionary<string, string> Sign(string action, (string Name, string? Value)[] parameters)
    {
        var all = new Dictionary<string, string>
        {
            ["Action"] = action,
            ["Version"] = ApiVersion,
            ["Format"] = "JSON",
            ["AccessKeyId"] = _keys.Account.AccessKeyId,
            ["SignatureMethod"] = RpcSignature.Method,
            ["SignatureVersion"] = RpcSignature.Version,
            ["SignatureNonce"] = Guid.NewGuid().ToString(),
            ["Timestamp"] = _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };

        if (_keys.SecurityToken is { } securityToken)
        {
            all["SecurityToken"] = securityToken;
        }

        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                all[name] = value;
            }
        }

        all[RpcSignature.Parameter] = RpcSignature.Compute(_keys.Account.AccessKeySecret, RpcSignature.StringToSign("POST", all));
        return all;
    }

    private static async Task<JsonElement> ReadAsync(string action, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        JsonElement json;

        try
        {
            using var document = JsonDocument.Parse(bytes);
            json = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw ServerApiException.NoReply(action, $"HTTP {(int)response.StatusCode} without JSON; is it the endpoint of the server API?");
        }

        return response.StatusCode == HttpStatusCode.OK ? json : throw ServerApiException.Refused(action, (int)response.StatusCode, json);
    }
}
