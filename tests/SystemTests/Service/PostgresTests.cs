using System.Net;
using NanoMqttDevice.Service;
using Npgsql;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Credentials, tokens and the server API over a real PostgreSQL server.</summary>
[TestClass]
public sealed class PostgresTests
{
    private static PostgresServer? _server;

    [ClassInitialize]
    public static async Task StartServer(TestContext context) => _server = await PostgresServer.StartAsync();

    [ClassCleanup]
    public static async Task StopServer()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task A_credential_is_registered_read_refreshed_listed_and_unregistered_in_PostgreSQL()
    {
        using var store = CredentialStore.Open(await OptionsAsync());
        var clientId = TestService.ClientId("b");
        var registered = store.Register(TestService.Instance, clientId);
        Assert.AreEqual(registered, store.Get(TestService.Instance, clientId));
        var refreshed = store.Refresh(TestService.Instance, clientId)!;
        Assert.AreEqual(registered.DeviceAccessKeyId, refreshed.DeviceAccessKeyId);
        Assert.AreNotEqual(registered.DeviceAccessKeySecret, refreshed.DeviceAccessKeySecret);

        // By bytes, as in SQLite, whatever the order of the server's language.
        store.Register(TestService.Instance, TestService.ClientId("B"));
        store.Register(TestService.Instance, TestService.ClientId("a"));
        string[] ordered = ["GID_Test@@@B", "GID_Test@@@a", "GID_Test@@@b"];
        CollectionAssert.AreEqual(ordered, store.List(TestService.Instance, TestService.Group).Select(c => c.ClientId).ToArray());
        var page = store.ListClientIds(TestService.Instance, TestService.Group, after: ordered[0], skip: 0, take: 1);
        Assert.AreEqual(3, page.Total);
        Assert.AreEqual(ordered[1], page.ClientIds.Single());
        Assert.IsTrue(page.HasMore);

        Assert.IsTrue(store.Unregister(TestService.Instance, clientId));
        Assert.IsFalse(store.Unregister(TestService.Instance, clientId));
        Assert.IsNull(store.Get(TestService.Instance, clientId));
    }

    [TestMethod]
    public async Task Two_services_share_a_database_and_a_token_of_one_is_good_at_the_other()
    {
        var options = await OptionsAsync();
        await using var one = await TestService.StartAsync(options);
        await using var other = await TestService.StartAsync(options);
        var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        var token = one.Service.Tokens.Issue(TestService.Instance, "LTAIaccount", ["sensors/#"], TokenActions.Read, expires);

        Assert.AreEqual(TokenState.Valid, other.Service.Tokens.Inspect(TestService.Instance, token).State);
        Assert.AreEqual(0, await other.LoginAsync(one.Register("0001")));
        other.Service.Tokens.Revoke(TestService.Instance, token);
        Assert.AreEqual(TokenState.Revoked, one.Service.Tokens.Inspect(TestService.Instance, token).State);
    }

    [TestMethod]
    public async Task A_call_is_not_replayed_at_a_neighbour_on_the_same_database()
    {
        var options = await OptionsAsync() with { HttpPort = 0 };
        await using var one = await TestService.StartAsync(options);
        await using var other = await TestService.StartAsync(options);
        using var api = new ApiClient(one.Service.HttpPort!.Value, TimeProvider.System);
        using var otherApi = new ApiClient(other.Service.HttpPort!.Value, TimeProvider.System);
        var call = api.Parameters("RegisterDeviceCredential", ("ClientId", "GID_Test@@@0001"));
        ApiClient.Sign(call);

        Assert.AreEqual(HttpStatusCode.OK, (await api.GetAsync(call)).Status);
        (await otherApi.GetAsync(call)).AssertRefused(HttpStatusCode.BadRequest, "SignatureNonceUsed");
    }

    [TestMethod]
    public async Task Authenticate_answers_from_PostgreSQL_at_every_replica_and_again_after_the_server_was_killed()
    {
        var options = await OptionsAsync() with { HttpPort = 0 };
        await using var one = await TestService.StartAsync(options);
        await using var other = await TestService.StartAsync(options);
        using var http = AuthenticationEndpointTests.Open(other);
        var credential = one.Register("0001");

        Assert.AreEqual("{\"result\":\"allow\"}", await AuthenticationEndpointTests.AskAsync(http, credential));
        Assert.AreEqual(
            "{\"result\":\"deny\"}", await AuthenticationEndpointTests.AskAsync(http, credential with { DeviceAccessKeySecret = "wrong" }));

        await _server!.KillAsync();
        using var down = await http.GetAsync(new Uri("/health", UriKind.Relative));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        await _server.BeginAsync();

        // A server that did not answer is left alone for a moment.
        var tries = 0;
        while (!await IsHealthyAsync(http))
        {
            Assert.IsLessThan(200, ++tries, "the service finds the server again");
            await Task.Delay(50);
        }

        // What was confirmed before the kill is there.
        Assert.AreEqual("{\"result\":\"allow\"}", await AuthenticationEndpointTests.AskAsync(http, credential));
        Assert.AreEqual(credential, one.Service.Credentials.Get(TestService.Instance, credential.ClientId));
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http)
    {
        using var reply = await http.GetAsync(new Uri("/health", UriKind.Relative));
        return reply.StatusCode == HttpStatusCode.OK;
    }

    [TestMethod]
    public async Task Several_services_may_make_the_schema_at_once()
    {
        var options = await OptionsAsync();

        await Parallel.ForAsync(0, 6, (i, _) =>
        {
            using var store = CredentialStore.Open(options);
            store.Register(TestService.Instance, TestService.ClientId($"{i}"));
            return ValueTask.CompletedTask;
        });

        using var store = CredentialStore.Open(options);
        Assert.HasCount(6, store.List(TestService.Instance));
    }

    [TestMethod]
    public async Task A_start_waits_for_a_server_that_is_late_and_one_that_is_not_there_is_told_at_once()
    {
        var right = new NpgsqlConnectionStringBuilder((await OptionsAsync()).PostgresConnectionString) { Timeout = 1 };
        using var late = new LateRelay(right.Port);
        right.Port = late.Port;
        using var store = CredentialStore.Open(TestService.Options with { PostgresConnectionString = right.ConnectionString });
        store.Register(TestService.Instance, TestService.ClientId("0001"));

        right.Port = FreePort.Take();
        var exception = Assert.ThrowsExactly<ServiceStartException>(
            () => CredentialStore.Open(TestService.Options with { PostgresConnectionString = right.ConnectionString }).Dispose());

        Assert.Contains("Cannot open the PostgreSQL database", exception.Message);
        Assert.AreEqual(1, late.Unanswered, "the first connection was not answered");
    }

    [TestMethod]
    public async Task A_newer_schema_is_refused_and_left_as_it_is()
    {
        var options = await OptionsAsync();
        CredentialStore.Open(options).Dispose();
        var database = new NpgsqlConnectionStringBuilder(options.PostgresConnectionString).Database!;
        await _server!.ExecuteAsync(database, "UPDATE SchemaVersion SET Version = 999");

        var exception = Assert.ThrowsExactly<ServiceStartException>(() => CredentialStore.Open(options).Dispose());

        Assert.Contains("schema version 999", exception.Message);
    }

    [TestMethod]
    public async Task A_wrong_password_or_a_malformed_connection_string_is_told_without_the_secret()
    {
        var right = (await OptionsAsync()).PostgresConnectionString!;

        foreach (var (text, says) in ((string, string)[])
        [
            (right.Replace("pg-secret-0123", "wrong-4567", StringComparison.Ordinal), "Cannot open the PostgreSQL database"),
            ("Host=127.0.0.1;Pasword=wrong-4567", "malformed"),
            ("wrong-4567", "malformed"),
        ])
        {
            var options = TestService.Options with { PostgresConnectionString = text };
            var exception = Assert.ThrowsExactly<ServiceStartException>(() => CredentialStore.Open(options).Dispose());
            Assert.Contains(says, exception.Message);
            Assert.DoesNotContain("wrong-4567", exception.ToString());
            Assert.DoesNotContain("wrong-4567", $"{options}");
        }
    }

    private static async Task<ServiceOptions> OptionsAsync()
    {
        return TestService.Options with { PostgresConnectionString = await _server!.CreateDatabaseAsync() };
    }
}
