using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.ServerApi;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class ServerApiRegistrarTests
{
    [TestMethod]
    public async Task Asked_twice_it_gives_the_same_credential_and_one_that_was_there_stays()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var client = ClientOf(service);
        var registrar = new ServerApiRegistrar(client);
        var first = await registrar.GetOrRegisterAsync(TestService.Instance, TestService.ClientId("0001"), CancellationToken.None);
        Assert.AreEqual(first, await registrar.GetOrRegisterAsync(TestService.Instance, TestService.ClientId("0001"), CancellationToken.None));
        Assert.AreEqual(first.Secret, service.Service.Credentials.Get(TestService.Instance, TestService.ClientId("0001"))!.DeviceAccessKeySecret);

        var there = service.Register("0002");
        var given = await registrar.GetOrRegisterAsync(TestService.Instance, TestService.ClientId("0002"), CancellationToken.None);
        Assert.AreEqual(there.DeviceAccessKeySecret, given.Secret);
    }

    [TestMethod]
    public async Task A_group_that_does_not_exist_is_refused()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var client = ClientOf(service);
        var registrar = new ServerApiRegistrar(client);
        var refusal = await Assert.ThrowsExactlyAsync<ServerApiException>(
            () => registrar.GetOrRegisterAsync(TestService.Instance, "GID_Nobody@@@0001", CancellationToken.None));
        Assert.AreEqual(ExitCodes.ApiRefused, refusal.ExitCode);
        Assert.AreEqual("PermissionCheckFailed", refusal.Code);
    }

    [TestMethod]
    public async Task What_the_service_asks_to_try_again_is_tried_again()
    {
        await using var service = await TestService.StartAsync(TestService.Options with { HttpPort = 0, QueryTokenRate = 1 });
        using var client = ClientOf(service);
        var token = service.Service.Tokens.Issue(
            TestService.Instance,
            ApiClient.AccessKeyId,
            [TestService.Parent],
            TokenActions.Read,
            TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds());
        var answers = await Task.WhenAll(
            client.QueryTokenAsync(TestService.Instance, token, CancellationToken.None),
            client.QueryTokenAsync(TestService.Instance, token, CancellationToken.None));
        Assert.IsTrue(answers[0] && answers[1]);
    }

    private static ServerApiClient ClientOf(TestService service) => new(
        new Uri($"http://127.0.0.1:{service.Service.HttpPort}"),
        new AccountKeys(new ServiceAccount(ApiClient.AccessKeyId, TestService.AccountSecret), null),
        null,
        TimeProvider.System);
}
