using System.Collections.Concurrent;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class TraceTests
{
    [TestMethod]
    public async Task Each_end_of_a_connection_has_the_vendors_word()
    {
        await using var test = await TestService.StartAsync();

        using var polite = await test.ConnectRawAsync("polite");
        await polite.SendAsync([0xE0, 0]);
        await polite.ExpectCloseAsync();
        await test.ExpectTraceAsync(TestService.ClientId("polite"), TraceActions.Disconnect, TraceReasons.DisconnectedByClient);

        using (await test.ConnectRawAsync("curt"))
        {
        }

        await test.ExpectTraceAsync(TestService.ClientId("curt"), TraceActions.Disconnect, TraceReasons.ClosedByClient);

        using var cut = await test.ConnectRawAsync("cut");
        Assert.IsTrue(await test.Service.DropAsync(TestService.ClientId("cut")));
        await test.ExpectTraceAsync(TestService.ClientId("cut"), TraceActions.Disconnect, TraceReasons.SocketIOException);
        await cut.ExpectCloseAsync();

        await Eventually.HoldsAsync(() => test.Service.Counters.CurrentConnections == 0, "nobody is online");
        Assert.HasCount(3, test.Service.Counters.DisconnectedByReason);
    }

    [TestMethod]
    public async Task Dropping_takes_a_client_offline_and_it_may_come_back()
    {
        await using var test = await TestService.StartAsync();
        var clientId = TestService.ClientId("0001");
        Assert.IsFalse(await test.Service.DropAsync(clientId));
        using var client = await test.ConnectAsync("0001");

        Assert.IsTrue(await test.Service.DropAsync(clientId));

        Assert.IsFalse(test.Service.IsOnline(clientId));
        Assert.IsFalse(await test.Service.DropAsync(clientId));
        await Eventually.HoldsAsync(() => !client.IsConnected, "the client notices");
        using var again = await test.ConnectAsync("0001");
        Assert.IsTrue(test.Service.IsOnline(clientId));
    }

    [TestMethod]
    public async Task Every_entry_is_told_and_a_listener_that_throws_harms_nobody()
    {
        await using var test = await TestService.StartAsync();
        var told = new ConcurrentQueue<TraceEntry>();
        test.Service.Traced += _ => throw new InvalidOperationException("faulty listener");
        test.Service.Traced += told.Enqueue;
        test.Service.Received += _ => throw new InvalidOperationException("faulty listener");

        using var client = await test.ConnectAsync("0001");
        await client.SubscribeAsync("sensors/a");
        await client.PublishAsync("sensors/a", [1]);
        await client.ReadAsync();
        await client.DisconnectAsync();

        await Eventually.HoldsAsync(() => told.Count == 3, "three entries");
        CollectionAssert.AreEqual(test.Service.Trace.ToArray(), told.ToArray());
        Assert.AreEqual(4, test.Service.Counters.ListenerFaults);
    }

    [TestMethod]
    public async Task The_oldest_entries_are_forgotten()
    {
        await using var test = await TestService.StartAsync(TestService.Options with { TraceCapacity = 3 });

        for (var i = 0; i < 5; i++)
        {
            await test.LoginAsync(TestService.ClientId($"{i}"), "x", "y");
        }

        var clientIds = test.Service.Trace.Select(entry => entry.ClientId).ToArray();
        CollectionAssert.AreEqual((string[])["GID_Test@@@2", "GID_Test@@@3", "GID_Test@@@4"], clientIds);
    }

    [TestMethod]
    public async Task What_a_client_sends_is_cleaned_and_cut_in_the_trace()
    {
        await using var test = await TestService.StartAsync();

        await test.LoginAsync("\u001b[2J\r\nGID_Test@@@\u202E0001" + new string('x', 10000), "x", "y");
        using var client = await test.ConnectRawAsync("0001");
        await client.SubscribeAsync(1, ("unknown\u001b[31m" + new string('y', 60000), 0));
        await client.ExpectCloseAsync();

        foreach (var entry in test.Service.Trace)
        {
            Assert.IsLessThanOrEqualTo(64, entry.ClientId.Length);
            Assert.IsLessThanOrEqualTo(200, entry.Detail.Length);
            Assert.IsFalse($"{entry.ClientId}{entry.Detail}".Any(c => char.IsControl(c) || c == '\u202E'));
        }

        const string Cleaned = "\uFFFD[2J\uFFFD\uFFFDGID_Test@@@\uFFFD0001x";
        StringAssert.StartsWith(test.Service.Trace[0].ClientId, Cleaned, StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task No_secret_and_no_password_is_in_the_trace()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        var other = test.Register("0002");
        var clientId = credential.ClientId;

        var asAccount = $"Signature|LTAIaccount|{TestService.Instance}";
        var secretAsId = $"DeviceCredential|{credential.DeviceAccessKeySecret}|{TestService.Instance}";

        await test.LoginAsync(credential);
        await test.LoginAsync(credential with { DeviceAccessKeySecret = other.DeviceAccessKeySecret });
        await test.LoginAsync(clientId, credential.DeviceAccessKeySecret, credential.DeviceAccessKeySecret);
        await test.LoginAsync(clientId, secretAsId, TestService.Password(credential));
        await test.LoginAsync(clientId, asAccount, TestService.AccountSecret);
        await test.LoginAsync(clientId, asAccount, LoginSignature.Compute(TestService.AccountSecret, clientId));
        await test.LoginAsync(clientId, $"Token|LTAIaccount|{TestService.Instance}", "RW|t0k3n");

        var trace = string.Join('\n', test.Service.Trace.Select(entry => $"{entry}"));
        Assert.IsGreaterThan(6, test.Service.Trace.Count);

        foreach (var secret in (string[])[
            credential.DeviceAccessKeySecret,
            other.DeviceAccessKeySecret,
            TestService.AccountSecret,
            TestService.Password(credential),
            LoginSignature.Compute(TestService.AccountSecret, clientId),
            "t0k3n"])
        {
            Assert.DoesNotContain(secret, trace);
        }
    }
}
