using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.Tool;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.ServerApi;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class DeviceSecretsTests
{
    private const string ClientId = "GID_Test@@@0001";

    [TestMethod]
    public async Task The_settings_file_counts_before_the_database_and_that_before_the_server_API()
    {
        await using var service = await ServerApiRun.StartServiceAsync();
        using var folder = new TestFolder();
        var credential = service.Register("0001");
        using var client = new ServerApiClient(
            new Uri($"http://127.0.0.1:{service.Service.HttpPort}/"),
            new AccountKeys(new NanoMqttDevice.Service.ServiceAccount(ApiClient.AccessKeyId, TestService.AccountSecret), null), null, TimeProvider.System);
        var own = folder.WritePrivate("own.json", $$"""{"clientId":"{{ClientId}}","secret":"OfTheFile"}""");
        var other = folder.WritePrivate("other.json", """{"clientId":"GID_Test@@@0002","secret":"OfAnother"}""");
        Assert.AreEqual("OfTheFile", await FindAsync(new DeviceSecrets(TestService.Instance, own, service.Service.Credentials, client)));
        Assert.AreEqual(credential.DeviceAccessKeySecret, await FindAsync(new DeviceSecrets(TestService.Instance, other, service.Service.Credentials, null)));
        Assert.AreEqual(credential.DeviceAccessKeySecret, await FindAsync(new DeviceSecrets(TestService.Instance, null, null, client)));
        var e = await Assert.ThrowsExactlyAsync<ToolException>(() => FindAsync(new DeviceSecrets(TestService.Instance, other, null, null)));
        Assert.Contains($"the secret of {ClientId} is not known", e.Message);
    }

    private static Task<string> FindAsync(DeviceSecrets secrets) => secrets.FindAsync(ClientId, CancellationToken.None);
}
