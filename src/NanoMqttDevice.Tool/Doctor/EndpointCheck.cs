using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoMqttDevice.Tool.Doctor;

/// <summary>Is the endpoint's name known, does it take connections, and would a device accept its certificate?</summary>
/// <param name="host">Its name.</param>
/// <param name="port">Its port.</param>
/// <param name="authorities">What a device trusts; null without TLS.</param>
/// <param name="now">The time.</param>
internal sealed class EndpointCheck(string host, int port, X509Certificate2Collection? authorities, DateTimeOffset now)
{
    private const string Dns = "name";
    private const string Tcp = "connection";
    private const string Tls = "certificate";
    private const int FewDays = 14;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(10);

    private X509Certificate2? _certificate;
    private string? _fault;

    /// <summary>Looks.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The findings up to the first failure.</returns>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_limit);
        var findings = new List<Finding>();
        try
        {
            var addresses = await System.Net.Dns.GetHostAddressesAsync(host, limit.Token).ConfigureAwait(false);
            findings.Add(Finding.Ok(Dns, $"{host} is {string.Join(", ", addresses.Select(a => a.ToString()))}"));
            using var client = new TcpClient();
            await client.ConnectAsync(addresses, port, limit.Token).ConfigureAwait(false);
            findings.Add(Finding.Ok(Tcp, $"{host} takes connections on port {port}"));
            if (authorities is not null)
            {
                findings.Add(await CheckCertificateAsync(client, limit.Token).ConfigureAwait(false));
            }
        }
        catch (SocketException e) when (findings.Count == 0)
        {
            findings.Add(Finding.Failed(Dns, $"{host} is not known ({e.Message}); look at --endpoint, {{instanceId}}.mqtt.aliyuncs.com, and at this machine's DNS"));
        }
        catch (SocketException e)
        {
            findings.Add(Finding.Failed(Tcp, $"{host} does not take connections on port {port} ({e.Message}); look at --mqtt-port and at firewalls"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string[] checks = [Dns, Tcp, Tls];
            findings.Add(Finding.Failed(checks[findings.Count], $"{host} does not answer within {_limit.TotalSeconds:0} s; look at --mqtt-port, --tls and at firewalls"));
        }

        return findings;
    }

    private async Task<Finding> CheckCertificateAsync(TcpClient client, CancellationToken cancellationToken)
    {
        await using var stream = new SslStream(client.GetStream());
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = host,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Judge(certificate, chain, errors),
            };
            await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException e)
        {
            return Finding.Failed(Tls, _fault ?? $"no TLS with {host} on port {port} ({e.Message}); is 8883 meant?");
        }
        catch (IOException e)
        {
            return Finding.Failed(Tls, $"{host} ends the connection when TLS begins ({e.Message}); is that a port without TLS?");
        }

        using var certificate = _certificate!;
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime());
        var text = $"{certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}, issued by "
            + $"{certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}, valid until {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return end - now < TimeSpan.FromDays(FewDays)
            ? Finding.Warning(Tls, $"{text}: less than {FewDays} days; the service must get a new one")
            : Finding.Ok(Tls, text);
    }

    // As a device does it: the name, and a chain to one of its own authorities; the system's own count for nothing.
    private bool Judge(X509Certificate? given, X509Chain? sent, SslPolicyErrors errors)
    {
        if (given is null)
        {
            _fault = $"{host} shows no certificate";
            return false;
        }

        _certificate = X509CertificateLoader.LoadCertificate(given.GetRawCertData());
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            _fault = $"the certificate is for {_certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)}, not for {host}; look at --endpoint";
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        foreach (var element in sent?.ChainElements.AsEnumerable() ?? [])
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        if (chain.Build(_certificate))
        {
            return true;
        }

        var status = chain.ChainStatus.Select(s => s.Status).ToList();
        _fault = status.Contains(X509ChainStatusFlags.NotTimeValid)
            ? $"the certificate, or one above it, is valid from {_certificate.NotBefore:yyyy-MM-dd} to {_certificate.NotAfter:yyyy-MM-dd} and not today; "
                + "is this machine's clock right? Otherwise the service must get a new one"
            : $"the certificate leads to none of the authorities that the device trusts; its issuer is {_certificate.Issuer}. "
                + "Put its root into a file, check it with --ca and write it to the device with 'nanomqtt flash --no-update --ca'";
        return false;
    }
}
