using System.Text;
using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class TokenLoginTests
{
    private const string Account = "LTAIaccount";
    private const string UploadToken = "$SYS/uploadToken";

    private static readonly string _clientId = TestService.ClientId("0001");

    private readonly ManualTime _time = new();

    [TestMethod]
    [DataRow("RW", DisplayName = "RW|t")]
    [DataRow("R", DisplayName = "R|t")]
    [DataRow("W", DisplayName = "W|t")]
    public async Task A_token_of_each_type_lets_a_client_in(string type)
    {
        await using var test = await StartAsync();
        using var client = await ConnectAsync(test, $"{type}|{Issue(test, type)}");

        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task Several_joined_tokens_add_up()
    {
        await using var test = await StartAsync();
        var read = Issue(test, "R", resources: ["sensors/in/#"]);
        var write = Issue(test, "W", resources: ["sensors/out/#"]);
        var both = Issue(test, "RW", resources: ["commands/#"]);
        using var client = await ConnectAsync(test, $"R|{read}|W|{write}|RW|{both}");

        await client.SubscribeAsync(1, ("sensors/in/+", 0), ("commands/#", 0));
        await client.ExpectAsync(RawClient.SubAck);
        await client.PublishAsync("sensors/out/a", [1], qos: 1, id: 2);
        await client.ExpectAsync(RawClient.PubAck);
        await client.PublishAsync("commands/a", [1]);
        Assert.AreEqual("commands/a", (await client.ReadPublishAsync()).Topic);
    }

    [TestMethod]
    public async Task A_password_that_is_not_types_and_tokens_is_refused()
    {
        await using var test = await StartAsync();
        var token = Issue(test, "RW");

        foreach (var password in (string[])
        [
            token, $"RW|{token}|", $"RW|{token}|R", $"rw|{token}", $"WR|{token}", $"|{token}", "RW|", "RW", "", "|", $"RW||{token}",
            $"RW|{token}|RW|{token}", $"R|{token}|R|{token}", $"R|{token}|W|{token}|RW|{token}|R|{token}", new string('|', 15000),
        ])
        {
            Assert.AreEqual(5, await LoginAsync(test, password), password.Length > 40 ? password[..40] : password);
        }

        Assert.AreEqual(0, await LoginAsync(test, $"R|{token}|W|{token}|RW|{token}"));
    }

    [TestMethod]
    public async Task A_token_that_is_not_valid_is_refused()
    {
        await using var test = await StartAsync();
        var good = Issue(test, "RW");
        var revoked = Issue(test, "RW");
        test.Service.Tokens.Revoke(TestService.Instance, revoked);
        var other = test.Service.Tokens.Issue(TestService.OtherInstance, Account, ["sensors/#"], TokenActions.ReadWrite, In(TimeSpan.FromHours(1)));
        var forged = (good[0] == 'A' ? 'B' : 'A') + good[1..];

        foreach (var (token, code) in ((string, int)[])[("forged", 1), (forged, 8), (revoked, 3), (other, 1)])
        {
            Assert.AreEqual(5, await LoginAsync(test, $"RW|{token}"));
            Assert.AreEqual(5, await LoginAsync(test, $"R|{good}|RW|{token}"), "one bad token spoils the login");
            Assert.IsTrue(test.Service.Trace[^1].Detail.EndsWith($"code {code}", StringComparison.Ordinal), test.Service.Trace[^1].Detail);
        }

        _time.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(5, await LoginAsync(test, $"RW|{good}"));
        Assert.Contains("code 2", test.Service.Trace[^1].Detail);
    }

    [TestMethod]
    public async Task A_token_of_another_account_or_with_fewer_rights_than_its_type_says_is_refused()
    {
        await using var test = await StartAsync();
        var token = test.Service.Tokens.Issue(TestService.Instance, "LTAIother", ["sensors/#"], TokenActions.ReadWrite, In(TimeSpan.FromHours(1)));
        Assert.AreEqual(5, await LoginAsync(test, $"RW|{token}"));
        Assert.Contains("code -1", test.Service.Trace[^1].Detail);

        Assert.AreEqual(5, await LoginAsync(test, $"RW|{Issue(test, "R")}"));
        Assert.Contains("code 5", test.Service.Trace[^1].Detail);
    }

    [TestMethod]
    [DataRow("R", "sensors/#", 4, "sensors/a", true, DisplayName = "subscribing below another resource")]
    [DataRow("R", "sensors/a", 4, "sensors/+", true, DisplayName = "subscribing to more than the resource")]
    [DataRow("W", "sensors/#", 5, "sensors/a", true, DisplayName = "subscribing with a token for publishing")]
    [DataRow("W", "sensors/#", 4, "commands/a", false, DisplayName = "publishing below another resource")]
    [DataRow("R", "sensors/#", 5, "sensors/a", false, DisplayName = "publishing with a token for subscribing")]
    public async Task What_no_token_permits_is_told_with_its_code_and_disconnected(
        string type, string resource, int code, string topic, bool subscribes)
    {
        await using var test = await StartAsync();
        resource = code == 4 && resource == "sensors/#" ? "commands/x/#" : resource;
        using var client = await ConnectAsync(test, $"{type}|{Issue(test, type, resources: [resource])}");

        await (subscribes ? client.SubscribeAsync(1, (topic, 1)) : client.PublishAsync(topic, [1], qos: 1, id: 1));

        await ExpectInvalidNoticeAsync(client, code, type);
        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_clientId, TraceActions.Disconnect, TraceReasons.ResourceAuthFailed);
        Assert.IsEmpty(test.Received);
    }

    [TestMethod]
    public async Task About_5_minutes_before_its_end_a_token_is_told_to_expire_and_at_its_end_the_client_is_disconnected()
    {
        await using var test = await StartAsync();
        var end = In(TimeSpan.FromHours(1));
        using var client = await ConnectAsync(test, $"R|{Issue(test, "R")}", keepAlive: 480);

        // Pings, because the time of silence runs too.
        for (var minute = 0; minute < 55; minute++)
        {
            await client.ExpectNothingAsync();
            await _time.WaitForTimerAsync(TimeSpan.FromMinutes(1));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        var notice = await client.ReadPublishAsync();
        Assert.AreEqual("$SYS/tokenExpireNotice", notice.Topic);
        using var json = JsonDocument.Parse(notice.Payload);
        Assert.AreEqual(end, json.RootElement.GetProperty("expireTime").GetInt64());
        Assert.AreEqual("R", json.RootElement.GetProperty("type").GetString());
        await client.AcknowledgeAsync(RawClient.PubAck, notice.Id);

        for (var minute = 0; minute < 5; minute++)
        {
            await client.ExpectNothingAsync();
            await _time.WaitForTimerAsync(TimeSpan.FromMinutes(1));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await ExpectInvalidNoticeAsync(client, 2, "R");
        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_clientId, TraceActions.Disconnect, TraceReasons.NotAuthorized);
    }

    [TestMethod]
    public async Task A_token_that_ends_within_5_minutes_is_told_to_expire_at_once()
    {
        await using var test = await StartAsync();
        var token = Issue(test, "RW", TimeSpan.FromMinutes(4));
        using var client = await ConnectAsync(test, $"RW|{token}");

        Assert.AreEqual("$SYS/tokenExpireNotice", (await client.ReadPublishAsync()).Topic);
    }

    [TestMethod]
    public async Task Revoking_a_token_tells_code_3_and_disconnects_whoever_holds_it_and_nobody_else()
    {
        await using var test = await StartAsync();
        var token = Issue(test, "RW");
        using var client = await ConnectAsync(test, $"R|{Issue(test, "R")}|RW|{token}");
        using var other = await ConnectAsync(test, $"RW|{Issue(test, "RW")}", "0002");

        test.Service.Tokens.Revoke(TestService.Instance, token);

        await ExpectInvalidNoticeAsync(client, 3, "RW");
        await client.ExpectCloseAsync();
        await other.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task An_uploaded_token_is_acknowledged_and_counts_from_then_on()
    {
        await using var test = await StartAsync();
        var old = Issue(test, "RW", resources: ["sensors/#"]);
        using var client = await ConnectAsync(test, $"RW|{old}");

        await UploadAsync(client, Issue(test, "RW", resources: ["commands/#"]), "RW");
        await client.ExpectAsync(RawClient.PubAck);

        await client.SubscribeAsync(1, ("commands/a", 0));
        await client.ExpectAsync(RawClient.SubAck);

        // It took the place of the old one: that one's end no longer matters, nor does it permit anything.
        test.Service.Tokens.Revoke(TestService.Instance, old);
        await client.ExpectNothingAsync();
        await client.SubscribeAsync(2, ("sensors/a", 0));
        await ExpectInvalidNoticeAsync(client, 4, "RW");
        await client.ExpectCloseAsync();
    }

    [TestMethod]
    public async Task An_uploaded_token_of_another_type_is_added()
    {
        await using var test = await StartAsync();
        using var client = await ConnectAsync(test, $"R|{Issue(test, "R")}");

        await UploadAsync(client, Issue(test, "W"), "W");
        await client.ExpectAsync(RawClient.PubAck);
        await client.PublishAsync("sensors/a", [1], qos: 1, id: 2);
        await client.ExpectAsync(RawClient.PubAck);
        await client.SubscribeAsync(3, ("sensors/a", 0));
        await client.ExpectAsync(RawClient.SubAck);
    }

    [TestMethod]
    public async Task An_uploaded_token_that_is_not_valid_is_told_with_its_code_and_disconnected_without_PUBACK()
    {
        await using var test = await StartAsync();
        var good = Issue(test, "RW");
        var revoked = Issue(test, "RW");
        test.Service.Tokens.Revoke(TestService.Instance, revoked);

        foreach (var (token, code) in ((string, int)[])
            [("forged", 1), ((good[0] == 'A' ? 'B' : 'A') + good[1..], 8), (revoked, 3), (Issue(test, "R"), 5)])
        {
            using var client = await ConnectAsync(test, $"RW|{good}");
            await UploadAsync(client, token, "RW");
            await ExpectInvalidNoticeAsync(client, code, "RW");
            await client.ExpectCloseAsync();
        }
    }

    [TestMethod]
    [DataRow("""{"token":"t"}""")]
    [DataRow("""{"token":"t","type":"X"}""")]
    [DataRow("""{"token":1,"type":"R"}""")]
    [DataRow("""["t","R"]""")]
    [DataRow("""{"token":"t","type":"R""")]
    [DataRow("t")]
    [DataRow("")]
    public async Task An_upload_that_is_not_its_JSON_closes_the_connection(string payload)
    {
        await using var test = await StartAsync();
        using var client = await ConnectAsync(test, $"RW|{Issue(test, "RW")}");

        await client.PublishAsync(UploadToken, Encoding.UTF8.GetBytes(payload), qos: 1, id: 1);

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(_clientId, TraceActions.Disconnect, TraceReasons.InvalidParam);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public async Task An_upload_with_another_QoS_than_1_closes_the_connection(int qos)
    {
        await using var test = await StartAsync();
        var token = Issue(test, "RW");
        using var client = await ConnectAsync(test, $"RW|{token}");

        await client.PublishAsync(UploadToken, Upload(token, "RW"), qos, id: 1);

        await client.ExpectCloseAsync();
        Assert.IsFalse(test.Service.Trace.Any(entry => entry.ToString().Contains(token, StringComparison.Ordinal)));
    }

    private static byte[] Upload(string token, string type) => JsonSerializer.SerializeToUtf8Bytes(new { token, type });

    private static Task UploadAsync(RawClient client, string token, string type)
    {
        return client.PublishAsync(UploadToken, Upload(token, type), qos: 1, id: 99);
    }

    private static async Task ExpectInvalidNoticeAsync(RawClient client, int code, string type)
    {
        var notice = await client.ReadPublishAsync();
        Assert.AreEqual("$SYS/tokenInvalidNotice", notice.Topic);
        using var json = JsonDocument.Parse(notice.Payload);
        Assert.AreEqual(code, json.RootElement.GetProperty("code").GetInt32());
        Assert.AreEqual(type, json.RootElement.GetProperty("type").GetString());
    }

    private static Task<byte> LoginAsync(TestService test, string password)
    {
        return test.LoginAsync(_clientId, $"Token|{Account}|{TestService.Instance}", password);
    }

    private static async Task<RawClient> ConnectAsync(TestService test, string password, string device = "0001", int keepAlive = 60)
    {
        var client = await test.OpenAsync();
        var userName = $"Token|{Account}|{TestService.Instance}";
        await client.SendAsync(RawClient.ConnectPacket(TestService.ClientId(device), userName, password, keepAlive));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        return client;
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(time: _time);

    private long In(TimeSpan life) => (_time.GetUtcNow() + life).ToUnixTimeMilliseconds();

    private string Issue(TestService test, string type, TimeSpan? life = null, string[]? resources = null)
    {
        Assert.IsTrue(TokenType.TryParse(type, out var actions));
        var end = In(life ?? TimeSpan.FromHours(1));
        return test.Service.Tokens.Issue(TestService.Instance, Account, resources ?? ["sensors/#"], actions, end);
    }
}
