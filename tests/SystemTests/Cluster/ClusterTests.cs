using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MQTTnet;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>What a fleet relies on, at a cluster of three nodes of RabbitMQ that asks two processes of <c>nanomqtt auth</c>.</summary>
[TestClass]
[TestCategory(TestCategories.Cluster)]
[DoNotParallelize]
public sealed class ClusterTests
{
    private static readonly Lazy<Task<BrokerCluster>> _cluster = new(BrokerCluster.StartAsync);

    public required TestContext TestContext { get; set; }

    [ClassCleanup]
    public static async Task EndCluster()
    {
        if (_cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }

    [TestMethod]
    public async Task Three_nodes_with_the_generated_configuration_form_one_cluster()
    {
        var cluster = await _cluster.Value;

        CollectionAssert.AreEqual((string[])["r1@localhost", "r2@localhost", "r3@localhost"], await cluster.RunningNodesAsync());
    }

    [TestMethod]
    public async Task All_three_modes_log_in_and_wrong_logins_are_refused()
    {
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var credential = await RegisterAsync(api, "login");
        var token = await ApplyTokenAsync(api, "sensors/token", "R,W");

        using var device = await ClusterClient.ConnectAsync(ClusterClient.Options(cluster.Port, credential));
        using var account = await ClusterClient.ConnectAsync(ClusterClient.OptionsOfAccount(cluster.Port, "GID_Test@@@backend"));
        using var holder = await ClusterClient.ConnectAsync(ClusterClient.OptionsOfToken(cluster.Port, "GID_Test@@@holder", $"RW|{token}"));
        Assert.IsTrue(device.IsConnected && account.IsConnected && holder.IsConnected);

        var other = await RegisterAsync(api, "login-other");
        await ClusterClient.ExpectRefusedAsync(ClusterClient.Options(cluster.Port, credential with { DeviceAccessKeySecret = "DC.wrong" }));
        await ClusterClient.ExpectRefusedAsync(ClusterClient.Options(cluster.Port, credential with { ClientId = other.ClientId }));
        await ClusterClient.ExpectRefusedAsync(ClusterClient.Options(cluster.Port, credential with { InstanceId = "mqtt-cn-none" }));
        await ClusterClient.ExpectRefusedAsync(ClusterClient.OptionsOfToken(cluster.Port, "GID_Test@@@holder2", $"RW|{token[..^4]}AAAA"));
        await ClusterClient.ExpectRefusedAsync(ClusterClient.Options(
            cluster.Port, "GID_Test@@@backend2", $"Signature|{ApiClient.AccessKeyId}|{TestService.Instance}", LoginSignature.Compute("wrong", "GID_Test@@@backend2")));
        await ClusterClient.ExpectRefusedAsync(ClusterClient.Options(cluster.Port, "GID_Test@@@guest", "guest", "guest"));
    }

    [TestMethod]
    public async Task A_p2p_message_of_the_back_end_reaches_a_device_at_another_node_and_the_reply_comes_back()
    {
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var credential = await RegisterAsync(api, "p2p");
        using var device = await ClusterClient.ConnectAsync(ClusterClient.Options(cluster.RabbitMq[2].MqttPort, credential));
        using var backend = await ClusterClient.ConnectAsync(ClusterClient.OptionsOfAccount(cluster.RabbitMq[0].MqttPort, "GID_Test@@@backend-p2p"));
        await device.SubscribeAsync($"sensors/p2p/{credential.ClientId}");
        await backend.SubscribeAsync("sensors/reply");

        await backend.PublishAsync($"sensors/p2p/{credential.ClientId}", [1, 2, 3]);
        var command = await ReadAsync(device);
        await device.PublishAsync("sensors/reply", [4]);
        var reply = await ReadAsync(backend);

        Assert.AreEqual(($"sensors/p2p/{credential.ClientId}", 1), (command.Topic, command.QoS));
        CollectionAssert.AreEqual((byte[])[1, 2, 3], command.Payload);
        CollectionAssert.AreEqual((byte[])[4], reply.Payload);
    }

    [TestMethod]
    public async Task Topics_that_are_not_granted_end_the_connection()
    {
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var options = ClusterClient.Options(cluster.Port, await RegisterAsync(api, "grants"));

        foreach (var filter in (string[])
        [
            "sensors/p2p/GID_Test@@@other", "sensors/p2p/+", "sensors/#", "#", "+/+", "sensors/+/GID_Test@@@other", "sensors/*/GID_Test@@@other",
            "sensors.p2p.GID_Test@@@other", "sensors/GID_Test@@@other/x", "other/x", "$SYS/#",
        ])
        {
            await ClusterClient.ExpectEndedAsync(options, client => client.SubscribeAsync(filter));
        }

        foreach (var topic in (string[])
        [
            "sensors/p2p/GID_Test@@@other", "sensors.p2p.GID_Test@@@other", "sensors/GID_Test@@@other/x", "sensors/a/b", "other/x", "$SYS/uploadToken",
        ])
        {
            await ClusterClient.ExpectEndedAsync(options, client => client.PublishAsync(topic, [1]));
        }

        using var honest = await ClusterClient.ConnectAsync(options);
        await honest.SubscribeAsync("sensors/GID_Test@@@grants/#");
        await honest.PublishAsync("sensors/GID_Test@@@grants/x", [7]);
        CollectionAssert.AreEqual((byte[])[7], (await ReadAsync(honest)).Payload);
    }

    [TestMethod]
    public async Task A_token_permits_its_topics_and_no_P2P_topic_that_it_does_not_name()
    {
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var reads = await ApplyTokenAsync(api, "sensors/#", "R");
        var writes = await ApplyTokenAsync(api, "sensors/telemetry", "W");
        var options = ClusterClient.OptionsOfToken(cluster.Port, "GID_Test@@@token-rights", $"R|{reads}|W|{writes}");

        await ClusterClient.ExpectEndedAsync(options, client => client.SubscribeAsync("sensors/#"));
        await ClusterClient.ExpectEndedAsync(options, client => client.PublishAsync("sensors/other", [1]));
        using var holder = await ClusterClient.ConnectAsync(options);
        await holder.SubscribeAsync("sensors/GID_Test@@@token-rights/x");
        await holder.SubscribeAsync("sensors/p2p/GID_Test@@@token-rights");
        await holder.PublishAsync("sensors/telemetry", [1]);
        Assert.IsTrue(holder.IsConnected);
    }

    [TestMethod]
    public async Task An_unregistered_device_is_refused_and_while_online_gets_no_further_topic()
    {
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var credential = await RegisterAsync(api, "unregistered");
        var options = ClusterClient.Options(cluster.Port, credential);
        using var online = await ClusterClient.ConnectAsync(options);

        // At one process; the other one answers from the same database.
        await api.OkAsync("UnRegisterDeviceCredential", ("ClientId", credential.ClientId));

        await ClusterClient.ExpectRefusedAsync(options);
        await Patiently.HoldsAsync(() => !TryPublish(online, "sensors/telemetry"), "the broker asks and ends the connection");
    }

    [TestMethod]
    public async Task A_revoked_token_is_refused_and_while_online_gets_no_further_topic()
    {
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi(auth: 1);
        var token = await ApplyTokenAsync(api, "sensors/+", "W");
        var options = ClusterClient.OptionsOfToken(cluster.Port, "GID_Test@@@revoked", $"W|{token}");
        using var online = await ClusterClient.ConnectAsync(options);
        await online.PublishAsync("sensors/telemetry", [1]);

        await api.OkAsync("RevokeToken", ("Token", token));

        await ClusterClient.ExpectRefusedAsync(options);
        await ClusterClient.ExpectEndedAsync(
            ClusterClient.OptionsOfAccount(cluster.Port, "GID_Test@@@nobody"), client => client.SubscribeAsync("nowhere/x"));
        await Patiently.HoldsAsync(() => !TryPublish(online, "sensors/other"), "the broker asks and ends the connection");
    }

    [TestMethod]
    public async Task A_changed_file_of_grants_counts_without_a_restart()
    {
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var options = ClusterClient.Options(cluster.Port, await RegisterAsync(api, "changed"));
        await ClusterClient.ExpectEndedAsync(options, client => client.SubscribeAsync("sensors/shared/x"));

        try
        {
            cluster.WriteInstances(ClusterGrants.Standard + """, {"holder":"GID_Test","topicFilter":"sensors/shared/+","actions":"R"}""");
            await Patiently.HoldsAsync(() => TrySubscribe(options, "sensors/shared/x"), "the new grant counts");
        }
        finally
        {
            cluster.WriteInstances(ClusterGrants.Standard);
        }

        await Patiently.HoldsAsync(() => !TrySubscribe(options, "sensors/shared/x"), "the grant is gone");
    }

    [TestMethod]
    public async Task One_auth_process_killed_loses_no_login()
    {
        const int Logins = 300;
        const int AtOnce = 10;
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var credentials = new List<DeviceCredential>();

        for (var i = 0; i < Logins; i++)
        {
            credentials.Add(await RegisterAsync(api, $"auth-{i}"));
        }

        var done = 0;
        var killed = false;

        try
        {
            var logins = Parallel.ForEachAsync(credentials, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (credential, _) =>
            {
                using var client = await ClusterClient.ConnectAsync(ClusterClient.Options(cluster.Port, credential));
                Interlocked.Increment(ref done);
            });
            await Patiently.HoldsAsync(() => done >= Logins / 3 || logins.IsCompleted, "a third has logged in");
            await cluster.KillAuthAsync(0);
            killed = true;
            Assert.IsFalse(logins.IsCompleted, "the process was killed too late");

            // Throws what any of the logins threw.
            await logins;
            Assert.AreEqual(Logins, done);
        }
        finally
        {
            if (killed)
            {
                await cluster.StartAuthAsync(0);
            }
        }
    }

    [TestMethod]
    public async Task A_node_killed_under_1000_devices_brings_all_back_and_loses_nothing_acknowledged()
    {
        const int Devices = 1000;
        const int Before = 2000;
        const int After = 1000;
        const int Killed = 1;
        var cluster = await _cluster.Value;
        using var api = cluster.OpenApi();
        var devices = new FleetDevice[Devices];

        for (var i = 0; i < Devices; i++)
        {
            var options = ClusterClient.Options(cluster.Port, await RegisterAsync(api, $"fleet-{i}"), isClean: false);
            devices[i] = new FleetDevice(options, TestService.Parent);
        }

        try
        {
            TestContext.WriteLine($"{Devices} devices connected and subscribed in {(await ConnectAllAsync(devices)).TotalSeconds:0.0} s");
            await using var backend = new FleetBackend(cluster.Port, devices);
            backend.Start();
            var watch = Stopwatch.StartNew();
            await Patiently.HoldsAsync(() => backend.Acknowledged >= Before, "messages are acknowledged");
            TestContext.WriteLine($"{Before} messages acknowledged in {watch.Elapsed.TotalSeconds:0.0} s");
            var connects = devices.Sum(device => device.Connects);

            await cluster.RabbitMq[Killed].KillAsync();
            var whenKilled = backend.Acknowledged;
            await Patiently.HoldsAsync(() => devices.Any(device => !device.IsOnline), "the node took devices with it");
            var back = await Patiently.HoldsAsync(
                () => devices.All(device => device.IsOnline),
                "all devices are back",
                () => $"{devices.Count(device => !device.IsOnline)} are not; {string.Join(' ', devices.SelectMany(device => device.Refusals).Distinct())}");
            var lostConnections = devices.Sum(device => device.Connects) - connects;
            await Patiently.HoldsAsync(() => backend.Acknowledged >= whenKilled + After, "messages are acknowledged again");
            await backend.EndAsync();

            await Patiently.HoldsAsync(() => backend.Missing == 0, "all that was acknowledged has arrived", () => $"{backend.Missing} missing");
            var refusals = devices.SelectMany(device => device.Refusals).GroupBy(code => code).Select(group => $"{group.Key} {group.Count()}");
            TestContext.WriteLine(
                $"{Devices} devices, {lostConnections} connections lost with the node, all back after {back.TotalSeconds:0.0} s; "
                + $"{backend.Acknowledged} messages acknowledged ({whenKilled} before), none lost; publishes that failed and were not counted: "
                + $"{backend.Failed}; refused logins meanwhile: {string.Join(", ", refusals.DefaultIfEmpty("none"))}");
            Assert.IsGreaterThan(0, lostConnections);
        }
        finally
        {
            await Task.WhenAll(devices.Select(device => device.DisposeAsync().AsTask()));
            await cluster.RestartNodeAsync(Killed);
        }

        await Patiently.HoldsAsync(() => cluster.RunningNodesAsync().GetAwaiter().GetResult().Length == 3, "the node is back in the cluster");
    }

    // A few at a time: a fleet that is switched on, not an attack.
    private static async Task<TimeSpan> ConnectAllAsync(FleetDevice[] devices)
    {
        const int AtOnce = 50;
        var watch = Stopwatch.StartNew();

        foreach (var chunk in devices.Chunk(AtOnce))
        {
            Array.ForEach(chunk, device => device.Start());
            await Patiently.HoldsAsync(
                () => chunk.All(device => device.IsOnline),
                "devices connect",
                () => string.Join(' ', chunk.SelectMany(device => device.Refusals)));
        }

        return watch.Elapsed;
    }

    private static async Task<DeviceCredential> RegisterAsync(ApiClient api, string device)
    {
        var reply = await api.OkAsync("RegisterDeviceCredential", ("ClientId", TestService.ClientId(device)));
        return reply.GetProperty("DeviceCredential").Deserialize<DeviceCredential>()!;
    }

    private static async Task<string> ApplyTokenAsync(ApiClient api, string resources, string actions)
    {
        var expire = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var reply = await api.OkAsync("ApplyToken", ("Resources", resources), ("Actions", actions), ("ExpireTime", expire));
        return reply.GetProperty("Token").GetString()!;
    }

    private static async Task<LibraryClient.Message> ReadAsync(LibraryClient client)
    {
        LibraryClient.Message? message = null;
        await Patiently.HoldsAsync(() => client.Messages.TryDequeue(out message), "a message arrives");
        return message!;
    }

    private static bool TryPublish(LibraryClient client, string topic)
    {
        try
        {
            client.PublishAsync(topic, [1]).GetAwaiter().GetResult();
            return client.IsConnected;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static bool TrySubscribe(MqttClientOptions options, string filter)
    {
        using var client = ClusterClient.ConnectAsync(options).GetAwaiter().GetResult();

        try
        {
            client.SubscribeAsync(filter).GetAwaiter().GetResult();
            return client.IsConnected;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
