using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Tool.Provisioning;

namespace NanoMqttDevice.Tool.Doctor;

/// <summary>Does the service let the credential in?</summary>
internal static class LoginCheck
{
    private const string Name = "login";

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(15);

    /// <summary>Logs in as the device would, and out again.</summary>
    /// <param name="settings">Its endpoint and login.</param>
    /// <param name="authorities">What a device trusts; null without TLS.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The finding.</returns>
    public static async Task<Finding> RunAsync(ConnectSettings settings, X509Certificate2Collection? authorities, CancellationToken cancellationToken)
    {
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithTcpServer(settings.Endpoint, settings.Port)
            .WithClientId(settings.ClientId)
            .WithCredentials(settings.Login.UserName, settings.Login.Password)
            .WithTimeout(_limit);
        if (authorities is not null)
        {
            builder.WithTlsOptions(t => t.UseTls().WithTargetHost(settings.Endpoint).WithRevocationMode(X509RevocationMode.NoCheck).WithTrustChain(authorities));
        }

        using var client = new MqttClientFactory().CreateMqttClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        try
        {
            var result = await client.ConnectAsync(builder.Build(), limit.Token).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                return Finding.Failed(Name, $"{settings.ClientId} is refused ({result.ResultCode}): {OfflineText.Explain("refused", CodeOf(result.ResultCode))}");
            }

            await client.DisconnectAsync(cancellationToken: CancellationToken.None).ConfigureAwait(false);
            return Finding.Ok(Name, $"{settings.ClientId} is let in; a device with this client ID that was online comes back by itself");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Failed(Name, $"the service does not answer the login within {_limit.TotalSeconds:0} s");
        }
        catch (MqttCommunicationException e)
        {
            return Finding.Failed(Name, $"the connection ends during the login ({e.Message}); see the checks above");
        }
    }

    // MQTTnet speaks of MQTT 5's codes, the service of MQTT 3.1.1's.
    private static string CodeOf(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.UnsupportedProtocolVersion => "1",
        MqttClientConnectResultCode.ClientIdentifierNotValid => "2",
        MqttClientConnectResultCode.ServerUnavailable => "3",
        _ => "5",
    };
}
