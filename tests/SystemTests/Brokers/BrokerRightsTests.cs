using System.Net;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Brokers;

/// <summary>What clients of RabbitMQ and EMQX may publish and subscribe to: the grant's own match, live.</summary>
[TestClass]
public sealed class BrokerRightsTests
{
    private const string Allow = "allow";
    private const string Deny = "deny";

    private static readonly string _account = $"Signature|LTAIaccount|{TestService.Instance}";
    private static readonly ServiceOptions _open = TestService.Options with { HttpPort = 0 };
    private static readonly ServiceOptions _granted = _open with
    {
        Grants =
        [
            new TopicGrant(TopicGrant.Everybody, "sensors/+", TokenActions.Write),
            new TopicGrant(TopicGrant.Everybody, "sensors/{clientId}/#", TokenActions.ReadWrite),
            new TopicGrant(TestService.Group, "sensors/of/{groupId}/+", TokenActions.Read),
            new TopicGrant("LTAIaccount", "sensors/#", TokenActions.ReadWrite),
            new TopicGrant("LTAIaccount", "sensors/p2p/#", TokenActions.Write),
        ],
    };

    [TestMethod]
    [DataRow("publish", "sensors/telemetry", Allow)]
    [DataRow("publish", "sensors/GID_Test@@@0001/x/y", Allow)]
    [DataRow("subscribe", "sensors/GID_Test@@@0001/#", Allow)]
    [DataRow("subscribe", "sensors/GID_Test@@@0001/+", Allow)]
    [DataRow("subscribe", "sensors/of/GID_Test/x", Allow, DisplayName = "its group's")]
    [DataRow("subscribe", "sensors/p2p/GID_Test@@@0001", Allow, DisplayName = "its own P2P topic, without a grant")]
    [DataRow("subscribe", "commands/p2p/GID_Test@@@0001", Allow, DisplayName = "its own P2P topic below another parent")]
    [DataRow("subscribe", "sensors/GID_Test@@@0002/#", Deny, DisplayName = "another client's")]
    [DataRow("subscribe", "sensors/of/GID-Other/x", Deny, DisplayName = "another group's")]
    [DataRow("subscribe", "sensors/#", Deny, DisplayName = "EMQX's own match would allow it: it overlaps sensors/+")]
    [DataRow("subscribe", "sensors/+", Deny, DisplayName = "granted for publishing only")]
    [DataRow("subscribe", "#", Deny)]
    [DataRow("subscribe", "$SYS/#", Deny)]
    [DataRow("subscribe", "$share/g/sensors/x", Deny)]
    [DataRow("subscribe", "sensors/p2p/GID_Test@@@0002", Deny, DisplayName = "another's P2P topic")]
    [DataRow("subscribe", "sensors/p2p/+", Deny, DisplayName = "all P2P topics")]
    [DataRow("subscribe", "sensors/+/GID_Test@@@0002", Deny, DisplayName = "another's P2P topic by a wildcard")]
    [DataRow("publish", "sensors/p2p/GID_Test@@@0002", Deny, DisplayName = "P2P without a grant")]
    [DataRow("publish", "sensors/p2p/GID_Test@@@0001", Deny, DisplayName = "P2P to itself without a grant")]
    [DataRow("publish", "sensors/a/b", Deny)]
    [DataRow("publish", "nowhere/x", Deny)]
    [DataRow("publish", "$SYS/uploadToken", Deny, DisplayName = "not in mode Token")]
    [DataRow("listen", "sensors/telemetry", Deny, DisplayName = "no action")]
    public async Task Authorize_answers_by_the_grants(string action, string topic, string expected)
    {
        await using var test = await TestService.StartAsync(_granted);
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);
        var credential = test.Register("0001");

        Assert.AreEqual(expected, await broker.AuthorizeAsync(credential.ClientId, TestService.UserName(credential), topic, action));
    }

    [TestMethod]
    public async Task Reading_P2P_topics_takes_a_grant_that_names_them()
    {
        await using var test = await TestService.StartAsync(_granted);
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);

        Assert.AreEqual(Allow, await broker.AuthorizeAsync("GID_Test@@@backend", _account, "sensors/p2p/GID_Test@@@0001", "publish"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync("GID_Test@@@backend", _account, "sensors/reply", "subscribe"));

        // For reading sensors/# is granted, but reaches P2P topics without naming them.
        Assert.AreEqual(Deny, await broker.AuthorizeAsync("GID_Test@@@backend", _account, "sensors/p2p/GID_Test@@@0001", "subscribe"));
        Assert.AreEqual(Deny, await broker.AuthorizeAsync("GID_Test@@@backend", _account, "sensors/#", "subscribe"));
        Assert.AreEqual(Deny, await broker.AuthorizeAsync("GID_Test@@@backend", _account.Replace("LTAI", "LTAIx", StringComparison.Ordinal), "sensors/reply", "subscribe"));
    }

    [TestMethod]
    public async Task Without_grants_everything_is_open_but_reading_the_P2P_topics_of_others()
    {
        await using var test = await TestService.StartAsync(_open);
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);
        var credential = test.Register("0001");
        var userName = TestService.UserName(credential);

        Assert.AreEqual(Allow, await broker.AuthorizeAsync(credential.ClientId, userName, "sensors/a/b", "publish"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync(credential.ClientId, userName, "sensors/a/#", "subscribe"));
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(credential.ClientId, userName, "sensors/#", "subscribe"));
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(credential.ClientId, userName, "sensors/p2p/GID_Test@@@0002", "subscribe"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync(credential.ClientId, userName, "sensors/p2p/GID_Test@@@0002", "publish"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync("GID_Test@@@backend", _account, "sensors/p2p/GID_Test@@@0002", "publish"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync("GID_Test@@@backend", _account, "sensors/#", "subscribe"));
    }

    [TestMethod]
    public async Task A_token_permits_at_a_broker_what_it_permits_until_it_ends_or_is_revoked()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_open, time);
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);
        const string ClientId = "GID_Test@@@holder";
        var userName = $"Token|LTAIaccount|{TestService.Instance}";
        var reads = Issue(test, time, "sensors/+", TokenActions.Read, hours: 1);
        var writes = Issue(test, time, "sensors/p2p/GID_Test@@@0002", TokenActions.Write, hours: 2);

        Assert.AreEqual(Deny, await broker.AuthorizeAsync(ClientId, userName, "sensors/x", "subscribe"), "before any login");
        Assert.AreEqual(Allow, await broker.RabbitUserAsync(ClientId, userName, $"R|{reads}|W|{writes}"));

        Assert.AreEqual(Allow, await broker.AuthorizeAsync(ClientId, userName, "sensors/x", "subscribe"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync(ClientId, userName, "sensors/+", "subscribe"));
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(ClientId, userName, "sensors/#", "subscribe"), "more than sensors/+");
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(ClientId, userName, "sensors/x", "publish"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync(ClientId, userName, "sensors/p2p/GID_Test@@@0002", "publish"), "named");
        Assert.AreEqual(Deny, await broker.AuthorizeAsync("GID_Test@@@other", userName, "sensors/x", "subscribe"), "another client's login");
        Assert.AreEqual(Allow, await broker.AuthorizeAsync(ClientId, userName, "$SYS/uploadToken", "publish"));

        test.Service.Tokens.Revoke(TestService.Instance, writes);
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(ClientId, userName, "sensors/x", "subscribe"), "one of its tokens was revoked");
        Assert.AreEqual(Deny, await broker.RabbitUserAsync(ClientId, userName, $"R|{reads}|W|{writes}"));

        Assert.AreEqual(Allow, await broker.RabbitUserAsync(ClientId, userName, $"R|{reads}"));
        Assert.AreEqual(Allow, await broker.AuthorizeAsync(ClientId, userName, "sensors/x", "subscribe"));
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(ClientId, userName, "sensors/p2p/GID_Test@@@0002", "publish"));
        time.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(ClientId, userName, "sensors/x", "subscribe"), "its token has ended");
    }

    [TestMethod]
    public async Task An_unregistered_device_may_nothing_and_one_registered_anew_may_go_on()
    {
        await using var test = await TestService.StartAsync(_open);
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);
        var credential = test.Register("0001");
        var userName = TestService.UserName(credential);

        test.Register("0001");
        Assert.AreEqual(Allow, await broker.AuthorizeAsync(credential.ClientId, userName, "sensors/x", "publish"), "it is told of its new credential");
        Assert.AreEqual(Deny, await broker.RabbitUserAsync(credential.ClientId, userName, TestService.Password(credential)));
        test.Service.Credentials.Unregister(TestService.Instance, credential.ClientId);
        Assert.AreEqual(Deny, await broker.AuthorizeAsync(credential.ClientId, userName, "sensors/x", "publish"));
    }

    [TestMethod]
    public async Task RabbitMQ_gets_its_own_words_for_login_virtual_host_queue_exchange_and_topic()
    {
        await using var test = await TestService.StartAsync(_granted);
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);
        var credential = test.Register("0001");
        var (clientId, userName) = (credential.ClientId, TestService.UserName(credential));

        Assert.AreEqual(Allow, await broker.RabbitUserAsync(clientId, userName, TestService.Password(credential)));
        Assert.AreEqual(Deny, await broker.RabbitUserAsync(clientId, userName, "wrong"));
        Assert.AreEqual(Deny, await broker.RabbitUserAsync("", userName, TestService.Password(credential)), "as over AMQP");

        Assert.AreEqual(Allow, await VhostAsync(userName, "/"));
        Assert.AreEqual(Deny, await VhostAsync(userName, "other"));
        Assert.AreEqual(Allow, await VhostAsync(userName.Replace(TestService.Instance, TestService.OtherInstance, StringComparison.Ordinal), TestService.OtherInstance));
        Assert.AreEqual(Deny, await VhostAsync(userName.Replace(TestService.Instance, TestService.OtherInstance, StringComparison.Ordinal), "/"));

        foreach (var (kind, name, permission, expected) in ((string, string, string, string)[])
        [
            ("queue", $"mqtt-subscription-{clientId}qos1", "configure", Allow),
            ("queue", $"mqtt-subscription-{clientId}qos0", "read", Allow),
            ("queue", "mqtt-subscription-GID_Test@@@0002qos1", "read", Deny),
            ("queue", "anything", "configure", Deny),
            ("exchange", "amq.topic", "write", Allow),
            ("exchange", "amq.topic", "read", Allow),
            ("exchange", "amq.topic", "configure", Deny),
            ("exchange", "amq.direct", "write", Deny),
            ("exchange", "", "write", Deny),
        ])
        {
            Assert.AreEqual(expected, await broker.RabbitResourceAsync(clientId, userName, kind, name, permission), $"{permission} {kind} {name}");
        }

        foreach (var (permission, key, expected) in ((string, string, string)[])
        [
            ("write", "sensors.telemetry", Allow),
            ("read", $"sensors.{clientId}.#", Allow),
            ("read", $"sensors.{clientId}.*", Allow),
            ("read", $"sensors.p2p.{clientId}", Allow),
            ("read", "sensors.*.GID_Test@@@0002", Deny),
            ("read", "sensors.p2p.GID_Test@@@0002", Deny),
            ("read", "#", Deny),
            ("write", "sensors.*", Deny),
            ("write", "sensors.p2p.GID_Test@@@0002", Deny),
            ("configure", "sensors.telemetry", Deny),
        ])
        {
            Assert.AreEqual(expected, await broker.RabbitTopicAsync(clientId, userName, permission, key), $"{permission} {key}");
        }

        Task<string> VhostAsync(string name, string vhost) =>
            broker.RabbitAsync("vhost", ("username", name), ("vhost", vhost), ("ip", "127.0.0.1"), ("tags", ""), ("client_id", clientId));
    }

    [TestMethod]
    public async Task Whoever_does_not_know_the_secret_and_whoever_asks_badly_learns_nothing()
    {
        await using var test = await TestService.StartAsync(_open with { AuthenticationSecret = "shared-0123" });
        var port = test.Service.HttpPort!.Value;
        using var stranger = new BrokerQuestions(port);
        using var wrong = new BrokerQuestions(port, "shared-01234");
        using var broker = new BrokerQuestions(port, "shared-0123");
        var credential = test.Register("0001");

        foreach (var asker in (BrokerQuestions[])[stranger, wrong])
        {
            using var reply = await asker.PostAsync("user", ("username", TestService.UserName(credential)), ("password", TestService.Password(credential)), ("client_id", credential.ClientId));
            Assert.AreEqual(HttpStatusCode.Unauthorized, reply.StatusCode);
            Assert.AreEqual(Deny, await reply.Content.ReadAsStringAsync());
        }

        using var text = new StringContent("no form");
        using var malformed = await broker.Http.PostAsync(new Uri("/rabbitmq/user?secret=shared-0123", UriKind.Relative), text);
        Assert.AreEqual(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.AreEqual(Allow, await broker.RabbitUserAsync(credential.ClientId, TestService.UserName(credential), TestService.Password(credential)));
        Assert.DoesNotContain(TestService.Password(credential), string.Join('\n', test.Service.Trace));
    }

    [TestMethod]
    public async Task A_database_that_does_not_answer_is_neither_yes_nor_no_to_RabbitMQ()
    {
        await using var test = await TestService.StartAsync(_open);
        using var broker = new BrokerQuestions(test.Service.HttpPort!.Value);
        var credential = test.Register("0001");
        test.Service.Credentials.Dispose();

        using var reply = await broker.PostAsync(
            "user", ("username", TestService.UserName(credential)), ("password", TestService.Password(credential)), ("client_id", credential.ClientId));

        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, reply.StatusCode);
        Assert.AreEqual("error", await reply.Content.ReadAsStringAsync());
    }

    private static string Issue(TestService test, ManualTime time, string resource, TokenActions actions, int hours)
    {
        var expires = time.GetUtcNow().AddHours(hours).ToUnixTimeMilliseconds();
        return test.Service.Tokens.Issue(TestService.Instance, "LTAIaccount", [resource], actions, expires);
    }
}
