using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Load;

/// <summary>A broker whose name was resolved once, so that ten thousand logins measure the broker and not the resolver.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="TlsName">The name in its certificate; null without TLS.</param>
/// <param name="Authority">The certificate authority to trust; null for the system's.</param>
internal sealed record BrokerAddress(IPEndPoint EndPoint, string? TlsName, X509Certificate2? Authority)
{
    /// <summary>Resolves a name.</summary>
    /// <param name="target">Where the broker is.</param>
    /// <param name="authority">The certificate authority to trust; null for the system's.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The first address.</returns>
    /// <exception cref="ToolException">The name is not known.</exception>
    public static async Task<BrokerAddress> ResolveAsync(MqttTarget target, X509Certificate2? authority, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(target.Host, cancellationToken).ConfigureAwait(false);
            return new BrokerAddress(new IPEndPoint(addresses[0], target.Port), target.IsTls ? target.Host : null, authority);
        }
        catch (SocketException e)
        {
            throw new ToolException(ExitCodes.NotReached, $"{target.Host}: {e.Message}");
        }
    }
}
