using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class CredentialChangeTests
{
    private static readonly ServiceOptions _options = TestService.Options with
    {
        CredentialChangeEffect = CredentialChangeEffect.Disconnect,
    };

    [TestMethod]
    [DataRow("refresh")]
    [DataRow("register")]
    [DataRow("unregister")]
    public async Task A_changed_credential_can_disconnect_its_client_and_nobody_else(string change)
    {
        await using var test = await TestService.StartAsync(_options);
        using var client = await test.ConnectRawAsync("0001");
        using var other = await test.ConnectRawAsync("0002");
        var clientId = TestService.ClientId("0001");

        switch (change)
        {
            case "refresh":
                test.Service.Credentials.Refresh(TestService.Instance, clientId);
                break;
            case "register":
                test.Service.Credentials.Register(TestService.Instance, clientId);
                break;
            default:
                test.Service.Credentials.Unregister(TestService.Instance, clientId);
                break;
        }

        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(clientId, TraceActions.Disconnect, TraceReasons.NotAuthorized);
        await other.ExpectNothingAsync();
    }

    [TestMethod]
    public async Task An_account_does_not_care_for_the_credential_of_its_client_ID()
    {
        await using var test = await TestService.StartAsync(_options);
        var clientId = TestService.ClientId("0001");
        test.Register("0001");
        using var client = await test.OpenAsync();
        var password = LoginSignature.Compute(TestService.AccountSecret, clientId);
        await client.SendAsync(RawClient.ConnectPacket(clientId, $"Signature|LTAIaccount|{TestService.Instance}", password));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());

        test.Service.Credentials.Refresh(TestService.Instance, clientId);

        await client.ExpectNothingAsync();
    }
}
