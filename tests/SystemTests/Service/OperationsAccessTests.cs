using System.Net;
using System.Net.Sockets;
using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Who may see what the operator looks at, and by which paths.</summary>
[TestClass]
public sealed class OperationsAccessTests
{
    [TestMethod]
    [DataRow("/trace", 200)]
    [DataRow("/metrics", 200)]
    [DataRow("/health", 200)]
    [DataRow("/health/ready", 200)]
    [DataRow("/trace?limit=1", 200)]
    [DataRow("/TRACE", 404)]
    [DataRow("/trace/", 404)]
    [DataRow("//trace", 404)]
    [DataRow("/%74race", 404)]
    [DataRow("/%2e%2e/trace", 404)]
    [DataRow("/../trace", 404)]
    [DataRow("/x/../trace", 404)]
    [DataRow("/./trace", 404)]
    [DataRow("/Metrics", 404)]
    [DataRow("/health/", 404)]
    [DataRow("/health/Ready", 404)]
    [DataRow("http://127.0.0.1/trace", 200)]
    [DataRow("http://127.0.0.1/TRACE", 404)]
    public async Task A_path_is_answered_as_it_is_written_and_no_other(string target, int status)
    {
        await using var test = await TestService.StartAsync(TestService.Options with { HttpPort = 0 });

        Assert.AreEqual(status, await GetAsync(test.Service.HttpPort!.Value, target));
    }

    [TestMethod]
    [DataRow("/trace")]
    [DataRow("/metrics")]
    public async Task Where_a_secret_was_agreed_it_is_asked_for(string path)
    {
        await using var test = await TestService.StartAsync(TestService.Options with { HttpPort = 0, OperationsSecret = "agreed" });
        var port = test.Service.HttpPort!.Value;

        Assert.AreEqual(401, await GetAsync(port, path));
        Assert.AreEqual(401, await GetAsync(port, path, "Bearer agreed2"));
        Assert.AreEqual(401, await GetAsync(port, path, "agreed"));
        Assert.AreEqual(200, await GetAsync(port, path, "Bearer agreed"));
        Assert.AreEqual(200, await GetAsync(port, "/health"));
    }

    [TestMethod]
    public async Task Where_others_reach_HTTP_trace_and_metrics_are_for_nobody_without_a_secret()
    {
        await using var test = await TestService.StartAsync(TestService.Options with { HttpPort = 0, HttpListenAddress = "0.0.0.0" });
        var port = test.Service.HttpPort!.Value;

        Assert.AreEqual(401, await GetAsync(port, "/trace"));
        Assert.AreEqual(401, await GetAsync(port, "/metrics"));
        Assert.AreEqual(200, await GetAsync(port, "/health"));
    }

    // As bytes: an HTTP library would tidy the path up.
    private static async Task<int> GetAsync(int port, string target, string? authorization = null)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var header = authorization is null ? "" : $"Authorization: {authorization}\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}Connection: close\r\n\r\n"));
        var reply = new byte[12];
        var filled = 0;

        while (filled < reply.Length)
        {
            var read = await socket.ReceiveAsync(reply.AsMemory(filled)).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.AreNotEqual(0, read, "closed");
            filled += read;
        }

        return int.Parse(Encoding.ASCII.GetString(reply)[9..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
