using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace NanoMqttDevice.Service;

/// <summary>
/// The certificate the service shows: a given one, or one of its own authority, made when the service starts and again before it
/// expires.
/// </summary>
internal sealed class TlsIdentity : IDisposable
{
    // The longest that browsers and their like accept.
    private static readonly TimeSpan _validity = TimeSpan.FromDays(397);
    private static readonly TimeSpan _renewBefore = TimeSpan.FromDays(30);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly CertificateAuthority? _authority;
    private readonly IReadOnlyList<string> _names;
    private SslStreamCertificateContext? _current;
    private DateTimeOffset _renewAt = DateTimeOffset.MaxValue;

    private TlsIdentity(TimeProvider time, CertificateAuthority? authority, IReadOnlyList<string> names)
    {
        _time = time;
        _authority = authority;
        _names = names;
    }

    /// <summary>What a client is given to trust, PEM; null when the certificate was given.</summary>
    public string? AuthorityPem => _authority?.CertificatePem;

    /// <summary>The certificate for the next handshake.</summary>
    public SslStreamCertificateContext Current
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetUtcNow() >= _renewAt)
                {
                    Renew();
                }

                return _current!;
            }
        }
    }

    /// <exception cref="ServiceStartException">The authority's files cannot be read or written.</exception>
    public static TlsIdentity Open(ServiceOptions options, TimeProvider time)
    {
        if (options.TlsCertificate is { } given)
        {
            return new TlsIdentity(time, null, []) { _current = SslStreamCertificateContext.Create(given, null, offline: true) };
        }

        var names = options.TlsNames.Append(options.ListenAddress).Append("localhost").Append("127.0.0.1").Append("::1");
        var authority = CertificateAuthority.Open(options.DatabasePath ?? options.SessionDatabasePath, time);
        var identity = new TlsIdentity(time, authority, [.. names.Distinct(StringComparer.OrdinalIgnoreCase)]);
        identity.Renew();
        return identity;
    }

    /// <summary>TLS 1.2 is documented, 1.3 was observed; no client certificate is asked for.</summary>
    public SslServerAuthenticationOptions ServerOptions() => new()
    {
        ServerCertificateContext = Current,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };

    public void Dispose() => _authority?.Dispose();

    private void Renew()
    {
        var now = _time.GetUtcNow();
        var certificate = _authority!.Issue(_names, now + _validity);
        var root = X509Certificate2.CreateFromPem(_authority.CertificatePem);

        // Handshakes under way still use the old one: it is left to the collector.
        _current = SslStreamCertificateContext.Create(certificate, new X509Certificate2Collection(root), offline: true);
        _renewAt = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()) - _renewBefore;
    }
}
