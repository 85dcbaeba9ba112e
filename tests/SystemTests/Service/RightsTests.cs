using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Rights end when what they rest on ends, and nobody inherits another's session.</summary>
[TestClass]
public sealed class RightsTests
{
    private const string Account = "LTAIaccount";
    private const string Device = "0001";

    private static readonly string _clientId = TestService.ClientId(Device);

    [TestMethod]
    public async Task A_stored_subscription_ends_with_a_login_whose_token_does_not_permit_it()
    {
        await using var test = await TestService.StartAsync();
        using (var wide = await LoginAsync(test, Token(test, "sensors/#", "commands/#")))
        {
            await wide.SubscribeAsync(1, ("sensors/a", 1), ("commands/a", 1));
            await wide.ExpectAsync(RawClient.SubAck);
            await test.LeaveAsync(wide, Device);
        }

        using var publisher = await test.ConnectRawAsync("publisher");
        await PublishAsync(publisher, "sensors/a", "waits");
        await PublishAsync(publisher, "commands/a", "waits");

        using var narrow = await LoginAsync(test, Token(test, "commands/#"), isPresent: true);

        Assert.AreEqual("commands/a", (await narrow.ReadPublishAsync()).Topic, "what waited of the other is not handed out");
        await PublishAsync(publisher, "sensors/a", "new");
        await PublishAsync(publisher, "commands/a", "new");
        Assert.AreEqual("commands/a", (await narrow.ReadPublishAsync()).Topic);
        await narrow.ExpectNothingAsync();
        await test.ExpectTraceAsync(_clientId, TraceActions.Unsubscribe, TraceReasons.ResourceAuthFailed);
        Assert.AreEqual(1, test.Service.Counters.SubscriptionsTakenBack);
        Assert.AreEqual(1, test.Service.Counters.DroppedByReason[DropReasons.NotGranted]);
    }

    [TestMethod]
    public async Task A_subscription_ends_with_the_upload_of_a_token_that_does_not_permit_it()
    {
        await using var test = await TestService.StartAsync();
        using var client = await LoginAsync(test, Token(test, "sensors/#", "commands/#"));
        await client.SubscribeAsync(1, ("sensors/a", 1), ("commands/a", 1));
        await client.ExpectAsync(RawClient.SubAck);

        await client.PublishAsync(
            "$SYS/uploadToken", Encoding.UTF8.GetBytes($$"""{"token":"{{Token(test, "commands/#")}}","type":"RW"}"""), qos: 1, id: 9);
        await client.ExpectAsync(RawClient.PubAck);

        using var publisher = await test.ConnectRawAsync("publisher");
        await PublishAsync(publisher, "sensors/a", "new");
        await PublishAsync(publisher, "commands/a", "new");
        Assert.AreEqual("commands/a", (await client.ReadPublishAsync()).Topic);
        await client.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task A_stored_subscription_ends_with_a_start_with_other_grants()
    {
        var folder = Directory.CreateTempSubdirectory("nanomqtt-rights-").FullName;

        try
        {
            var options = TestService.Options with { DatabasePath = Path.Combine(folder, "service.db") };
            await using (var first = await TestService.StartAsync(options))
            {
                await first.LeaveSubscriberAsync(Device, "sensors/a");
                await first.Service.PublishP2PAsync(TestService.Parent, _clientId, Encoding.UTF8.GetBytes("p2p"), 1);
                using var publisher = await first.ConnectRawAsync("publisher");
                await PublishAsync(publisher, "sensors/a", "waits");
            }

            var grants = new[]
            {
                new TopicGrant(_clientId, "commands/#", TokenActions.ReadWrite),
                new TopicGrant(TestService.ClientId("publisher"), "#", TokenActions.ReadWrite),
            };
            await using var second = await TestService.StartAsync(options with { Grants = grants });
            using (var publisher = await second.ConnectRawAsync("publisher"))
            {
                await PublishAsync(publisher, "sensors/a", "not granted any more");
            }

            var (client, isPresent) = await second.ConnectPersistentAsync(Device);
            Assert.IsTrue(isPresent);
            Assert.AreEqual("p2p", (await client.ReadPublishAsync()).Text, "P2P needs no grant");
            await client.ExpectNothingAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public async Task A_token_neither_inherits_nor_ends_the_session_of_a_device_and_does_not_get_its_commands()
    {
        await using var test = await TestService.StartAsync();
        await test.LeaveSubscriberAsync(Device, "sensors/a");
        using var publisher = await test.ConnectRawAsync("publisher");
        await PublishAsync(publisher, "sensors/a", "for the device");

        // Persistent and clean, with a token that permits next to nothing and with one that permits all.
        foreach (var (clean, resource) in ((bool, string)[])[(false, "commands/x"), (true, "commands/x"), (false, "sensors/#"), (true, "sensors/#")])
        {
            await ExpectNothingOfTheDevicesAsync(test, publisher, clean, resource);
        }

        var (device, isPresent) = await test.ConnectPersistentAsync(Device);
        Assert.IsTrue(isPresent);
        var texts = new List<string>();

        for (var i = 0; i < 9; i++)
        {
            texts.Add((await device.ReadPublishAsync()).Text);
        }

        CollectionAssert.AreEqual(
            (string[])["for the device", .. Enumerable.Repeat<string[]>(["command", "also for the device"], 4).SelectMany(pair => pair)], texts);
    }

    [TestMethod]
    public async Task Another_account_does_not_inherit_a_session_and_the_first_finds_it_again()
    {
        var options = TestService.Options with
        {
            Accounts = [new ServiceAccount(Account, TestService.AccountSecret), new ServiceAccount("LTAIother", "otherSecret0123456")],
        };
        await using var test = await TestService.StartAsync(options);

        await SignAndLeaveAsync(test, Account, TestService.AccountSecret, expectPresent: false);
        await SignAndLeaveAsync(test, "LTAIother", "otherSecret0123456", expectPresent: false);
        await SignAndLeaveAsync(test, Account, TestService.AccountSecret, expectPresent: true);
    }

    [TestMethod]
    public async Task A_device_keeps_its_session_when_its_credential_is_registered_anew()
    {
        await using var test = await TestService.StartAsync();
        await test.LeaveSubscriberAsync(Device, "sensors/a");
        test.Register(Device);

        var (_, isPresent) = await test.ConnectPersistentAsync(Device);

        Assert.IsTrue(isPresent);
    }

    private static async Task ExpectNothingOfTheDevicesAsync(TestService test, RawClient publisher, bool clean, string resource)
    {
        using var stranger = await LoginAsync(test, Token(test, resource), clean);
        await PublishAsync(publisher, $"sensors/p2p/{_clientId}", "command");
        await PublishAsync(publisher, "sensors/a", "also for the device");
        await stranger.ExpectNothingAsync();
        await test.LeaveAsync(stranger, Device);
    }

    private static async Task SignAndLeaveAsync(TestService test, string account, string secret, bool expectPresent)
    {
        using var client = await test.OpenAsync();
        await client.SendAsync(RawClient.ConnectPacket(
            _clientId, $"Signature|{account}|{TestService.Instance}", LoginSignature.Compute(secret, _clientId), clean: false));
        CollectionAssert.AreEqual((byte[])[(byte)(expectPresent ? 1 : 0), 0], (await client.ReadAsync())!.Value.Body);
        await test.LeaveAsync(client, Device);
    }

    private static async Task<RawClient> LoginAsync(TestService test, string token, bool clean = false, bool isPresent = false)
    {
        var client = await test.OpenAsync();
        await client.SendAsync(RawClient.ConnectPacket(_clientId, $"Token|{Account}|{TestService.Instance}", $"RW|{token}", clean: clean));
        var packet = (await client.ReadAsync())!.Value;
        Assert.AreEqual(0, packet.Body[1]);

        if (isPresent)
        {
            Assert.AreEqual(1, packet.Body[0], "the session is present");
        }

        return client;
    }

    private static string Token(TestService test, params string[] resources)
    {
        return test.Service.Tokens.Issue(
            TestService.Instance, Account, resources, TokenActions.ReadWrite, DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds());
    }

    private static async Task PublishAsync(RawClient publisher, string topic, string text)
    {
        await publisher.PublishAsync(topic, Encoding.UTF8.GetBytes(text), qos: 1, id: 7);
        await publisher.ExpectAsync(RawClient.PubAck);
    }
}
