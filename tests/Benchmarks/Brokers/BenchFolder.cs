using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.Benchmarks.Brokers;

/// <summary>What both brokers and their clients share: logins, an authority and a certificate (P-256), in a folder that ends with the run.</summary>
internal sealed class BenchFolder : IDisposable
{
    public const string Instance = "mqtt-demo";
    public const string Group = "GID_Demo";
    public const string Parent = "demo";

    private readonly string _folder = Directory.CreateTempSubdirectory("nanomqtt-brokers-").FullName;

    public BenchFolder(int clients)
    {
        MakeCertificates();
        Logins = Register(clients);
        File.WriteAllLines(Clients, ["clientId,userName,password", .. Logins.Select(l => $"{l.ClientId},{l.UserName},{l.Password}")]);
        File.WriteAllLines(Passwords, Logins.Select(l => $"{l.UserName}:{l.Password}"));
        BenchProcess.RunToEnd("mosquitto_passwd", "-U", Passwords);

        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in (string[])[Clients, Key])
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    public IReadOnlyList<BenchLogin> Logins { get; }

    public string Database => PathOf("service.db");

    public string Clients => PathOf("clients.csv");

    public string Passwords => PathOf("passwords");

    public string Authority => PathOf("ca.pem");

    public string Certificate => PathOf("certificate.pem");

    public string Key => PathOf("key.pem");

    public string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private List<BenchLogin> Register(int count)
    {
        using var store = CredentialStore.Open(new ServiceOptions { InstanceIds = [Instance], GroupIds = [Group], ParentTopics = [Parent], DatabasePath = Database });
        return
        [
            .. Enumerable.Range(1, count).Select(number => store.Register(Instance, $"{Group}@@@{number:00000}")).Select(credential => new BenchLogin(
                credential.ClientId,
                $"DeviceCredential|{credential.DeviceAccessKeyId}|{Instance}",
                LoginSignature.Compute(credential.DeviceAccessKeySecret, credential.ClientId))),
        ];
    }

    private void MakeCertificates()
    {
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=bench authority", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var issuer = authority.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(issuer, from, until, [1, 2, 3, 4]);
        File.WriteAllText(Authority, issuer.ExportCertificatePem());
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
    }
}
