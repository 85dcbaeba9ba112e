using System.Globalization;
using System.Net;
using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Calls the server API as an application server does, and as one that gets it wrong.</summary>
internal sealed class ApiClient(int port, TimeProvider time) : IDisposable
{
    public const string AccessKeyId = "LTAIaccount";

    private static int _nonce;

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

    public HttpClient Http => _http;

    /// <summary>The parameters of a good call, not yet signed.</summary>
    public Dictionary<string, string> Parameters(string action, params (string Name, string Value)[] parameters)
    {
        var all = new Dictionary<string, string>
        {
            ["Action"] = action,
            ["Format"] = "JSON",
            ["Version"] = "2020-04-20",
            ["AccessKeyId"] = AccessKeyId,
            ["SignatureMethod"] = "HMAC-SHA1",
            ["SignatureVersion"] = "1.0",
            ["SignatureNonce"] = $"nonce-{Interlocked.Increment(ref _nonce)}",
            ["Timestamp"] = Timestamp(time.GetUtcNow()),
            ["InstanceId"] = TestService.Instance,
        };

        foreach (var (name, value) in parameters)
        {
            all[name] = value;
        }

        return all;
    }

    public static string Timestamp(DateTimeOffset at)
    {
        return at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    public static void Sign(Dictionary<string, string> parameters, string method = "GET", string secret = TestService.AccountSecret)
    {
        parameters["Signature"] = RpcSignature.Compute(secret, RpcSignature.StringToSign(method, parameters));
    }

    public Task<ApiReply> CallAsync(string action, params (string Name, string Value)[] parameters)
    {
        var all = Parameters(action, parameters);
        Sign(all);
        return GetAsync(all);
    }

    public async Task<ApiReply> GetAsync(Dictionary<string, string> parameters)
    {
        using var response = await _http.GetAsync(new Uri($"/?{await EncodeAsync(parameters)}", UriKind.Relative));
        return await ApiReply.ReadAsync(response);
    }

    public async Task<ApiReply> PostAsync(Dictionary<string, string> query, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var response = await _http.PostAsync(new Uri($"/?{await EncodeAsync(query)}", UriKind.Relative), content);
        return await ApiReply.ReadAsync(response);
    }

    /// <summary>A call that must be let in.</summary>
    public async Task<JsonElement> OkAsync(string action, params (string Name, string Value)[] parameters)
    {
        var reply = await CallAsync(action, parameters);
        Assert.AreEqual(HttpStatusCode.OK, reply.Status, reply.Text);
        Assert.AreEqual(36, reply.Json.GetProperty("RequestId").GetString()!.Length);
        return reply.Json;
    }

    public void Dispose() => _http.Dispose();

    private static async Task<string> EncodeAsync(Dictionary<string, string> parameters)
    {
        using var content = new FormUrlEncodedContent(parameters);
        return await content.ReadAsStringAsync();
    }
}
