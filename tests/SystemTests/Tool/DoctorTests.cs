using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using NanoMqttDevice.Simulator;
using NanoMqttDevice.SystemTests.Devices;
using NanoMqttDevice.SystemTests.Service;
using NanoMqttDevice.Tool.Doctor;

namespace NanoMqttDevice.SystemTests.Tool;

[TestClass]
public sealed class DoctorTests
{
    [TestMethod]
    public async Task A_healthy_bench_is_ok_in_every_line_and_the_login_is_tried()
    {
        using var bench = new FlashBench();
        await using var service = await TestService.StartAsync();
        var credential = service.Register("0001");
        using var time = new TimeServer(TimeSpan.Zero);
        var run = await ToolRun.StartAsync(credential.DeviceAccessKeySecret, bench.StartInfoOf(
            "doctor", "--ntp", time.Name, "--endpoint", "localhost", "--mqtt-port", $"{service.Service.Port}", "--tls", "off", "--mode", "DeviceCredential",
            "--instance", credential.InstanceId, "--client-id", credential.ClientId, "--access-key-id", credential.DeviceAccessKeyId,
            "--parent-topic", "top", "--secret-file", "-"));
        Assert.AreEqual(0, run.ExitCode, run.Output + run.Error);
        Assert.Contains("ok      nanoff       2.5.162", run.Output);
        Assert.Contains("ok      clock        right to 1 s", run.Output);
        Assert.Contains("ok      name         localhost is ", run.Output);
        Assert.Contains("ok      connection   ", run.Output);
        Assert.Contains("ok      login        GID_Test@@@0001 is let in", run.Output);
        Assert.DoesNotContain(credential.DeviceAccessKeySecret, run.Output + run.Error);
    }

    [TestMethod]
    public async Task A_wrong_secret_and_a_missing_nanoff_fail_with_what_to_do()
    {
        using var bench = new FlashBench();
        File.Delete(bench.Nanoff);
        await using var service = await TestService.StartAsync();
        var credential = service.Register("0001");
        var start = bench.StartInfoOf(
            "doctor", "--ntp", "127.0.0.1:1", "--endpoint", "127.0.0.1", "--mqtt-port", $"{service.Service.Port}", "--tls", "off", "--mode", "DeviceCredential",
            "--instance", credential.InstanceId, "--client-id", credential.ClientId, "--access-key-id", credential.DeviceAccessKeyId,
            "--parent-topic", "top", "--secret-file", "-", "--json", "--port", bench.PathOf("ttyUSB9"));
        start.Environment["PATH"] = bench.PathOf("tmp");
        var run = await ToolRun.StartAsync("TopSecret", start);
        Assert.AreEqual(1, run.ExitCode, run.Error);
        Assert.Contains("\"check\":\"port\",\"verdict\":\"failed\"", run.Output);
        Assert.Contains("\"check\":\"nanoff\",\"verdict\":\"warning\",\"text\":\"nanoff is not installed; install it with: dotnet tool install -g nanoff", run.Output);
        Assert.Contains("\"check\":\"clock\",\"verdict\":\"warning\"", run.Output);
        Assert.Contains("\"check\":\"login\",\"verdict\":\"failed\",\"text\":\"GID_Test@@@0001 is refused (NotAuthorized): the credential is not valid", run.Output);
        Assert.DoesNotContain("TopSecret", run.Output + run.Error);
    }

    [TestMethod]
    public async Task Who_does_not_flash_needs_no_nanoff()
    {
        if (!PseudoTerminal.IsSupported)
        {
            Assert.Inconclusive("a simulated serial port needs Linux");
        }

        using var terminal = new PseudoTerminal();
        using var bench = new FlashBench();
        File.Delete(bench.Nanoff);
        var start = bench.StartInfoOf("doctor", "--ntp", "127.0.0.1:1", "--port", terminal.PortName);
        start.Environment["PATH"] = bench.PathOf("tmp");
        var run = await ToolRun.StartAsync("", start);
        Assert.Contains("nanoff is not installed", run.Output);
        Assert.Contains("only flashing needs it", run.Output);
        Assert.AreEqual(0, run.ExitCode, run.Output);
    }

    [TestMethod]
    public async Task A_certificate_is_judged_by_the_devices_authorities_and_by_the_name()
    {
        using var authority = TestAuthority.Make();
        using var certificate = TestAuthority.MakeCertificate(authority);
        await using var service = await TestService.StartAsync(TestService.Options with { TlsPort = 0, TlsCertificate = certificate });
        var port = service.Service.TlsPort!.Value;
        var findings = await RunAsync(authority, DateTimeOffset.UtcNow);
        Assert.AreEqual(Verdict.Warning, findings[^1].Verdict, findings[^1].Text);
        Assert.Contains("localhost, issued by Test authority, valid until ", findings[^1].Text);
        Assert.Contains("less than 14 days", findings[^1].Text);

        findings = await RunAsync(authority, DateTimeOffset.UtcNow.AddDays(3));
        Assert.AreEqual(Verdict.Failed, findings[^1].Verdict);
        Assert.Contains("and not today", findings[^1].Text);

        using var other = TestAuthority.Make();
        findings = await RunAsync(other, DateTimeOffset.UtcNow);
        Assert.AreEqual(Verdict.Failed, findings[^1].Verdict);
        Assert.Contains("leads to none of the authorities that the device trusts; its issuer is CN=Test authority", findings[^1].Text);

        Task<IReadOnlyList<Finding>> RunAsync(X509Certificate2 root, DateTimeOffset now) =>
            new EndpointCheck("localhost", port, [root], now).RunAsync(CancellationToken.None);
    }

    [TestMethod]
    public async Task A_port_without_TLS_and_one_that_nobody_listens_on_are_told()
    {
        using var authority = TestAuthority.Make();
        await using var service = await TestService.StartAsync();
        var findings = await new EndpointCheck("localhost", service.Service.Port, [authority], DateTimeOffset.UtcNow).RunAsync(CancellationToken.None);
        Assert.AreEqual("certificate", findings[^1].Check);
        Assert.AreEqual(Verdict.Failed, findings[^1].Verdict);
        findings = await new EndpointCheck("localhost", 1, null, DateTimeOffset.UtcNow).RunAsync(CancellationToken.None);
        Assert.Contains("localhost does not take connections on port 1", findings[^1].Text);
        findings = await new EndpointCheck("no-such-name.invalid", 1, null, DateTimeOffset.UtcNow).RunAsync(CancellationToken.None);
        Assert.Contains("no-such-name.invalid is not known", findings[^1].Text);
    }

    [TestMethod]
    public async Task A_clock_that_is_wrong_is_told_by_how_much()
    {
        using var time = new TimeServer(TimeSpan.FromHours(26));
        var finding = await ClockCheck.RunAsync(time.Name, TimeProvider.System, CancellationToken.None);
        Assert.AreEqual(Verdict.Failed, finding.Verdict);
        Assert.MatchesRegex("this machine is 1\\.(01:59:5\\d|02:00:00) behind", finding.Text);
    }

    // Answers one question with the time, so much ahead.
    private sealed class TimeServer : IDisposable
    {
        private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));

        public TimeServer(TimeSpan ahead)
        {
            Name = $"127.0.0.1:{((IPEndPoint)_client.Client.LocalEndPoint!).Port}";
            _ = AnswerAsync(ahead);
        }

        public string Name { get; }

        public void Dispose() => _client.Dispose();

        private async Task AnswerAsync(TimeSpan ahead)
        {
            var question = await _client.ReceiveAsync();
            Assert.HasCount(48, question.Buffer);
            var answer = new byte[48];
            var seconds = (DateTimeOffset.UtcNow + ahead - new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds;
            BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(40), (uint)(long)seconds);
            await _client.SendAsync(answer, question.RemoteEndPoint);
        }
    }
}
