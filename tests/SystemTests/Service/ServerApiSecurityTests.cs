using System.Net;
using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class ServerApiSecurityTests
{
    private const string ClientId = "GID_Test@@@0001";

    private static readonly ServiceOptions _options = TestService.Options with
    {
        HttpPort = 0,
        Accounts = [.. TestService.Options.Accounts, new ServiceAccount("LTAIother", "otherSecret")],
    };

    [TestMethod]
    [DataRow(-15 * 60, true)]
    [DataRow(+15 * 60, true)]
    [DataRow((-15 * 60) - 1, false)]
    [DataRow((+15 * 60) + 1, false)]
    [DataRow(-400 * 24 * 3600, false)]
    public async Task A_timestamp_more_than_15_minutes_off_is_InvalidTimeStamp_Expired(int seconds, bool isLetIn)
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;
        var timestamp = ApiClient.Timestamp(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds));

        var reply = await api.CallAsync("RegisterDeviceCredential", ("ClientId", ClientId), ("Timestamp", timestamp));

        if (isLetIn)
        {
            Assert.AreEqual(HttpStatusCode.OK, reply.Status, reply.Text);
        }
        else
        {
            reply.AssertRefused(HttpStatusCode.BadRequest, "InvalidTimeStamp.Expired");
            await ExpectHonestIsServedAsync(test, api);
        }
    }

    [TestMethod]
    [DataRow("2026-01-01 00:00:00")]
    [DataRow("2026-01-01T00:00:00")]
    [DataRow("2026-01-01T00:00:00+01:00")]
    [DataRow("2026-13-01T00:00:00Z")]
    [DataRow("1767225600000")]
    [DataRow("now")]
    public async Task A_timestamp_of_another_form_is_InvalidTimeStamp_Format(string timestamp)
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        (await api.CallAsync("RegisterDeviceCredential", ("ClientId", ClientId), ("Timestamp", timestamp)))
            .AssertRefused(HttpStatusCode.BadRequest, "InvalidTimeStamp.Format", "yyyy-MM-ddTHH:mm:ssZ");
    }

    [TestMethod]
    public async Task A_replayed_call_is_SignatureNonceUsed_as_long_as_its_timestamp_is_good()
    {
        var (test, api, time) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;
        var call = api.Parameters("RefreshDeviceCredential", ("ClientId", ClientId));
        call["Timestamp"] = ApiClient.Timestamp(time.GetUtcNow().AddMinutes(15));
        ApiClient.Sign(call);
        test.Register("0001");
        Assert.AreEqual(HttpStatusCode.OK, (await api.GetAsync(call)).Status);
        var refreshed = test.Service.Credentials.Get(TestService.Instance, ClientId);

        (await api.GetAsync(call)).AssertRefused(HttpStatusCode.BadRequest, "SignatureNonceUsed");
        time.Advance(TimeSpan.FromMinutes(30));
        (await api.GetAsync(call)).AssertRefused(HttpStatusCode.BadRequest, "SignatureNonceUsed");
        time.Advance(TimeSpan.FromSeconds(1));
        (await api.GetAsync(call)).AssertRefused(HttpStatusCode.BadRequest, "InvalidTimeStamp.Expired");

        Assert.AreEqual(refreshed, test.Service.Credentials.Get(TestService.Instance, ClientId));
    }

    [TestMethod]
    public async Task A_nonce_may_be_used_by_another_account_and_is_not_used_up_by_a_wrong_signature()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;
        var call = api.Parameters("RegisterDeviceCredential", ("ClientId", ClientId));

        ApiClient.Sign(call, secret: "guessed");
        (await api.GetAsync(call)).AssertRefused(HttpStatusCode.BadRequest, "SignatureDoesNotMatch");
        ApiClient.Sign(call);
        Assert.AreEqual(HttpStatusCode.OK, (await api.GetAsync(call)).Status);
        call["AccessKeyId"] = "LTAIother";
        ApiClient.Sign(call, secret: "otherSecret");
        Assert.AreEqual(HttpStatusCode.OK, (await api.GetAsync(call)).Status);
    }

    [TestMethod]
    public async Task A_call_is_not_replayed_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("service").FullName;

        try
        {
            var options = _options with { DatabasePath = Path.Combine(folder, "service.db") };
            Dictionary<string, string> call;

            await using (var test = await TestService.StartAsync(options))
            {
                using var api = new ApiClient(test.Service.HttpPort!.Value, TimeProvider.System);
                call = api.Parameters("RegisterDeviceCredential", ("ClientId", ClientId));
                ApiClient.Sign(call);
                Assert.AreEqual(HttpStatusCode.OK, (await api.GetAsync(call)).Status);
            }

            await using (var test = await TestService.StartAsync(options))
            {
                using var api = new ApiClient(test.Service.HttpPort!.Value, TimeProvider.System);
                (await api.GetAsync(call)).AssertRefused(HttpStatusCode.BadRequest, "SignatureNonceUsed");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public async Task A_changed_parameter_secret_or_method_is_SignatureDoesNotMatch()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        foreach (var change in (Action<Dictionary<string, string>>[])
        [
            call => call["ClientId"] = "GID_Test@@@0002",
            call => call["Added"] = "x",
            call => call.Remove("Format"),
            call => ApiClient.Sign(call, secret: "wrong"),
            call => ApiClient.Sign(call, method: "POST"),
            call => call["Signature"] = call["Signature"].ToLowerInvariant(),
            call => call["Signature"] = "x",
            call => call["Signature"] = new string('x', 10_000),
            call => call["Signature"] = "\0ü",
        ])
        {
            var call = api.Parameters("RegisterDeviceCredential", ("ClientId", ClientId));
            ApiClient.Sign(call);
            change(call);
            (await api.GetAsync(call)).AssertRefused(
                HttpStatusCode.BadRequest, "SignatureDoesNotMatch", "server string to sign is:GET&%2F&AccessKeyId%3D");
        }

        Assert.IsEmpty(test.Service.Credentials.List(TestService.Instance));
        await ExpectHonestIsServedAsync(test, api);
    }

    [TestMethod]
    public async Task A_token_in_a_call_with_a_wrong_signature_is_not_echoed()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;
        var call = api.Parameters("QueryToken", ("Token", "abcdef"));
        ApiClient.Sign(call, secret: "wrong");

        var reply = await api.GetAsync(call);

        reply.AssertRefused(HttpStatusCode.BadRequest, "SignatureDoesNotMatch");
        Assert.DoesNotContain("abcdef", reply.Text);
    }

    [TestMethod]
    [DataRow("Action")]
    [DataRow("Version")]
    [DataRow("AccessKeyId")]
    [DataRow("Timestamp")]
    [DataRow("SignatureNonce")]
    [DataRow("Signature")]
    public async Task A_missing_common_parameter_is_MissingParameter(string name)
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        foreach (var isEmpty in (bool[])[false, true])
        {
            var call = api.Parameters("RegisterDeviceCredential", ("ClientId", ClientId));
            ApiClient.Sign(call);
            call.Remove(name);

            if (isEmpty)
            {
                call[name] = "";
            }

            (await api.GetAsync(call)).AssertRefused(HttpStatusCode.BadRequest, "MissingParameter", $"\"{name}\"");
        }
    }

    [TestMethod]
    [DataRow("SignatureMethod", "HMAC-SHA256", "IncompleteSignature")]
    [DataRow("SignatureMethod", "", "IncompleteSignature")]
    [DataRow("SignatureVersion", "2.0", "IncompleteSignature")]
    [DataRow("SignatureNonce", "a b", "IncompleteSignature")]
    [DataRow("SignatureNonce", "a\0", "IncompleteSignature")]
    [DataRow("Version", "2019-12-11", "InvalidVersion")]
    [DataRow("Format", "XML", "InvalidParameter.Format")]
    [DataRow("SecurityToken", "sts", "CheckAccountInfoFailed")]
    public async Task A_common_parameter_of_another_value_is_named(string name, string value, string code)
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        (await api.CallAsync("RegisterDeviceCredential", ("ClientId", ClientId), (name, value)))
            .AssertRefused(HttpStatusCode.BadRequest, code, name);
    }

    [TestMethod]
    public async Task An_unknown_access_key_is_InvalidAccessKeyId_NotFound()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        foreach (var id in (string[])["LTAInobody", "ltaiaccount", "LTAIaccount ", new string('x', 5000), "\0"])
        {
            (await api.CallAsync("RegisterDeviceCredential", ("ClientId", ClientId), ("AccessKeyId", id)))
                .AssertRefused(HttpStatusCode.NotFound, "InvalidAccessKeyId.NotFound");
        }
    }

    [TestMethod]
    public async Task With_POST_parameters_may_stand_in_the_form_the_query_or_both()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        foreach (var inForm in (Func<string, bool>[])[_ => true, _ => false, name => name is "ClientId" or "Signature"])
        {
            var call = api.Parameters("RegisterDeviceCredential", ("ClientId", ClientId));
            ApiClient.Sign(call, method: "POST");
            var form = call.Where(parameter => inForm(parameter.Key)).ToDictionary();
            var query = call.Where(parameter => !inForm(parameter.Key)).ToDictionary();
            var reply = await api.PostAsync(query, form);
            Assert.AreEqual(HttpStatusCode.OK, reply.Status, reply.Text);
        }
    }

    [TestMethod]
    public async Task A_parameter_that_stands_twice_is_refused()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;
        var call = api.Parameters("RegisterDeviceCredential", ("ClientId", ClientId));
        ApiClient.Sign(call, method: "POST");

        (await api.PostAsync(call, new() { ["ClientId"] = "GID_Test@@@0002" }))
            .AssertRefused(HttpStatusCode.BadRequest, "InvalidParameter.Duplicate", "ClientId");
        using var twice = await api.Http.GetAsync(new Uri("/?Action=a&Action=b", UriKind.Relative));
        (await ApiReply.ReadAsync(twice)).AssertRefused(HttpStatusCode.BadRequest, "InvalidParameter.Duplicate", "Action");
    }

    [TestMethod]
    public async Task A_body_of_1_MB_is_refused_and_the_next_client_is_served()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;
        api.Http.DefaultRequestHeaders.ExpectContinue = true;

        using var form = new FormUrlEncodedContent([new("ClientId", new string('x', 1_000_000))]);
        using var reply = await api.Http.PostAsync(new Uri("/", UriKind.Relative), form);

        (await ApiReply.ReadAsync(reply)).AssertRefused(HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge");
        await ExpectHonestIsServedAsync(test, api);
    }

    [TestMethod]
    [DataRow("application/json", "{}", HttpStatusCode.BadRequest, "InvalidParameter.ContentType")]
    [DataRow("multipart/form-data; boundary=x", "--x\r\n\r\n", HttpStatusCode.BadRequest, "InvalidParameter.ContentType")]
    [DataRow("application/x-www-form-urlencoded", "%zz&&&=&=%00%ff", HttpStatusCode.BadRequest, "InvalidParameter.Body")]
    [DataRow("application/x-www-form-urlencoded", "a=%zz", HttpStatusCode.BadRequest, "MissingParameter")]
    [DataRow("application/x-www-form-urlencoded", "", HttpStatusCode.BadRequest, "MissingParameter")]
    [DataRow("application/x-www-form-urlencoded; charset=nonsense", "a=b", HttpStatusCode.BadRequest, "MissingParameter")]
    public async Task A_malformed_body_is_refused_and_the_next_client_is_served(
        string type, string body, HttpStatusCode status, string code)
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var reply = await api.Http.PostAsync(new Uri("/", UriKind.Relative), content);

        (await ApiReply.ReadAsync(reply)).AssertRefused(status, code);
        await ExpectHonestIsServedAsync(test, api);
    }

    [TestMethod]
    public async Task Too_many_fields_are_refused()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        var fields = Enumerable.Range(0, 5000).ToDictionary(i => $"f{i}", _ => "x");
        (await api.PostAsync([], fields)).AssertRefused(HttpStatusCode.BadRequest, "InvalidParameter.Body");
    }

    [TestMethod]
    public async Task Another_method_or_path_is_refused()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        using var put = await api.Http.PutAsync(new Uri("/", UriKind.Relative), null);
        (await ApiReply.ReadAsync(put)).AssertRefused(HttpStatusCode.MethodNotAllowed, "UnsupportedHTTPMethod");
        using var elsewhere = await api.Http.GetAsync(new Uri("/admin", UriKind.Relative));
        Assert.AreEqual(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [TestMethod]
    public async Task A_database_that_does_not_answer_is_InternalError_and_tells_nothing_of_itself()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;
        test.Service.Credentials.Dispose();

        var reply = await api.CallAsync("RegisterDeviceCredential", ("ClientId", ClientId));

        reply.AssertRefused(HttpStatusCode.InternalServerError, "InternalError");
        Assert.DoesNotContain("onnection", reply.Text);
    }

    [TestMethod]
    public async Task Each_call_is_traced_with_its_result_and_without_a_secret()
    {
        var (test, api, _) = await StartAsync();
        await using var _1 = test;
        using var _2 = api;

        // A caller who puts his secret where it does not belong.
        foreach (var name in (string[])["AccessKeyId", "Action", "ClientId", "Timestamp", "SignatureNonce", "Version", "Format"])
        {
            await api.CallAsync("RegisterDeviceCredential", ("ClientId", ClientId), (name, TestService.AccountSecret));
        }

        var token = await api.OkAsync(
            "ApplyToken",
            ("Resources", "sensors"),
            ("Actions", "R"),
            ("ExpireTime", $"{long.MaxValue}"));
        await api.OkAsync("RevokeToken", ("Token", token.GetProperty("Token").GetString()!));
        var credential = await api.OkAsync("RegisterDeviceCredential", ("ClientId", ClientId));

        var entries = test.Service.Trace.Where(entry => entry.Action == TraceActions.Api).ToArray();
        Assert.HasCount(10, entries);
        Assert.AreEqual("InvalidAccessKeyId.NotFound", entries[0].Reason);
        Assert.AreEqual(TraceReasons.Accepted, entries[^1].Reason);
        Assert.AreEqual(ClientId, entries[^1].ClientId);
        Assert.AreEqual("RegisterDeviceCredential, signed by LTAIaccount", entries[^1].Detail);

        var trace = await api.Http.GetStringAsync(new Uri("/trace", UriKind.Relative));
        var metrics = await api.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var secret = credential.GetProperty("DeviceCredential").GetProperty("DeviceAccessKeySecret").GetString()!;

        foreach (var text in (string[])[trace, metrics, string.Join('\n', test.Service.Trace)])
        {
            Assert.DoesNotContain(TestService.AccountSecret, text);
            Assert.DoesNotContain(secret, text);
            Assert.DoesNotContain(token.GetProperty("Token").GetString()![..30], text);
        }

        Assert.Contains("nanomqtt_api_calls_total{result=\"accepted\"} 4", metrics);
    }

    private static async Task<(TestService Test, ApiClient Api, ManualTime Time)> StartAsync()
    {
        var time = new ManualTime();
        var test = await TestService.StartAsync(_options, time);
        return (test, new ApiClient(test.Service.HttpPort!.Value, time), time);
    }

    private static async Task ExpectHonestIsServedAsync(TestService test, ApiClient api)
    {
        await api.OkAsync("RegisterDeviceCredential", ("ClientId", "GID_Test@@@next"));
        Assert.IsNotNull(test.Service.Credentials.Get(TestService.Instance, "GID_Test@@@next"));
    }
}
