using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoMqttDevice.Service;

/// <summary>
/// The certificate authority of one service, made on its first start: a P-256 key, small enough for a device to keep its certificate.
/// Beside a database it is kept in two files, <c>.ca-key.pem</c> (mode 600) and <c>.ca.pem</c>, the one to give to devices. Near its end
/// the certificate is made anew with the same key, so that what devices trust stays right until then.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const int SerialBytes = 16;

    private static readonly TimeSpan _validity = TimeSpan.FromDays(3650);
    private static readonly TimeSpan _renewBefore = TimeSpan.FromDays(400);

    // A device's clock may be behind.
    private static readonly TimeSpan _backdated = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly string? _certificatePath;
    private readonly ECDsa _key;
    private X509Certificate2 _certificate;

    private CertificateAuthority(TimeProvider time, string? certificatePath, ECDsa key, X509Certificate2? certificate)
    {
        _time = time;
        _certificatePath = certificatePath;
        _key = key;
        _certificate = certificate ?? MakeCertificate();
    }

    /// <summary>The certificate that clients trust.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem() + "\n";

    /// <summary>Where the authority of a database keeps its certificate.</summary>
    public static string CertificatePathOf(string databasePath) => databasePath + ".ca.pem";

    /// <summary>Reads the authority beside a database, or makes it.</summary>
    /// <param name="databasePath">The database; null keeps nothing.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ServiceStartException">A file cannot be read or written, or holds something else.</exception>
    public static CertificateAuthority Open(string? databasePath, TimeProvider time)
    {
        if (databasePath is null)
        {
            return new CertificateAuthority(time, null, ECDsa.Create(ECCurve.NamedCurves.nistP256), null);
        }

        var keyPath = databasePath + ".ca-key.pem";
        var certificatePath = CertificatePathOf(databasePath);

        try
        {
            var key = OpenKey(keyPath);
            var known = File.Exists(certificatePath) ? X509Certificate2.CreateFromPem(File.ReadAllText(certificatePath)) : null;
            return new CertificateAuthority(time, certificatePath, key, known);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ServiceStartException(
                $"Cannot use the certificate authority in {keyPath} and {certificatePath}: {exception.Message} "
                + "Restore both files, or remove both: a new authority is then made, and every device needs its certificate.",
                exception);
        }
    }

    /// <summary>Makes a server certificate for host names and IP addresses, with its key.</summary>
    public X509Certificate2 Issue(IReadOnlyList<string> names, DateTimeOffset notAfter)
    {
        var now = _time.GetUtcNow();

        if (now >= _certificate.NotAfter.ToUniversalTime() - _renewBefore)
        {
            _certificate = MakeCertificate();
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names[0]}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(Names(names));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));

        var generator = X509SignatureGenerator.CreateForECDsa(_key);
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        using var signed = request.Create(_certificate.SubjectName, generator, now - _backdated, notAfter, serial);
        using var withKey = signed.CopyWithPrivateKey(key);

        // Windows does not use a key that only lives in memory.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private static ECDsa OpenKey(string path)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        if (File.Exists(path))
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }

        // Whole or not there: a key cut short by a kill would be taken for a broken one at the next start.
        using (var file = PrivateFile.Open(path + ".new"))
        {
            file.SetLength(0);
            using var writer = new StreamWriter(file);
            writer.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path);
        return key;
    }

    private static X509Extension Names(IReadOnlyList<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();

        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    private X509Certificate2 MakeCertificate()
    {
        var request = new CertificateRequest("CN=NanoMqttDevice service CA", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = _time.GetUtcNow();
        var certificate = request.CreateSelfSigned(now - _backdated, now + _validity);

        if (_certificatePath is not null)
        {
            File.WriteAllText(_certificatePath + ".new", certificate.ExportCertificatePem() + "\n");
            File.Move(_certificatePath + ".new", _certificatePath, overwrite: true);
        }

        return certificate;
    }
}
