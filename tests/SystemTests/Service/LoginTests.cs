using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class LoginTests
{
    private const byte Accepted = 0;
    private const byte UnacceptableProtocolVersion = 1;
    private const byte IdentifierRejected = 2;
    private const byte NotAuthorized = 5;

    [TestMethod]
    public async Task A_registered_device_is_let_in()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");

        using var client = await test.ConnectRawAsync("0001");

        Assert.IsTrue(test.Service.IsOnline(credential.ClientId));
        Assert.AreEqual(1, test.Service.Counters.Accepted);
        Assert.AreEqual(1, test.Service.Counters.CurrentConnections);
        await test.ExpectTraceAsync(credential.ClientId, TraceActions.Connect, TraceReasons.Accepted);
    }

    [TestMethod]
    public async Task An_account_is_let_in_by_signature_under_any_client_ID_of_its_groups()
    {
        await using var test = await TestService.StartAsync();

        foreach (var clientId in (string[])["GID_Test@@@0001", "GID-Other@@@x"])
        {
            var password = LoginSignature.Compute(TestService.AccountSecret, clientId);
            Assert.AreEqual(Accepted, await test.LoginAsync(clientId, $"Signature|LTAIaccount|{TestService.Instance}", password));
        }
    }

    [TestMethod]
    public async Task An_account_is_refused_with_a_wrong_secret_or_an_unknown_id()
    {
        await using var test = await TestService.StartAsync();
        var clientId = TestService.ClientId("0001");
        var right = LoginSignature.Compute(TestService.AccountSecret, clientId);
        var wrong = LoginSignature.Compute("wrong", clientId);

        Assert.AreEqual(NotAuthorized, await test.LoginAsync(clientId, $"Signature|LTAIaccount|{TestService.Instance}", wrong));
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(clientId, $"Signature|LTAIother|{TestService.Instance}", right));
    }

    [TestMethod]
    public async Task A_device_secret_does_not_open_the_mode_Signature_nor_an_account_the_mode_DeviceCredential()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        var byAccount = LoginSignature.Compute(TestService.AccountSecret, credential.ClientId);

        var asAccount = $"Signature|{credential.DeviceAccessKeyId}|{TestService.Instance}";
        var asDevice = $"DeviceCredential|LTAIaccount|{TestService.Instance}";
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential.ClientId, asAccount, TestService.Password(credential)));
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential.ClientId, asDevice, byAccount));
    }

    [TestMethod]
    public async Task A_wrong_secret_is_refused_and_closed()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");

        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential with { DeviceAccessKeySecret = "DC.wrong" }));
        Assert.IsFalse(test.Service.IsOnline(credential.ClientId));
        await test.ExpectTraceAsync(credential.ClientId, TraceActions.Refuse, TraceReasons.NotAuthorized);
        Assert.AreEqual(1, test.Service.Counters.RefusedByReason[TraceReasons.NotAuthorized]);
        Assert.AreEqual(0, test.Service.Counters.Accepted);
    }

    [TestMethod]
    public async Task Another_devices_credential_is_refused()
    {
        await using var test = await TestService.StartAsync();
        var own = test.Register("0001");
        var other = test.Register("0002");

        // The other's credential signed over the own client ID, then the parts of both logins mixed.
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(other with { ClientId = own.ClientId }));

        foreach (var (name, password) in ((DeviceCredential, DeviceCredential)[])[(other, other), (other, own), (own, other)])
        {
            var code = await test.LoginAsync(own.ClientId, TestService.UserName(name), TestService.Password(password));
            Assert.AreEqual(NotAuthorized, code);
        }
    }

    [TestMethod]
    public async Task A_client_ID_without_credential_is_refused()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");

        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential with { ClientId = TestService.ClientId("0002") }));
    }

    [TestMethod]
    public async Task Unregistering_leaves_the_client_online_and_refuses_its_next_connect()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        using var client = await test.ConnectRawAsync("0001");

        Assert.IsTrue(test.Service.Credentials.Unregister(TestService.Instance, credential.ClientId));

        await client.PingAsync();
        await client.ExpectAsync(RawClient.PingResp);
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential));

        // The refused login is no take-over.
        await client.PingAsync();
        await client.ExpectAsync(RawClient.PingResp);
    }

    [TestMethod]
    public async Task Refreshing_leaves_the_client_online_refuses_the_old_secret_and_lets_the_new_one_in()
    {
        await using var test = await TestService.StartAsync();
        var old = test.Register("0001");
        using var client = await test.ConnectRawAsync("0001");

        var refreshed = test.Service.Credentials.Refresh(TestService.Instance, old.ClientId)!;

        await client.PingAsync();
        await client.ExpectAsync(RawClient.PingResp);
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(old));
        Assert.AreEqual(Accepted, await test.LoginAsync(refreshed));
    }

    [TestMethod]
    public async Task Of_two_registrations_only_the_last_is_valid()
    {
        await using var test = await TestService.StartAsync();
        var first = test.Register("0001");
        var last = test.Register("0001");

        Assert.AreEqual(NotAuthorized, await test.LoginAsync(first));
        Assert.AreEqual(Accepted, await test.LoginAsync(last));
    }

    [TestMethod]
    public async Task Another_instance_known_or_not_is_refused()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");

        foreach (var instance in (string[])[TestService.OtherInstance, "mqtt-cn-none", "MQTT-CN-0001", " mqtt-cn-0001"])
        {
            Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential with { InstanceId = instance }), instance);
        }
    }

    [TestMethod]
    [DataRow("GID_Gone@@@0001", DisplayName = "a group not created")]
    [DataRow("gid_Test@@@0001", DisplayName = "small letters in front")]
    [DataRow("GID_Test@@0001", DisplayName = "two at signs")]
    [DataRow("GID_Test@@@@0001", DisplayName = "four at signs")]
    [DataRow("GID_Test@@@0001@@@2", DisplayName = "two separators")]
    [DataRow("GID_Test@@@", DisplayName = "no device")]
    [DataRow("@@@0001", DisplayName = "no group")]
    [DataRow("GID_Test", DisplayName = "no separator")]
    [DataRow("GID_Test@@@00 01", DisplayName = "a space")]
    [DataRow("GID_Test@@@00/01", DisplayName = "a slash")]
    [DataRow("GID_Test@@@é", DisplayName = "a letter beyond ASCII")]
    [DataRow("GID_Test@@@0001\n", DisplayName = "a control character")]
    [DataRow("GID_Test@@@123456789012345678901234567890123456789012345678901234", DisplayName = "65 characters")]
    public async Task A_client_ID_that_breaks_the_rules_is_refused_even_with_an_accounts_signature(string clientId)
    {
        await using var test = await TestService.StartAsync();
        var password = LoginSignature.Compute(TestService.AccountSecret, clientId);
        var userName = $"Signature|LTAIaccount|{TestService.Instance}";

        Assert.AreEqual(NotAuthorized, await test.LoginAsync(clientId, userName, password));
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(clientId, userName, password, clean: false));
    }

    [TestMethod]
    public async Task A_client_ID_of_no_characters_gets_return_code_2_MQTT_3_1_3_8()
    {
        await using var test = await TestService.StartAsync();
        var password = LoginSignature.Compute(TestService.AccountSecret, string.Empty);
        var userName = $"Signature|LTAIaccount|{TestService.Instance}";

        Assert.AreEqual(IdentifierRejected, await test.LoginAsync(string.Empty, userName, password));
        Assert.AreEqual(IdentifierRejected, await test.LoginAsync(string.Empty, userName, password, clean: false));
    }

    [TestMethod]
    public async Task A_client_ID_of_64_characters_is_let_in()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register(new string('d', 64 - "GID_Test@@@".Length));

        Assert.AreEqual(Accepted, await test.LoginAsync(credential));
    }

    [TestMethod]
    [DataRow("deviceCredential|{0}|{1}", DisplayName = "a small letter")]
    [DataRow("DeviceCredential |{0}|{1}", DisplayName = "a space after the mode")]
    [DataRow("Device|{0}|{1}", DisplayName = "an unknown mode")]
    [DataRow("|{0}|{1}", DisplayName = "no mode")]
    [DataRow("Token|{0}|{1}", DisplayName = "a mode that is not served yet")]
    [DataRow("DeviceCredential|{0}|{1}|x", DisplayName = "four parts")]
    [DataRow("DeviceCredential|{0}|{1}|", DisplayName = "four parts, the last empty")]
    [DataRow("DeviceCredential|{0}", DisplayName = "two parts")]
    [DataRow("DeviceCredential||{1}", DisplayName = "no key id")]
    [DataRow("DeviceCredential|{0}|", DisplayName = "no instance")]
    [DataRow("{0}", DisplayName = "only the key id")]
    [DataRow("||", DisplayName = "only separators")]
    [DataRow("", DisplayName = "empty")]
    public async Task A_user_name_that_is_not_mode_key_instance_is_refused(string form)
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");
        var userName = string.Format(null, form, credential.DeviceAccessKeyId, TestService.Instance);

        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential.ClientId, userName, TestService.Password(credential)));
    }

    [TestMethod]
    public async Task A_missing_or_empty_user_name_or_password_is_refused()
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");

        var userName = TestService.UserName(credential);

        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential.ClientId, null, null));
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential.ClientId, userName, null));
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential.ClientId, userName, string.Empty));
        Assert.AreEqual(NotAuthorized, await test.LoginAsync(credential.ClientId, userName, credential.DeviceAccessKeySecret));
    }

    [TestMethod]
    public async Task The_refusal_code_can_be_4()
    {
        await using var test = await TestService.StartAsync(TestService.Options with { RefusalCode = 4 });
        var credential = test.Register("0001");

        Assert.AreEqual(4, await test.LoginAsync(credential with { DeviceAccessKeySecret = "wrong" }));
        Assert.AreEqual(4, await test.LoginAsync("GID_Test", TestService.UserName(credential), "wrong"));
        Assert.AreEqual(Accepted, await test.LoginAsync(credential));
    }

    [TestMethod]
    [DataRow((byte)3)]
    [DataRow((byte)5)]
    [DataRow((byte)6)]
    [DataRow((byte)0)]
    [DataRow((byte)0x84)]
    public async Task Another_protocol_level_gets_return_code_1_even_with_a_right_login(byte level)
    {
        await using var test = await TestService.StartAsync();
        var credential = test.Register("0001");

        var password = TestService.Password(credential);

        var code = await test.LoginAsync(credential.ClientId, TestService.UserName(credential), password, level);

        Assert.AreEqual(UnacceptableProtocolVersion, code);
        Assert.AreEqual(1, test.Service.Counters.RefusedByReason[TraceReasons.InvalidParam]);
    }

    [TestMethod]
    public async Task A_client_of_MQTT_3_1_gets_return_code_1()
    {
        await using var test = await TestService.StartAsync();
        using var client = await test.OpenAsync();

        byte[] versionAndFlags = [3, 2];
        var clientId = RawClient.Text("GID_Test@@@0001");
        await client.SendAsync(RawClient.Packet(0x10, RawClient.Text("MQIsdp"), versionAndFlags, RawClient.Number(60), clientId));

        Assert.AreEqual(UnacceptableProtocolVersion, await client.ReadConnAckCodeAsync());
        await client.ExpectCloseAsync();
    }
}
