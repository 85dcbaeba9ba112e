using System.Diagnostics;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Tool;

/// <summary>
/// <c>nanomqtt broker-config</c>. That RabbitMQ and HAProxy take what it writes is shown by the cluster's tests; mosquitto is started here.
/// </summary>
[TestClass]
public sealed class BrokerConfigCommandTests
{
    [TestMethod]
    public async Task RabbitMQ_and_HAProxy_get_files_for_their_owner_alone_which_are_not_overwritten_by_mistake()
    {
        using var folder = new TestFolder();
        var secret = folder.WritePrivate("secret", "shared-0123");
        string[] command =
        [
            "broker-config", "rabbitmq", "--out", folder.PathOf("out"), "--authenticate-secret", secret, "--auth", "http://10.0.0.1:8090", "--auth",
            "http://10.0.0.2:8090", "--node", "rabbit@a", "--node", "rabbit@b", "--server", "a:1883", "--server", "b:1883",
        ];

        var first = await ToolRun.StartAsync("", command);
        var second = await ToolRun.StartAsync("", command);
        var forced = await ToolRun.StartAsync("", [.. command, "--force", "--json"]);

        Assert.AreEqual(0, first.ExitCode, first.Error);
        second.AssertRefused(2, "--force replaces it");
        Assert.AreEqual(0, forced.ExitCode, forced.Error);
        Assert.DoesNotContain("shared-0123", first.Output + second.Error + forced.Output);
        var main = await File.ReadAllTextAsync(folder.PathOf("out/rabbitmq.conf"));
        Assert.Contains("auth_http.topic_path = http://127.0.0.1:8089/rabbitmq/topic?secret=shared-0123\n", main);
        Assert.Contains("cluster_formation.classic_config.nodes.2 = rabbit@b\n", main);
        Assert.Contains("    server auth2 10.0.0.2:8090 check", await File.ReadAllTextAsync(folder.PathOf("out/haproxy.cfg")));

        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.PathOf("out/rabbitmq.conf")));
        }
    }

    [TestMethod]
    public async Task EMQX_says_that_it_asks_about_topics_and_lets_nobody_through_that_is_not_answered()
    {
        using var folder = new TestFolder();

        var service = await ToolRun.StartAsync("", "broker-config", "emqx", "--out", folder.PathOf("service"), "--parent-topic", "demo");
        var subscribe = await ToolRun.StartAsync("", "broker-config", "emqx", "--out", folder.PathOf("subscribe"), "--p2p", "subscribe");

        Assert.AreEqual(0, service.ExitCode, service.Error);
        Assert.AreEqual(0, subscribe.ExitCode, subscribe.Error);
        var text = await File.ReadAllTextAsync(folder.PathOf("service/emqx.conf"));
        Assert.Contains("authorize = \"true\"", text);
        Assert.Contains("no_match = deny", text);
        Assert.Contains("url = \"http://127.0.0.1:8090/authorize\"", text);
        Assert.Contains("topic = \"demo/p2p/${clientid}\"", text);
        Assert.DoesNotContain("auto_subscribe", await File.ReadAllTextAsync(folder.PathOf("subscribe/emqx.conf")));
    }

    [TestMethod]
    [DataRow("rabbitmq", "--auth", "ftp://x", "--auth: must be http://host:port")]
    [DataRow("rabbitmq", "--mqtt-listen", "1883", "--mqtt-listen: must be host:port")]
    [DataRow("rabbitmq", "--node", "rabbit", "--node: must be name@host")]
    [DataRow("rabbitmq", "--parent-topic", "a.b", "RabbitMQ takes '.' in a topic for '/'")]
    [DataRow("rabbitmq", "--instances-file", "/nonexistent", "--instances-file: ")]
    [DataRow("emqx", "--grant", "x", "--grant: must be HOLDER=FILTER=R, W or RW")]
    [DataRow("emqx", "--grant", "*=a/{device}=R", "the placeholders of a grant are {clientId} and {groupId}")]
    [DataRow("mosquitto", "--backend", "x", "--database or --postgres: one of them is needed")]
    public async Task A_wrong_option_is_refused_with_one_line_and_writes_nothing(string broker, string option, string value, string says)
    {
        using var folder = new TestFolder();

        var run = await ToolRun.StartAsync("", "broker-config", broker, "--out", folder.PathOf("out"), option, value);

        run.AssertRefused(2, says);
        Assert.IsFalse(Directory.Exists(folder.PathOf("out")));
    }

    [TestMethod]
    public async Task Mosquitto_with_the_written_files_lets_in_who_is_registered_and_keeps_devices_apart()
    {
        var program = InstalledProgram.Require("mosquitto", "Debian: apt-get install mosquitto");
        using var folder = new TestFolder();
        var options = new ServiceOptions
        {
            InstanceIds = [TestService.Instance],
            GroupIds = [TestService.Group],
            ParentTopics = [TestService.Parent],
            DatabasePath = folder.PathOf("service.db"),
        };
        DeviceCredential one;
        DeviceCredential other;

        using (var store = CredentialStore.Open(options))
        {
            one = store.Register(TestService.Instance, "GID_Test@@@0001");
            other = store.Register(TestService.Instance, "GID_Test@@@0002");
        }

        var accounts = folder.WritePrivate("accounts.json", $$"""[{"accessKeyId":"LTAIaccount","accessKeySecret":"{{TestService.AccountSecret}}"}]""");
        var port = FreePort.Take();
        var run = await ToolRun.StartAsync(
            "", "broker-config", "mosquitto", "--out", folder.PathOf("out"), "--database", folder.PathOf("service.db"), "--accounts", accounts,
            "--instance", TestService.Instance, "--group", TestService.Group, "--parent-topic", TestService.Parent, "--mqtt-listen", $"127.0.0.1:{port}",
            "--backend", "LTAIaccount=GID_Test@@@backend");
        Assert.AreEqual(0, run.ExitCode, run.Error);

        // As root it would become another user, who cannot read the files.
        await File.AppendAllTextAsync(folder.PathOf("out/mosquitto.conf"), $"user {Environment.UserName}\n");
        using var mosquitto = Process.Start(new ProcessStartInfo(program, ["-c", folder.PathOf("out/mosquitto.conf")]) { RedirectStandardError = true })!;

        try
        {
            mosquitto.BeginErrorReadLine();
            using var device = await ConnectAsync(port, one.ClientId, TestService.UserName(one), TestService.Password(one));
            using var spy = await ConnectAsync(port, other.ClientId, TestService.UserName(other), TestService.Password(other));
            using var backend = await ConnectAsync(
                port, "GID_Test@@@backend", $"Signature|LTAIaccount|{TestService.Instance}", LoginSignature.Compute(TestService.AccountSecret, "GID_Test@@@backend"));
            await spy.SubscribeAsync("sensors/#");
            await spy.SubscribeAsync("sensors/p2p/GID_Test@@@0001");
            await device.SubscribeAsync("sensors/p2p/GID_Test@@@0001");
            await backend.SubscribeAsync("sensors/reply");
            await backend.PublishAsync("sensors/p2p/GID_Test@@@0001", [1]);
            Assert.AreEqual("sensors/p2p/GID_Test@@@0001", (await device.ReadAsync()).Topic);
            await device.PublishAsync("sensors/reply", [2]);
            CollectionAssert.AreEqual((byte[])[2], (await backend.ReadAsync()).Payload);

            // Not delivered, though acknowledged: the next one that is allowed arrives alone.
            await spy.PublishAsync("sensors/p2p/GID_Test@@@0001", [3]);
            await backend.PublishAsync("sensors/p2p/GID_Test@@@0001", [4]);
            CollectionAssert.AreEqual((byte[])[4], (await device.ReadAsync()).Payload);
            Assert.IsFalse(spy.Messages.Any(message => message.Topic.Contains("/p2p/", StringComparison.Ordinal)));

            using var wrong = await RawClient.OpenAsync(port);
            await wrong.SendAsync(RawClient.ConnectPacket(one.ClientId, TestService.UserName(one), TestService.Password(other)));
            Assert.AreEqual(5, await wrong.ReadConnAckCodeAsync());
        }
        finally
        {
            mosquitto.Kill();
            await mosquitto.WaitForExitAsync();
        }
    }

    [TestMethod]
    public async Task A_grant_that_mosquitto_would_make_wider_is_refused()
    {
        using var folder = new TestFolder();

        using (var store = CredentialStore.Open(TestService.Options with { DatabasePath = folder.PathOf("service.db") }))
        {
            store.Register(TestService.Instance, "GID_Test@@@0001");
        }

        var run = await ToolRun.StartAsync(
            "", "broker-config", "mosquitto", "--out", folder.PathOf("out"), "--database", folder.PathOf("service.db"), "--instance", TestService.Instance,
            "--group", TestService.Group, "--parent-topic", TestService.Parent, "--grant", "*=sensors/#=R");

        run.AssertRefused(2, "takes in the P2P topics of others");
        Assert.IsFalse(Directory.Exists(folder.PathOf("out")));
    }

    private static async Task<LibraryClient> ConnectAsync(int port, string clientId, string userName, string password)
    {
        var client = new LibraryClient();
        var options = Cluster.ClusterClient.Options(port, clientId, userName, password);
        await Eventually.HoldsAsync(() => client.IsConnected || TryConnect(client, options), "mosquitto lets it in");
        return client;
    }

    private static bool TryConnect(LibraryClient client, MQTTnet.MqttClientOptions options)
    {
        try
        {
            return client.ConnectAsync(options).GetAwaiter().GetResult().ResultCode == MQTTnet.MqttClientConnectResultCode.Success;
        }
        catch (MQTTnet.Exceptions.MqttCommunicationException)
        {
            // It does not listen yet.
            return false;
        }
    }
}
