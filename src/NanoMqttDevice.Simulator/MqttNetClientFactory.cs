using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using NanoMqttDevice.Platform;
using IMqttClient = nanoFramework.M2Mqtt.IMqttClient;

namespace NanoMqttDevice.Simulator;

/// <summary>Makes clients through MQTTnet. Where there is no link there is no network, whatever the PC has.</summary>
/// <param name="link">The link.</param>
/// <param name="certificateAuthority">The root that TLS trusts, or null for those of the PC.</param>
/// <param name="passed">Told each message, on the thread that it is on; null for nobody.</param>
public sealed class MqttNetClientFactory(INetworkLink link, X509Certificate2? certificateAuthority, Action<DeviceMessage>? passed = null) : IMqttClientFactory
{
    // M2Mqtt waits as long for a CONNACK.
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    /// <exception cref="SocketException">The name is not known, or there is no network.</exception>
    public IMqttClient Create(string endpoint, int port, bool tls)
    {
        if (!link.IsUp)
        {
            throw new SocketException((int)SocketError.NetworkDown);
        }

        var address = Dns.GetHostAddresses(endpoint)[0];
        var options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithEndPoint(new IPEndPoint(address, port))
            .WithTimeout(_timeout);
        if (tls)
        {
            // Server name and certificate go by the name, as on the device, not by the address.
            options.WithTlsOptions(t =>
            {
                t.UseTls().WithTargetHost(endpoint).WithRevocationMode(X509RevocationMode.NoCheck);
                if (certificateAuthority is not null)
                {
                    t.WithTrustChain([certificateAuthority]);
                }
            });
        }

        return new MqttNetClient(options.Build(), passed);
    }

    /// <inheritdoc/>
    public ConnectFailure Explain(Exception exception, bool tls) =>
        exception is MqttCommunicationException { InnerException: AuthenticationException } ? ConnectFailure.Tls : ConnectFailure.Unknown;
}
