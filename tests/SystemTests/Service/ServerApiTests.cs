using System.Net;
using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class ServerApiTests
{
    private static readonly ServiceOptions _options = TestService.Options with { HttpPort = 0 };

    [TestMethod]
    public async Task RegisterDeviceCredential_answers_with_the_credential_that_then_logs_in()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = Open(test, time);

        var reply = await api.OkAsync("RegisterDeviceCredential", ("ClientId", "GID_Test@@@0001"));

        Assert.AreEqual("DeviceCredential RequestId", Names(reply));
        var fields = reply.GetProperty("DeviceCredential");
        Assert.AreEqual("ClientId CreateTime DeviceAccessKeyId DeviceAccessKeySecret InstanceId UpdateTime", Names(fields));
        Assert.AreEqual(time.GetUtcNow().ToUnixTimeMilliseconds(), fields.GetProperty("CreateTime").GetInt64());
        var credential = Credential(reply);
        Assert.AreEqual("GID_Test@@@0001", credential.ClientId);
        Assert.AreEqual(TestService.Instance, credential.InstanceId);
        Assert.AreEqual(0, await test.LoginAsync(credential));
    }

    [TestMethod]
    public async Task Registering_again_makes_only_the_last_credential_valid()
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);
        var first = Credential(await api.OkAsync("RegisterDeviceCredential", ("ClientId", "GID_Test@@@0001")));
        var last = Credential(await api.OkAsync("RegisterDeviceCredential", ("ClientId", "GID_Test@@@0001")));

        Assert.AreEqual(5, await test.LoginAsync(first));
        Assert.AreEqual(0, await test.LoginAsync(last));
    }

    [TestMethod]
    public async Task GetDeviceCredential_answers_with_what_is_registered()
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);
        var registered = test.Register("0001");

        Assert.AreEqual(registered, Credential(await api.OkAsync("GetDeviceCredential", ("ClientId", registered.ClientId))));
        (await api.CallAsync("GetDeviceCredential", ("ClientId", "GID_Test@@@none")))
            .AssertRefused(HttpStatusCode.BadRequest, "InvalidParameter.ClientId", "no credential is registered");
    }

    [TestMethod]
    public async Task RefreshDeviceCredential_changes_the_secret_and_leaves_an_online_client_online()
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);
        var registered = test.Register("0001");
        using var online = await test.ConnectRawAsync("0001");

        var refreshed = Credential(await api.OkAsync("RefreshDeviceCredential", ("ClientId", registered.ClientId)));

        Assert.AreNotEqual(registered.DeviceAccessKeySecret, refreshed.DeviceAccessKeySecret);
        await online.PingAsync();
        await online.ExpectAsync(RawClient.PingResp);
        Assert.AreEqual(5, await test.LoginAsync(registered));
        Assert.AreEqual(0, await test.LoginAsync(refreshed));
        (await api.CallAsync("RefreshDeviceCredential", ("ClientId", "GID_Test@@@none")))
            .AssertRefused(HttpStatusCode.BadRequest, "InvalidParameter.ClientId");
    }

    [TestMethod]
    public async Task UnRegisterDeviceCredential_leaves_an_online_client_online_and_refuses_its_next_connect()
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);
        var registered = test.Register("0001");
        using var online = await test.ConnectRawAsync("0001");

        var reply = await api.OkAsync("UnRegisterDeviceCredential", ("ClientId", registered.ClientId));

        Assert.AreEqual("RequestId", Names(reply));
        await online.PingAsync();
        await online.ExpectAsync(RawClient.PingResp);
        Assert.AreEqual(5, await test.LoginAsync(registered));

        // What is gone may be unregistered again.
        await api.OkAsync("UnRegisterDeviceCredential", ("ClientId", registered.ClientId));
    }

    [TestMethod]
    public async Task ListDeviceCredentialClientId_goes_through_pages_by_number_and_by_token()
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);
        string[] all = [.. Enumerable.Range(0, 25).Select(i => $"GID_Test@@@{i:00}")];
        Array.ForEach(all, clientId => test.Service.Credentials.Register(TestService.Instance, clientId));
        test.Service.Credentials.Register(TestService.Instance, "GID-Other@@@00");
        test.Service.Credentials.Register(TestService.OtherInstance, "GID_Test@@@other");

        var first = await ListAsync(api);
        Assert.AreEqual("ClientIdList NextToken PageNo PageSize Total", Names(first));
        Assert.AreEqual(25, first.GetProperty("Total").GetInt64());
        Assert.AreEqual(1, first.GetProperty("PageNo").GetInt32());
        Assert.AreEqual(10, first.GetProperty("PageSize").GetInt32());
        CollectionAssert.AreEqual(all[..10], ClientIds(first));

        CollectionAssert.AreEqual(all[20..], ClientIds(await ListAsync(api, ("PageNo", "3"))));
        Assert.IsEmpty(ClientIds(await ListAsync(api, ("PageNo", "4"))));
        Assert.IsEmpty(ClientIds(await ListAsync(api, ("PageNo", $"{int.MaxValue}"), ("PageSize", "100"))));
        CollectionAssert.AreEqual(all, ClientIds(await ListAsync(api, ("PageSize", "100"))));

        var walked = new List<string>();
        var page = await ListAsync(api, ("PageSize", "7"));

        while (true)
        {
            walked.AddRange(ClientIds(page));

            if (!page.TryGetProperty("NextToken", out var next))
            {
                break;
            }

            page = await ListAsync(api, ("PageSize", "7"), ("NextToken", next.GetString()!));
        }

        CollectionAssert.AreEqual(all, walked);
    }

    [TestMethod]
    [DataRow("PageSize", "0")]
    [DataRow("PageSize", "101")]
    [DataRow("PageSize", "ten")]
    [DataRow("PageNo", "0")]
    [DataRow("PageNo", "-1")]
    [DataRow("PageNo", "99999999999999999999")]
    [DataRow("NextToken", "x")]
    [DataRow("NextToken", "R0lELU90aGVyQEBAMDA=", DisplayName = "NextToken of another group")]
    public async Task ListDeviceCredentialClientId_refuses_a_page_that_breaks_its_rule(string name, string value)
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);

        (await api.CallAsync("ListDeviceCredentialClientId", ("GroupId", "GID_Test"), (name, value)))
            .AssertRefused(HttpStatusCode.BadRequest, "ParameterCheckFailed", name);
    }

    [TestMethod]
    [DataRow("R", TokenActions.Read)]
    [DataRow("W", TokenActions.Write)]
    [DataRow("R,W", TokenActions.ReadWrite)]
    public async Task ApplyToken_issues_a_token_for_these_topics_and_actions(string actions, TokenActions expected)
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = Open(test, time);
        var expires = time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();

        var reply = await api.OkAsync(
            "ApplyToken", ("Resources", "sensors/+/a,commands/#,sensors"), ("Actions", actions), ("ExpireTime", $"{expires}"));

        Assert.AreEqual("RequestId Token", Names(reply));
        var grant = test.Service.Tokens.Inspect(TestService.Instance, reply.GetProperty("Token").GetString()!).Grant!;
        CollectionAssert.AreEqual((string[])["sensors/+/a", "commands/#", "sensors"], grant.Resources.ToArray());
        Assert.AreEqual(expected, grant.Actions);
        Assert.AreEqual(expires, grant.ExpireTime);
        Assert.AreEqual(ApiClient.AccessKeyId, grant.AccessKeyId);
    }

    [TestMethod]
    public async Task ApplyToken_wants_60_seconds_and_silently_gives_at_most_30_days()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = Open(test, time);
        var now = time.GetUtcNow();

        (await ApplyAsync(api, now.AddSeconds(60).AddMilliseconds(-1)))
            .AssertRefused(HttpStatusCode.BadRequest, "ParameterCheckFailed", "ExpireTime");
        var reply = await ApplyAsync(api, now.AddDays(365));
        var grant = test.Service.Tokens.Inspect(TestService.Instance, reply.Json.GetProperty("Token").GetString()!).Grant!;
        Assert.AreEqual(now.AddDays(30).ToUnixTimeMilliseconds(), grant.ExpireTime);
    }

    [TestMethod]
    public async Task ApplyToken_takes_100_topics_and_not_101()
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);
        var expires = DateTimeOffset.UtcNow.AddHours(1);

        // As long as topics may be: all of it stands in the first line of the request.
        string[] topics = [.. Enumerable.Range(0, 101).Select(i => $"sensors/{i:000}/{new string('x', 52)}")];

        Assert.AreEqual(64, topics[0].Length);
        Assert.AreEqual(HttpStatusCode.OK, (await ApplyAsync(api, expires, string.Join(',', topics[..100]))).Status);
        (await ApplyAsync(api, expires, string.Join(',', topics)))
            .AssertRefused(HttpStatusCode.BadRequest, "ParameterCheckFailed", "Resources");
    }

    [TestMethod]
    [DataRow("Resources", "none/a", "PermissionCheckFailed", DisplayName = "a parent topic that was not created")]
    [DataRow("Resources", "sensors,none", "PermissionCheckFailed", DisplayName = "one of two")]
    [DataRow("Resources", "sensors/a+", "ParameterCheckFailed", DisplayName = "a wildcard beside a letter")]
    [DataRow("Resources", "sensors/#/a", "ParameterCheckFailed", DisplayName = "levels behind #")]
    [DataRow("Resources", "sensors,,commands", "ParameterCheckFailed", DisplayName = "an empty topic")]
    [DataRow("Resources", "", "MissingResources", DisplayName = "none")]
    [DataRow("Actions", "", "MissingActions")]
    [DataRow("Actions", "RW", "ParameterCheckFailed")]
    [DataRow("Actions", "r", "ParameterCheckFailed")]
    [DataRow("Actions", "R,W,R", "ParameterCheckFailed")]
    [DataRow("ExpireTime", "", "MissingExpireTime")]
    [DataRow("ExpireTime", "soon", "ParameterCheckFailed")]
    [DataRow("ExpireTime", "-1", "ParameterCheckFailed")]
    [DataRow("ExpireTime", "99999999999999999999", "ParameterCheckFailed")]
    [DataRow("InstanceId", "mqtt-cn-none", "InstancePermissionCheckFailed")]
    [DataRow("InstanceId", "", "MissingInstanceId")]
    public async Task ApplyToken_refuses_a_parameter_that_breaks_its_rule(string name, string value, string code)
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);
        var parameters = api.Parameters(
            "ApplyToken",
            ("Resources", "sensors"),
            ("Actions", "R"),
            ("ExpireTime", $"{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds()}"),
            (name, value));
        ApiClient.Sign(parameters);

        (await api.GetAsync(parameters)).AssertRefused(HttpStatusCode.BadRequest, code, name);
    }

    [TestMethod]
    public async Task ApplyToken_too_often_in_a_second_is_ApplyTokenOverFlow()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options with { ApplyTokenRate = 2 }, time);
        using var api = Open(test, time);
        var expires = time.GetUtcNow().AddHours(1);
        await ApplyAsync(api, expires);
        await ApplyAsync(api, expires);

        (await ApplyAsync(api, expires)).AssertRefused(HttpStatusCode.BadRequest, "ApplyTokenOverFlow");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.AreEqual(HttpStatusCode.OK, (await ApplyAsync(api, expires)).Status);
    }

    [TestMethod]
    public async Task QueryToken_and_RevokeToken_follow_a_token_to_its_end()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var api = Open(test, time);
        var expires = time.GetUtcNow().AddMinutes(10);
        var revoked = (await ApplyAsync(api, expires)).Json.GetProperty("Token").GetString()!;
        var expired = (await ApplyAsync(api, expires)).Json.GetProperty("Token").GetString()!;
        var told = new List<TokenGrant>();
        test.Service.Tokens.Revoked += told.Add;

        Assert.IsTrue(await QueryAsync(api, revoked));
        Assert.AreEqual("RequestId", Names(await api.OkAsync("RevokeToken", ("Token", revoked))));
        Assert.IsFalse(await QueryAsync(api, revoked));
        Assert.HasCount(1, told);
        await api.OkAsync("RevokeToken", ("Token", revoked));
        Assert.HasCount(1, told);

        Assert.IsTrue(await QueryAsync(api, expired));
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.IsFalse(await QueryAsync(api, expired));
        Assert.IsFalse(await QueryAsync(api, "no token"));
        (await api.CallAsync("RevokeToken", ("Token", "no token")))
            .AssertRefused(HttpStatusCode.BadRequest, "ParameterCheckFailed", "Token");
    }

    [TestMethod]
    public async Task RevokeToken_and_QueryToken_too_often_in_a_second_are_SystemOverFlow()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options with { QueryTokenRate = 1 }, time);
        using var api = Open(test, time);
        await QueryAsync(api, "x");
        (await api.CallAsync("QueryToken", ("Token", "x"))).AssertRefused(HttpStatusCode.InternalServerError, "SystemOverFlow");

        for (var i = 0; i < 5; i++)
        {
            (await api.CallAsync("RevokeToken", ("Token", "x"))).AssertRefused(HttpStatusCode.BadRequest, "ParameterCheckFailed");
        }

        (await api.CallAsync("RevokeToken", ("Token", "x"))).AssertRefused(HttpStatusCode.InternalServerError, "SystemOverFlow");
    }

    [TestMethod]
    [DataRow("ClientId", "", "MissingClientId")]
    [DataRow("ClientId", "0001", "ParameterCheckFailed")]
    [DataRow("ClientId", "GID_Test@@@", "ParameterCheckFailed")]
    [DataRow("ClientId", "GID_Test@@@a b", "ParameterCheckFailed")]
    [DataRow("ClientId", "GID_Test@@@a\0", "ParameterCheckFailed")]
    [DataRow("ClientId", "GID_Test@@@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ParameterCheckFailed")]
    [DataRow("ClientId", "GID_None@@@0001", "PermissionCheckFailed")]
    [DataRow("InstanceId", "", "MissingInstanceId")]
    [DataRow("InstanceId", "mqtt-cn-none", "InstancePermissionCheckFailed")]
    [DataRow("InstanceId", "mqtt-cn-0001\0", "InstancePermissionCheckFailed")]
    public async Task Every_action_on_a_credential_refuses_a_parameter_that_breaks_its_rule(string name, string value, string code)
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);

        foreach (var action in (string[])
        [
            "RegisterDeviceCredential", "GetDeviceCredential", "RefreshDeviceCredential", "UnRegisterDeviceCredential",
        ])
        {
            (await api.CallAsync(action, ("ClientId", "GID_Test@@@0001"), (name, value)))
                .AssertRefused(HttpStatusCode.BadRequest, code, name);
        }

        Assert.IsEmpty(test.Service.Credentials.List(TestService.Instance));
    }

    [TestMethod]
    [DataRow("CreateGroupId")]
    [DataRow("registerDeviceCredential")]
    [DataRow("x\n")]
    public async Task An_action_that_is_not_served_is_ApiNotSupport(string action)
    {
        await using var test = await TestService.StartAsync(_options);
        using var api = Open(test);

        (await api.CallAsync(action)).AssertRefused(HttpStatusCode.NotFound, "ApiNotSupport");
    }

    [TestMethod]
    public async Task Without_a_port_for_HTTP_there_is_none()
    {
        await using var test = await TestService.StartAsync();

        Assert.IsNull(test.Service.HttpPort);
        Assert.IsNull(test.Service.HttpsPort);
    }

    [TestMethod]
    public async Task An_HTTP_port_in_use_is_named_and_nothing_is_left_open()
    {
        await using var first = await TestService.StartAsync(_options);
        var options = _options with { HttpPort = first.Service.HttpPort };

        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(() => MqttService.StartAsync(options));

        Assert.Contains($"127.0.0.1:{first.Service.HttpPort}", exception.Message);
        Assert.Contains("in use", exception.Message);
    }

    private static ApiClient Open(TestService test, TimeProvider? time = null)
    {
        return new ApiClient(test.Service.HttpPort!.Value, time ?? TimeProvider.System);
    }

    private static Task<ApiReply> ApplyAsync(ApiClient api, DateTimeOffset expires, string resources = "sensors/#")
    {
        return api.CallAsync(
            "ApplyToken",
            ("Resources", resources),
            ("Actions", "R,W"),
            ("ExpireTime", $"{expires.ToUnixTimeMilliseconds()}"));
    }

    private static async Task<bool> QueryAsync(ApiClient api, string token)
    {
        return (await api.OkAsync("QueryToken", ("Token", token))).GetProperty("TokenStatus").GetBoolean();
    }

    private static async Task<JsonElement> ListAsync(ApiClient api, params (string Name, string Value)[] parameters)
    {
        var reply = await api.OkAsync("ListDeviceCredentialClientId", [("GroupId", "GID_Test"), .. parameters]);
        return reply.GetProperty("DeviceCredentialClientIdList");
    }

    private static string[] ClientIds(JsonElement page)
    {
        return [.. page.GetProperty("ClientIdList").EnumerateArray().Select(clientId => clientId.GetString()!)];
    }

    private static DeviceCredential Credential(JsonElement reply)
    {
        return reply.GetProperty("DeviceCredential").Deserialize<DeviceCredential>()!;
    }

    private static string Names(JsonElement json)
    {
        return string.Join(' ', json.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
    }
}
