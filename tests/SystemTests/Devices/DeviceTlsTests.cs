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
        using var authority = TestAuthority.Make();
        using var certificate = TestAuthority.MakeCertificate(authority);
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
        using var authority = TestAuthority.Make();
        using var certificate = TestAuthority.MakeCertificate(authority);
        await using var service = await TestService.StartAsync(Options(certificate));
        using var other = TestAuthority.Make();
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
}
