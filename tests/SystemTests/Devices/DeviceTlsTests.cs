using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.SystemTests.Service;

namespace NanoMqttDevice.SystemTests.Devices;

[TestClass]
public sealed class DeviceTlsTests
{
    [TestMethod]
    public async Task The_device_logs_in_over_TLS_when_it_trusts_the_authority()
    {
        using var authority = MakeAuthority();
        using var certificate = MakeCertificate(authority);
        await using var service = await TestService.StartAsync(Options(certificate));
        using var root = X509CertificateLoader.LoadCertificate(authority.RawData);
        await using var device = new TestDevice(certificateAuthority: root);
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.TlsPort!.Value);
        settings.Tls = true;
        settings.Endpoint = "localhost";
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Online);
    }

    [TestMethod]
    public async Task A_certificate_of_an_unknown_authority_is_not_trusted()
    {
        using var authority = MakeAuthority();
        using var certificate = MakeCertificate(authority);
        await using var service = await TestService.StartAsync(Options(certificate));
        using var other = MakeAuthority();
        using var root = X509CertificateLoader.LoadCertificate(other.RawData);
        await using var device = new TestDevice(FixedRandom.Everything, root);
        var settings = TestDevice.Settings(service.Register("0001"), service.Service.TlsPort!.Value);
        settings.Tls = true;
        settings.Endpoint = "localhost";
        device.Start(settings);
        await device.ExpectAsync(SupervisorState.Waiting, OfflineCause.TlsFailed);
        Assert.AreEqual(0, service.Service.Counters.Accepted);
    }

    private static NanoMqttDevice.Service.ServiceOptions Options(X509Certificate2 certificate) =>
        TestService.Options with { TlsPort = 0, TlsCertificate = certificate };

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static X509Certificate2 MakeCertificate(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        using var withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
