using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class TlsAuthorityTests
{
    private string _folder = string.Empty;

    private ServiceOptions Options => TestService.Options with { DatabasePath = DatabasePath, TlsPort = 0 };

    private string DatabasePath => Path.Combine(_folder, "service.db");

    [TestInitialize]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("service").FullName;

    [TestCleanup]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow(SslProtocols.Tls12)]
    [DataRow(SslProtocols.Tls13)]
    public async Task A_client_that_trusts_the_exported_authority_verifies_the_service_and_logs_in(SslProtocols protocol)
    {
        await using var test = await TestService.StartAsync(Options with { TlsNames = ["broker.example", "192.0.2.7"] });
        var authority = await File.ReadAllTextAsync(DatabasePath + ".ca.pem");
        Assert.AreEqual(test.Service.CertificateAuthorityPem, authority);

        foreach (var name in (string[])["localhost", "127.0.0.1", "broker.example", "192.0.2.7"])
        {
            await using var tls = await OpenAsync(test, authority, name, protocol);
            await tls.WriteAsync(TestService.ConnectPacket(test.Register("0001")));
            var connAck = new byte[4];
            await tls.ReadExactlyAsync(connAck);
            CollectionAssert.AreEqual((byte[])[0x20, 2, 0, 0], connAck);
        }

        await Assert.ThrowsAsync<AuthenticationException>(() => OpenAsync(test, authority, "other.example", protocol));
    }

    [TestMethod]
    public async Task The_authority_is_made_once_and_its_key_is_for_its_owner_alone()
    {
        string first;

        await using (var test = await TestService.StartAsync(Options))
        {
            first = test.Service.CertificateAuthorityPem!;
        }

        var key = await File.ReadAllTextAsync(DatabasePath + ".ca-key.pem");
        Assert.Contains("PRIVATE KEY", key);
        Assert.DoesNotContain("PRIVATE KEY", first);

        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DatabasePath + ".ca-key.pem"));
        }

        await using var again = await TestService.StartAsync(Options);
        Assert.AreEqual(first, again.Service.CertificateAuthorityPem);
        Assert.AreEqual(key, await File.ReadAllTextAsync(DatabasePath + ".ca-key.pem"));
        await using var tls = await OpenAsync(again, first, "localhost", SslProtocols.None);
    }

    [TestMethod]
    public async Task Near_its_end_the_service_certificate_is_made_anew_while_the_service_runs()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(Options, time);
        var before = await CertificateAsync(test);
        Assert.AreEqual(before.SerialNumber, (await CertificateAsync(test)).SerialNumber);

        time.Advance(TimeSpan.FromDays(367));

        var after = await CertificateAsync(test);
        Assert.AreNotEqual(before.SerialNumber, after.SerialNumber);
        Assert.IsGreaterThan(before.NotAfter, after.NotAfter);
    }

    [TestMethod]
    public async Task Near_its_end_the_authority_is_made_anew_with_the_same_key_so_that_devices_still_trust_it()
    {
        var time = new ManualTime();
        string old;

        await using (var test = await TestService.StartAsync(Options, time))
        {
            old = test.Service.CertificateAuthorityPem!;
        }

        time.Advance(TimeSpan.FromDays(3650 - 399));

        await using (var test = await TestService.StartAsync(Options, time))
        {
            Assert.AreNotEqual(old, test.Service.CertificateAuthorityPem);
            using var before = X509Certificate2.CreateFromPem(old);
            using var after = X509Certificate2.CreateFromPem(test.Service.CertificateAuthorityPem);
            CollectionAssert.AreEqual(before.GetPublicKey(), after.GetPublicKey());
            Assert.AreEqual(test.Service.CertificateAuthorityPem, await File.ReadAllTextAsync(DatabasePath + ".ca.pem"));
            Assert.IsTrue(IsIssuedBy(await CertificateAsync(test), before, time.GetUtcNow()));
        }
    }

    [TestMethod]
    public async Task A_broken_key_of_the_authority_is_named_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(DatabasePath + ".ca-key.pem", "broken");

        var exception = await Assert.ThrowsExactlyAsync<ServiceStartException>(() => MqttService.StartAsync(Options));

        Assert.Contains(".ca-key.pem", exception.Message);
        Assert.AreEqual("broken", await File.ReadAllTextAsync(DatabasePath + ".ca-key.pem"));
    }

    [TestMethod]
    public async Task A_given_certificate_is_shown_and_no_authority_made()
    {
        using var given = StartTests.MakeCertificate();
        var options = Options with { TlsCertificate = given };
        await using var test = await TestService.StartAsync(options);

        Assert.AreEqual(given.SerialNumber, (await CertificateAsync(test)).SerialNumber);
        Assert.IsNull(test.Service.CertificateAuthorityPem);
        Assert.IsEmpty(Directory.GetFiles(_folder, "*.pem"));
    }

    /// <summary>Whether a certificate was made by an authority, whatever its names.</summary>
    internal static bool IsIssuedBy(X509Certificate? certificate, X509Certificate2 authority, DateTimeOffset? at = null)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = (at ?? DateTimeOffset.UtcNow).UtcDateTime;
        using var copy = new X509Certificate2(certificate!);
        return chain.Build(copy);
    }

    private static async Task<SslStream> OpenAsync(TestService test, string authorityPem, string name, SslProtocols protocol)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, test.Service.TlsPort!.Value);
        var tls = new SslStream(client.GetStream());
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authorityPem));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = name,
            EnabledSslProtocols = protocol,
            CertificateChainPolicy = policy,
        });
        return tls;
    }

    private static async Task<X509Certificate2> CertificateAsync(TestService test)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, test.Service.TlsPort!.Value);
        X509Certificate2? shown = null;
        await using var tls = new SslStream(client.GetStream(), false, (_, certificate, _, _) =>
        {
            shown = certificate is null ? null : new X509Certificate2(certificate);
            return shown is not null;
        });
        await tls.AuthenticateAsClientAsync("localhost");
        return shown!;
    }
}
