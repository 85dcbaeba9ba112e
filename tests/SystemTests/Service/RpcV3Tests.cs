using System.Net;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Calls that are signed with V3, by headers, and those that get it wrong.</summary>
[TestClass]
public sealed class RpcV3Tests
{
    private static int _nonce;

    [TestMethod]
    public async Task The_published_rules_of_V3_refuse_what_is_changed_unsigned_stale_or_used()
    {
        await using var test = await TestService.StartAsync(TestService.Options with { HttpPort = 0 });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{test.Service.HttpPort}") };
        test.Register("0001");
        await ExpectAsync(Call(), HttpStatusCode.OK, "");

        await ExpectAsync(Call(query: "ClientId=GID_Test%40%40%400002", signedQuery: "ClientId=GID_Test%40%40%400001"), HttpStatusCode.BadRequest, "SignatureDoesNotMatch");
        await ExpectAsync(Call(secret: "wrong"), HttpStatusCode.BadRequest, "SignatureDoesNotMatch");
        await ExpectAsync(Call(action: "UnRegisterDeviceCredential", signedAction: "GetDeviceCredential"), HttpStatusCode.BadRequest, "SignatureDoesNotMatch");
        await ExpectAsync(Call(accessKeyId: "LTAInobody"), HttpStatusCode.NotFound, "InvalidAccessKeyId.NotFound");
        await ExpectAsync(Call(date: "2020-01-01T00:00:00Z"), HttpStatusCode.BadRequest, "InvalidTimeStamp.Expired");
        await ExpectAsync(Call(body: "PageNo=2", hashedBody: ""), HttpStatusCode.BadRequest, "IncompleteSignature");
        await ExpectAsync(Call(leftOut: "x-acs-action"), HttpStatusCode.BadRequest, "IncompleteSignature");
        await ExpectAsync(Call(leftOut: "host"), HttpStatusCode.BadRequest, "IncompleteSignature");
        await ExpectAsync(Call(nonce: "twice"), HttpStatusCode.OK, "");
        await ExpectAsync(Call(nonce: "twice"), HttpStatusCode.BadRequest, "SignatureNonceUsed");
        Assert.IsNotNull(test.Service.Credentials.Get(TestService.Instance, "GID_Test@@@0001"));

        async Task ExpectAsync(HttpRequestMessage request, HttpStatusCode status, string code)
        {
            using (request)
            {
                using var response = await http.SendAsync(request);
                var reply = await ApiReply.ReadAsync(response);
                Assert.AreEqual(status, reply.Status, reply.Text);

                if (code.Length > 0)
                {
                    reply.AssertRefused(status, code);
                }
            }
        }

        HttpRequestMessage Call(
            string action = "GetDeviceCredential",
            string? signedAction = null,
            string query = "ClientId=GID_Test%40%40%400001",
            string? signedQuery = null,
            string secret = TestService.AccountSecret,
            string accessKeyId = ApiClient.AccessKeyId,
            string? date = null,
            string body = "",
            string? hashedBody = null,
            string? leftOut = null,
            string? nonce = null)
        {
            var hash = RpcSignatureV3.Hash(System.Text.Encoding.UTF8.GetBytes(hashedBody ?? body));
            var headers = new Dictionary<string, string>
            {
                ["host"] = http.BaseAddress!.Authority,
                ["x-acs-action"] = action,
                ["x-acs-version"] = "2020-04-20",
                ["x-acs-date"] = date ?? ApiClient.Timestamp(DateTimeOffset.UtcNow),
                ["x-acs-signature-nonce"] = nonce ?? $"v3-{Interlocked.Increment(ref _nonce)}",
                ["x-acs-content-sha256"] = hash,
            };
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/?InstanceId={TestService.Instance}&{query}", UriKind.Relative));

            foreach (var (name, value) in headers.Where(header => header.Key != "host"))
            {
                request.Headers.Add(name, value);
            }

            var signed = headers.Where(header => header.Key != leftOut).Select(header =>
                header.Key == "x-acs-action" ? KeyValuePair.Create(header.Key, signedAction ?? action) : header).OrderBy(header => header.Key, StringComparer.Ordinal).ToList();
            var parameters = $"InstanceId={TestService.Instance}&{signedQuery ?? query}".Split('&').Select(part => part.Split('=')).Select(part =>
                KeyValuePair.Create(part[0], Uri.UnescapeDataString(part[1])));
            var signature = RpcSignatureV3.Compute(secret, RpcSignatureV3.StringToSign("POST", "/", parameters, signed, hash));
            request.Headers.TryAddWithoutValidation(
                "Authorization",
                $"ACS3-HMAC-SHA256 Credential={accessKeyId},SignedHeaders={string.Join(';', signed.Select(header => header.Key))},Signature={signature}");
            request.Content = body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
            return request;
        }
    }

    [TestMethod]
    public async Task CloseConnection_ends_the_connection_of_that_client_and_of_no_other()
    {
        await using var test = await TestService.StartAsync(TestService.Options with { HttpPort = 0 });
        using var api = new ApiClient(test.Service.HttpPort!.Value, TimeProvider.System);
        using var closed = await test.ConnectRawAsync("0001");
        using var other = await test.ConnectRawAsync("0002");

        var reply = await api.OkAsync("CloseConnection", ("ClientId", "GID_Test@@@0001"));

        Assert.AreEqual(200, reply.GetProperty("Code").GetInt32());
        Assert.IsTrue(reply.GetProperty("Success").GetBoolean());
        await closed.ExpectCloseAsync();
        await other.PingAsync();
        await other.ExpectAsync(RawClient.PingResp);
        await api.OkAsync("CloseConnection", ("ClientId", "GID_Test@@@offline"));
        (await api.CallAsync("CloseConnection", ("ClientId", "GID_None@@@0001"))).AssertRefused(HttpStatusCode.BadRequest, "PermissionCheckFailed");
    }
}
