using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class AuthenticationEndpointTests
{
    private const string Secret = "shared-0123";

    private static readonly Uri _path = new("/authenticate", UriKind.Relative);
    private static readonly ServiceOptions _options = TestService.Options with { HttpPort = 0 };

    [TestMethod]
    public async Task A_right_login_is_allowed_and_a_wrong_one_denied()
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = Open(test);
        var credential = test.Register("0001");
        var right = new Login(credential.ClientId, TestService.UserName(credential), TestService.Password(credential));

        Assert.AreEqual("{\"result\":\"allow\"}", await AskAsync(http, right));

        foreach (var wrong in (Login[])
        [
            right with { password = TestService.Password(credential with { DeviceAccessKeySecret = "wrong" }) },
            right with { password = "" },
            right with { clientid = "GID_Test@@@0002" },
            right with { clientid = "0001" },
            right with { username = right.username.Replace("DeviceCredential", "Signature", StringComparison.Ordinal) },
            right with { username = "" },
            new(null!, null!, null!),
        ])
        {
            Assert.AreEqual("{\"result\":\"deny\"}", await AskAsync(http, wrong));
        }

        // An account's signature of the client ID, as the back end delivers it.
        Assert.AreEqual(
            "{\"result\":\"allow\"}",
            await AskAsync(http, new Login(
                "GID_Test@@@any",
                $"Signature|LTAIaccount|{TestService.Instance}",
                LoginSignature.Compute(TestService.AccountSecret, "GID_Test@@@any"))));

        test.Service.Credentials.Unregister(TestService.Instance, credential.ClientId);
        Assert.AreEqual("{\"result\":\"deny\"}", await AskAsync(http, right));

        Assert.AreEqual(2, test.Service.Counters.AuthenticationsByResult["allow"]);
        Assert.AreEqual(8, test.Service.Counters.AuthenticationsByResult["deny"]);
        Assert.DoesNotContain(right.password, string.Join('\n', test.Service.Trace));
        Assert.AreEqual(0, test.Service.Counters.CurrentConnections);
    }

    [TestMethod]
    public async Task A_token_is_allowed_what_it_permits_and_until_it_ends()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var http = Open(test);
        var expires = time.GetUtcNow().AddHours(1);
        var reads = test.Service.Tokens.Issue(
            TestService.Instance, "LTAIaccount", ["sensors/+", "commands/#"], TokenActions.Read, expires.ToUnixTimeMilliseconds());
        var writes = test.Service.Tokens.Issue(
            TestService.Instance, "LTAIaccount", ["sensors/a"], TokenActions.Write, expires.AddHours(1).ToUnixTimeMilliseconds());
        var login = new Login("GID_Test@@@0001", $"Token|LTAIaccount|{TestService.Instance}", $"R|{reads}|W|{writes}", authorize: "true");

        var reply = JsonDocument.Parse(await AskAsync(http, login)).RootElement;

        Assert.AreEqual("allow", reply.GetProperty("result").GetString());
        Assert.AreEqual(expires.ToUnixTimeSeconds(), reply.GetProperty("expire_at").GetInt64());

        // EMQX would match its rules more widely than the token's topics: what it permits is asked at /authorize.
        Assert.IsFalse(reply.TryGetProperty("acl", out _));

        test.Service.Tokens.Revoke(TestService.Instance, writes);
        Assert.AreEqual("{\"result\":\"deny\"}", await AskAsync(http, login));
        Assert.AreEqual("{\"result\":\"deny\"}", await AskAsync(http, login with { password = "R|forged" }));
    }

    [TestMethod]
    public async Task A_broker_that_does_not_say_that_it_asks_about_topics_lets_in_no_client_with_limits()
    {
        await using var open = await TestService.StartAsync(_options);
        await using var granted = await TestService.StartAsync(
            _options with { Grants = [new TopicGrant(TopicGrant.Everybody, "sensors/+", TokenActions.Write)] });
        using var openHttp = Open(open);
        using var grantedHttp = Open(granted);
        var token = open.Service.Tokens.Issue(
            TestService.Instance, "LTAIaccount", ["sensors/a"], TokenActions.Write, DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds());
        var holder = new Login("GID_Test@@@0001", $"Token|LTAIaccount|{TestService.Instance}", $"W|{token}");
        var credential = granted.Register("0001");
        var device = new Login(credential.ClientId, TestService.UserName(credential), TestService.Password(credential));

        Assert.AreEqual("{\"result\":\"deny\"}", await AskAsync(openHttp, holder));
        Assert.Contains("\"allow\"", await AskAsync(openHttp, holder with { authorize = "true" }));
        Assert.AreEqual("{\"result\":\"deny\"}", await AskAsync(grantedHttp, device));
        Assert.AreEqual("{\"result\":\"allow\"}", await AskAsync(grantedHttp, device with { authorize = "true" }));
    }

    [TestMethod]
    public async Task No_token_opens_the_client_ID_of_a_device_at_a_broker()
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = Open(test);
        var token = test.Service.Tokens.Issue(
            TestService.Instance, "LTAIaccount", ["sensors/#"], TokenActions.ReadWrite, DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds());
        var holder = new Login(TestService.ClientId("0001"), $"Token|LTAIaccount|{TestService.Instance}", $"RW|{token}", authorize: "true");
        Assert.Contains("\"allow\"", await AskAsync(http, holder));

        test.Register("0001");

        Assert.AreEqual("{\"result\":\"deny\"}", await AskAsync(http, holder));
    }

    [TestMethod]
    public async Task Whoever_does_not_know_the_shared_secret_learns_nothing()
    {
        await using var test = await TestService.StartAsync(_options with { AuthenticationSecret = Secret });
        using var http = Open(test);
        var credential = test.Register("0001");
        var right = new Login(credential.ClientId, TestService.UserName(credential), TestService.Password(credential));

        foreach (var header in (string?[])[null, "Bearer wrong", $"Basic {Secret}", Secret, $"Bearer {Secret}x"])
        {
            http.DefaultRequestHeaders.Remove("Authorization");
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
            using var refused = await http.PostAsJsonAsync(_path, right);
            Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.AreEqual("{\"result\":\"deny\"}", await refused.Content.ReadAsStringAsync());
        }

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Secret);
        Assert.AreEqual("{\"result\":\"allow\"}", await AskAsync(http, right));
        Assert.DoesNotContain(Secret, $"{_options with { AuthenticationSecret = Secret }}");
    }

    [TestMethod]
    [DataRow("", HttpStatusCode.BadRequest)]
    [DataRow("clientid=x", HttpStatusCode.BadRequest)]
    [DataRow("[]", HttpStatusCode.BadRequest)]
    [DataRow("{", HttpStatusCode.BadRequest)]
    [DataRow("{\"clientid\":1,\"username\":[],\"password\":{}}", HttpStatusCode.OK)]
    [DataRow("{\"clientid\":\"\\u0000\",\"username\":\"DeviceCredential|x|mqtt-cn-0001\",\"password\":\"x\"}", HttpStatusCode.OK)]
    [DataRow("{\"clientid\":\"x\",\"username\":\"x\",\"password\":\"\\ud800\"}", HttpStatusCode.BadRequest)]
    public async Task A_malformed_question_is_denied_and_the_next_is_answered(string body, HttpStatusCode status)
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = Open(test);

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var reply = await http.PostAsync(_path, content);

        Assert.AreEqual(status, reply.StatusCode);
        Assert.AreEqual("{\"result\":\"deny\"}", await reply.Content.ReadAsStringAsync());
        await ExpectAllowsAsync(test, http);
    }

    [TestMethod]
    public async Task A_password_of_1_MB_is_denied_and_the_next_is_answered()
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = Open(test);
        http.DefaultRequestHeaders.ExpectContinue = true;

        var login = new Login("GID_Test@@@0001", $"DeviceCredential|DC.x|{TestService.Instance}", new string('x', 1_000_000));
        using var content = new StringContent(JsonSerializer.Serialize(login), Encoding.UTF8, "application/json");
        using var reply = await http.PostAsync(_path, content);

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, reply.StatusCode);
        await ExpectAllowsAsync(test, http);
    }

    [TestMethod]
    public async Task A_database_that_does_not_answer_is_neither_yes_nor_no()
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = Open(test);
        var credential = test.Register("0001");
        test.Service.Credentials.Dispose();

        using var reply = await http.PostAsJsonAsync(
            _path, new Login(credential.ClientId, TestService.UserName(credential), TestService.Password(credential)));

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
        Assert.AreEqual("{\"result\":\"ignore\"}", await reply.Content.ReadAsStringAsync());
    }

    internal static HttpClient Open(TestService test) => new() { BaseAddress = new Uri($"http://127.0.0.1:{test.Service.HttpPort}") };

    internal static async Task<string> AskAsync(HttpClient http, Login login)
    {
        using var reply = await http.PostAsJsonAsync(_path, login);
        Assert.AreEqual(HttpStatusCode.OK, reply.StatusCode);
        Assert.AreEqual("application/json", reply.Content.Headers.ContentType!.MediaType);
        return await reply.Content.ReadAsStringAsync();
    }

    internal static Task<string> AskAsync(HttpClient http, DeviceCredential credential)
    {
        return AskAsync(http, new Login(credential.ClientId, TestService.UserName(credential), TestService.Password(credential)));
    }

    private static async Task ExpectAllowsAsync(TestService test, HttpClient http)
    {
        Assert.AreEqual("{\"result\":\"allow\"}", await AskAsync(http, test.Register("next")));
    }

#pragma warning disable IDE1006, SA1300 // The names are those of the broker's request.
    internal sealed record Login(string clientid, string username, string password, string? authorize = null);
#pragma warning restore IDE1006, SA1300
}
