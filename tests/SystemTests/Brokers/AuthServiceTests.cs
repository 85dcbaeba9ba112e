using System.Net;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Brokers;

/// <summary>What the operator of <c>nanomqtt auth</c> looks at: it is no broker, and says so.</summary>
[TestClass]
public sealed class AuthServiceTests
{
    private static readonly Uri _health = new("/health", UriKind.Relative);
    private static readonly Uri _metrics = new("/metrics", UriKind.Relative);

    [TestMethod]
    public async Task Health_tells_each_part_and_is_down_with_the_database()
    {
        var time = new ManualTime();
        await using var auth = await AuthService.StartAsync(TestService.Options with { HttpPort = 0 }, time);
        using var http = Open(auth);

        Assert.AreEqual("""{"status":"up","listening":"up","database":"up","disk":"up","memory":"up"}""", await http.GetStringAsync(_health));
        auth.Credentials.Dispose();
        time.Advance(TimeSpan.FromSeconds(1));

        using var down = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.AreEqual(
            """{"status":"down","listening":"up","database":"down","disk":"up","memory":"up"}""", await down.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Metrics_count_its_answers_and_have_the_gauges_of_a_process_and_of_no_broker()
    {
        await using var auth = await AuthService.StartAsync(TestService.Options with { HttpPort = 0 });
        using var http = Open(auth);
        using var broker = new BrokerQuestions(auth.HttpPort!.Value);
        var credential = auth.Credentials.Register(TestService.Instance, "GID_Test@@@0001");
        var userName = TestService.UserName(credential);
        Assert.AreEqual("allow", await broker.RabbitUserAsync(credential.ClientId, userName, TestService.Password(credential)));
        Assert.AreEqual("deny", await broker.RabbitUserAsync(credential.ClientId, userName, "wrong"));
        Assert.AreEqual("deny", await broker.AuthorizeAsync(credential.ClientId, userName, "nowhere/x", "publish"));

        var metrics = await http.GetStringAsync(_metrics);

        Assert.Contains("nanomqtt_authentications_total{result=\"allow\"} 1\n", metrics);
        Assert.Contains("nanomqtt_authentications_total{result=\"deny\"} 1\n", metrics);
        Assert.Contains("nanomqtt_authorizations_total{result=\"deny\"} 1\n", metrics);
        Assert.MatchesRegex("(?m)^nanomqtt_heap_bytes [1-9][0-9]*$", metrics);
        Assert.MatchesRegex("(?m)^nanomqtt_resident_bytes [1-9][0-9]*$", metrics);
        Assert.DoesNotContain("nanomqtt_open_connections", metrics);
        Assert.DoesNotContain("nanomqtt_sessions", metrics);
    }

    [TestMethod]
    public async Task Trace_and_metrics_want_the_agreed_secret_and_health_does_not()
    {
        await using var auth = await AuthService.StartAsync(TestService.Options with { HttpPort = 0, OperationsSecret = "agreed" });
        using var http = Open(auth);

        foreach (var path in (string[])["/metrics", "/trace"])
        {
            using var refused = await http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode, path);
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
            request.Headers.Authorization = new("Bearer", "agreed");
            using var answered = await http.SendAsync(request);
            Assert.AreEqual(HttpStatusCode.OK, answered.StatusCode, path);
        }

        using var health = await http.GetAsync(_health);
        Assert.AreEqual(HttpStatusCode.OK, health.StatusCode);
    }

    [TestMethod]
    public async Task What_only_a_broker_can_answer_is_ApiNotSupport()
    {
        await using var auth = await AuthService.StartAsync(TestService.Options with { HttpPort = 0 });
        using var api = new ApiClient(auth.HttpPort!.Value, TimeProvider.System);

        foreach (var action in (string[])["CloseConnection", "QueryMqttTraceDevice", "QueryMqttTraceMessageOfClient"])
        {
            (await api.CallAsync(action)).AssertRefused(HttpStatusCode.NotFound, "ApiNotSupport");
        }
    }

    private static HttpClient Open(AuthService auth) => new() { BaseAddress = new Uri($"http://127.0.0.1:{auth.HttpPort}") };
}
