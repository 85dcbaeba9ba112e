using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Databases that fail: the service lives, says so, and acknowledges nothing that is not on the disk.</summary>
[TestClass]
public sealed class DatabaseFaultTests
{
    private static readonly string _clientId = TestService.ClientId("0001");

    [TestMethod]
    public async Task A_database_that_fails_while_tokens_are_watched_ends_nothing()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(time: time);
        using var client = await LoginWithTokenAsync(test, time);
        await time.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        test.Service.Credentials.Dispose();

        time.Advance(TimeSpan.FromMinutes(1));

        await client.ExpectNothingAsync();
        Assert.IsTrue(test.Service.IsOnline(_clientId));

        // It is asked again soon, and the token still ends when it ends.
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(5));

        for (var minute = 0; minute < 58; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await client.PingAsync();
            await SkipToAsync(client, RawClient.PingResp);
        }

        time.Advance(TimeSpan.FromMinutes(1));
        await client.ReadToEndAsync();
        await test.ExpectTraceAsync(_clientId, TraceActions.Disconnect, TraceReasons.NotAuthorized);
    }

    [TestMethod]
    public async Task A_login_that_the_database_cannot_decide_gets_return_code_3()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        test.Service.Credentials.Dispose();

        Assert.AreEqual(3, await test.LoginAsync(credential));
        Assert.AreEqual("the database does not answer", test.Service.Trace[^1].Detail);
    }

    [TestMethod]
    public async Task PostgreSQL_stopped_and_started_ends_nobody_and_lets_in_again()
    {
        await using var server = await PostgresServer.StartAsync();
        var time = new ManualTime();
        var options = TestService.Options with { PostgresConnectionString = await server.CreateDatabaseAsync(), HttpPort = 0 };
        await using var test = await TestService.StartAsync(options, time);
        using var http = AuthenticationEndpointTests.Open(test);
        using var client = await LoginWithTokenAsync(test, time);
        var device = test.Register("device");
        await time.WaitForTimerAsync(TimeSpan.FromMinutes(1));

        await server.KillAsync();
        time.Advance(TimeSpan.FromMinutes(1));

        await client.ExpectNothingAsync();
        Assert.AreEqual(3, await test.LoginAsync(device));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, await ReadyAsync(http));

        await server.BeginAsync();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.AreEqual(HttpStatusCode.OK, await ReadyAsync(http));
        Assert.AreEqual(0, await test.LoginAsync(device));
        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task On_a_full_disk_nothing_is_acknowledged_and_all_that_was_is_there_after_a_start()
    {
        using var disk = SmallDisk.Mount(4);
        var options = TestService.Options with { DatabasePath = disk.PathOf("service.db"), HttpPort = 0, Limits = new ServiceLimits { MinFreeDisk = 0 } };
        var acknowledged = new List<string>();

        await using (var test = await TestService.StartAsync(options))
        {
            using var http = AuthenticationEndpointTests.Open(test);
            await test.LeaveSubscriberAsync("0001", "sensors/a");
            test.Register("new");
            test.Register("publisher");
            Assert.AreEqual(HttpStatusCode.OK, await ReadyAsync(http));

            disk.Fill();
            await PublishUntilRefusedAsync(test, acknowledged);
            await Eventually.HoldsAsync(() => ReadyAsync(http).GetAwaiter().GetResult() == HttpStatusCode.ServiceUnavailable, "it is not ready");

            // A session that is not on the disk is none.
            using var late = await test.OpenAsync();
            await late.SendAsync(TestService.ConnectPacket(test.Service.Credentials.Get(TestService.Instance, TestService.ClientId("new"))!, clean: false));
            Assert.AreEqual(3, await late.ReadConnAckCodeAsync());

            disk.Free();
            await Eventually.HoldsAsync(() => ReadyAsync(http).GetAwaiter().GetResult() == HttpStatusCode.OK, "it is ready");
            using var publisher = await test.ConnectRawAsync("publisher");
            await PublishAsync(publisher, "after", acknowledged);
            disk.Fill();
        }

        // Stopped with a full disk, started with a full disk.
        await using (await TestService.StartAsync(options))
        {
        }

        disk.Free();
        var time = new ManualTime();
        await using var again = await TestService.StartAsync(options, time);
        var (client, isPresent) = await again.ConnectPersistentAsync("0001");
        Assert.IsTrue(isPresent);
        var received = new HashSet<string>();

        while (!acknowledged.TrueForAll(received.Contains))
        {
            var message = await client.ReadPublishAsync();
            received.Add(message.Text);
            await client.AcknowledgeAsync(RawClient.PubAck, message.Id);

            if (received.Count % 30 == 0)
            {
                await time.WaitForTimerAsync(TimeSpan.FromSeconds(5));
                time.Advance(TimeSpan.FromSeconds(5));
            }
        }
    }

    [TestMethod]
    public async Task A_row_of_a_session_that_is_not_there_does_not_keep_the_service_from_starting_and_is_nobodys()
    {
        var folder = Directory.CreateTempSubdirectory("nanomqtt-orphan-").FullName;

        try
        {
            var options = TestService.Options with { DatabasePath = Path.Combine(folder, "service.db") };
            await using (await TestService.StartAsync(options))
            {
            }

            // As a full disk left it: the session that would have been the first has a subscription and no row.
            Execute(options.DatabasePath + ".sessions", "INSERT INTO Subscription (SessionId, Filter, QoS) VALUES (1, 'sensors/a', 1);");
            await using var test = await TestService.StartAsync(options);
            var (client, _) = await test.ConnectPersistentAsync("0001");
            using var publisher = await test.ConnectRawAsync("publisher");
            await PublishAsync(publisher, "for nobody", []);
            await client.ExpectNothingAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<HttpStatusCode> ReadyAsync(HttpClient http)
    {
        using var reply = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        return reply.StatusCode;
    }

    private static async Task<RawClient> LoginWithTokenAsync(TestService test, ManualTime time)
    {
        var end = time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        var token = test.Service.Tokens.Issue(TestService.Instance, "LTAIaccount", ["sensors/#"], TokenActions.ReadWrite, end);
        var client = await test.OpenAsync();
        await client.SendAsync(RawClient.ConnectPacket(_clientId, $"Token|LTAIaccount|{TestService.Instance}", $"RW|{token}", keepAlive: 480));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        return client;
    }

    private static async Task SkipToAsync(RawClient client, byte header)
    {
        while (true)
        {
            var packet = await client.ReadAsync();
            Assert.IsNotNull(packet, "closed");

            if (packet.Value.Header == header)
            {
                return;
            }
        }
    }

    private static async Task PublishUntilRefusedAsync(TestService test, List<string> acknowledged)
    {
        using var publisher = await test.ConnectRawAsync("publisher");
        var text = new string('x', 2000);

        for (var i = 0; await PublishAsync(publisher, $"{i} {text}", acknowledged); i++)
        {
            Assert.IsLessThan(10_000, i, "the disk is never full");
        }
    }

    // False when the connection is closed instead of an acknowledgement.
    private static async Task<bool> PublishAsync(RawClient publisher, string text, List<string> acknowledged)
    {
        await publisher.PublishAsync("sensors/a", Encoding.UTF8.GetBytes(text), qos: 1, id: 1);

        if (await publisher.ReadAsync() is not { Header: RawClient.PubAck })
        {
            return false;
        }

        acknowledged.Add(text);
        return true;
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
