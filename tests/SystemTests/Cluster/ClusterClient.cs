using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>Logins at the cluster, by an ordinary library.</summary>
internal static class ClusterClient
{
    public static MqttClientOptions Options(int port, string clientId, string userName, string password, bool isClean = true) =>
        new MqttClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithCleanSession(isClean)
            .WithTimeout(TimeSpan.FromSeconds(30))
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
            .WithClientId(clientId)
            .WithCredentials(userName, password)
            .Build();

    public static MqttClientOptions Options(int port, DeviceCredential credential, bool isClean = true) =>
        Options(port, credential.ClientId, TestService.UserName(credential), TestService.Password(credential), isClean);

    /// <summary>A client of the account, as a back end.</summary>
    public static MqttClientOptions OptionsOfAccount(int port, string clientId, bool isClean = true) =>
        Options(
            port, clientId, $"Signature|{ApiClient.AccessKeyId}|{TestService.Instance}", LoginSignature.Compute(TestService.AccountSecret, clientId), isClean);

    public static MqttClientOptions OptionsOfToken(int port, string clientId, string password) =>
        Options(port, clientId, $"Token|{ApiClient.AccessKeyId}|{TestService.Instance}", password);

    public static async Task<LibraryClient> ConnectAsync(MqttClientOptions options)
    {
        var client = new LibraryClient();

        try
        {
            var result = await client.ConnectAsync(options);
            Assert.AreEqual(MqttClientConnectResultCode.Success, result.ResultCode, options.ClientId);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Fails unless the login is refused, by a CONNACK of 4 or 5.</summary>
    public static async Task ExpectRefusedAsync(MqttClientOptions options)
    {
        using var client = new LibraryClient();
        var result = await client.ConnectAsync(options);
        Assert.Contains(
            result.ResultCode, (MqttClientConnectResultCode[])[MqttClientConnectResultCode.BadUserNameOrPassword, MqttClientConnectResultCode.NotAuthorized]);
    }

    /// <summary>Fails unless the broker ends the connection, or refuses, for what is done with it.</summary>
    public static async Task ExpectEndedAsync(MqttClientOptions options, Func<LibraryClient, Task> act)
    {
        using var client = await ConnectAsync(options);

        try
        {
            await act(client);
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientDisconnectedException or OperationCanceledException)
        {
            return;
        }

        await Patiently.HoldsAsync(() => !client.IsConnected, "the broker ends the connection");
    }
}
