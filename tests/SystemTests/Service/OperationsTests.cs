using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>What the operator looks at.</summary>
[TestClass]
public sealed class OperationsTests
{
    private static readonly ServiceOptions _options = TestService.Options with { HttpPort = 0 };

    [TestMethod]
    public async Task Trace_tells_the_last_connects_refusals_subscriptions_and_disconnects_in_the_vendors_words()
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = AuthenticationEndpointTests.Open(test);
        var credential = test.Register("0001");
        Assert.AreEqual(5, await test.LoginAsync(credential with { DeviceAccessKeySecret = "wrong" }));
        using var client = await test.ConnectRawAsync("0001");
        await client.SendAsync(RawClient.Packet(0x82, RawClient.Number(1), RawClient.Text("sensors/a"), [0]));
        await client.ExpectAsync(0x90);
        await client.SendAsync(RawClient.Packet(0x82, RawClient.Number(2), RawClient.Text("unknown/a"), [0]));
        await client.ExpectCloseAsync();
        await test.ExpectTraceAsync(credential.ClientId, TraceActions.Disconnect, TraceReasons.ResourceAuthFailed);

        var entries = await EntriesAsync(http, $"?clientId={Uri.EscapeDataString(credential.ClientId)}");

        CollectionAssert.IsSubsetOf(
            (string[])
            [
                "refuse: not authorized", "connect: accepted", "subscribe: accepted", "disconnect: resource auth failed",
            ],
            entries.Select(entry => $"{entry.GetProperty("action")}: {entry.GetProperty("reason")}").ToArray());
        Assert.IsTrue(entries[0].GetProperty("time").TryGetDateTimeOffset(out _));
        Assert.IsNotEmpty(entries[0].GetProperty("detail").GetString()!);
        Assert.HasCount(1, await EntriesAsync(http, "?action=refuse"));
        Assert.HasCount(2, await EntriesAsync(http, "?limit=2"));
        Assert.IsEmpty(await EntriesAsync(http, "?clientId=nobody"));
    }

    [TestMethod]
    public async Task Metrics_are_in_the_text_form_of_Prometheus()
    {
        await using var test = await TestService.StartAsync(_options);
        using var http = AuthenticationEndpointTests.Open(test);
        using var client = await test.ConnectRawAsync("0001");
        await test.LoginAsync("GID_Test@@@none", "x", "y");

        using var reply = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
        var text = await reply.Content.ReadAsStringAsync();

        Assert.AreEqual("text/plain; version=0.0.4; charset=utf-8", reply.Content.Headers.ContentType!.ToString());
        Assert.Contains("nanomqtt_connections 1\n", text);
        Assert.Contains("nanomqtt_logins_accepted_total 1\n", text);
        Assert.Contains("nanomqtt_logins_refused_total{reason=\"not authorized\"} 1\n", text);

        // Each line is a comment or a sample, each sample has its TYPE before it.
        var types = new HashSet<string>();

        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Regex.Match(line, "^# TYPE ([a-z0-9_]+) (counter|gauge)$") is { Success: true } type)
            {
                Assert.IsTrue(types.Add(type.Groups[1].Value), line);
            }
            else if (!Regex.IsMatch(line, "^# HELP [a-z0-9_]+ .+$"))
            {
                var sample = Regex.Match(line, "^([a-z0-9_]+)(\\{[a-z]+=\"[^\"\\\\]*\"\\})? [0-9]+$");
                Assert.IsTrue(sample.Success, line);
                Assert.Contains(sample.Groups[1].Value, types);
            }
        }
    }

    [TestMethod]
    public async Task Health_is_up_and_down_with_the_database()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(_options, time);
        using var http = AuthenticationEndpointTests.Open(test);

        const string Up = """{"status":"up","listening":"up","database":"up","disk":"up","memory":"up"}""";
        Assert.AreEqual(Up, await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.AreEqual(Up, await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative)));
        test.Service.Credentials.Dispose();

        // What was found is good for a second.
        time.Advance(TimeSpan.FromSeconds(1));
        using var down = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.AreEqual(
            """{"status":"down","listening":"up","database":"down","disk":"up","memory":"up"}""", await down.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task HTTP_listens_on_this_machine_only_and_is_gone_when_the_service_stops()
    {
        int port;

        await using (var test = await TestService.StartAsync(_options))
        {
            port = test.Service.HttpPort!.Value;
            using var elsewhere = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsExactlyAsync<SocketException>(() => elsewhere.ConnectAsync(IPAddress.Parse("127.0.0.2"), port));
        }

        using var again = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsExactlyAsync<SocketException>(() => again.ConnectAsync(IPAddress.Loopback, port));
    }

    [TestMethod]
    public async Task HTTPS_shows_the_certificate_of_the_services_authority()
    {
        await using var test = await TestService.StartAsync(TestService.Options with { HttpsPort = 0 });
        string? issuer = null;
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => (issuer = certificate?.Issuer) is not null,
        };
        using var http = new HttpClient(handler);

        using var reply = await http.GetAsync(new Uri($"https://127.0.0.1:{test.Service.HttpsPort}/health"));

        Assert.AreEqual(HttpStatusCode.OK, reply.StatusCode);
        using var authority = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(test.Service.CertificateAuthorityPem);
        Assert.AreEqual(authority.Subject, issuer);
        Assert.IsNull(test.Service.HttpPort);
    }

    private static async Task<JsonElement[]> EntriesAsync(HttpClient http, string query)
    {
        var text = await http.GetStringAsync(new Uri($"/trace{query}", UriKind.Relative));
        return [.. JsonDocument.Parse(text).RootElement.GetProperty("entries").EnumerateArray()];
    }
}
