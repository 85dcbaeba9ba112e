using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>Connections and logins have limits, and what is too much does not keep the others out.</summary>
[TestClass]
public sealed class ConnectionLimitTests
{
    [TestMethod]
    public async Task Without_file_descriptors_the_process_lives_and_serves_when_there_are_some_again()
    {
        using var folder = new TestFolder();
        var options = TestService.Options with { DatabasePath = folder.PathOf("service.db") };
        DeviceCredential credential;

        using (var store = CredentialStore.Open(options))
        {
            credential = store.Register(TestService.Instance, TestService.ClientId("0001"));
        }

        var tool = ToolRun.StartInfo(
            "service", "--json", "--port", "0", "--database", options.DatabasePath!, "--http-port", "0",
            "--instance", TestService.Instance, "--group", TestService.Group, "--parent-topic", TestService.Parent);
        using var process = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", "ulimit -n 1024; exec \"$@\"", "sh", tool.FileName, .. tool.ArgumentList])
        {
            RedirectStandardOutput = true,
        })!;

        try
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
            using var json = JsonDocument.Parse(line!);
            var port = json.RootElement.GetProperty("port").GetInt32();
            var http = json.RootElement.GetProperty("httpPort").GetInt32();
            _ = process.StandardOutput.ReadToEndAsync();

            var idle = new List<Socket>();

            for (var i = 0; i < 1500; i++)
            {
                idle.Add(await ConnectAsync(i % 10 == 0 ? http : port));
            }

            // Long enough for timers and for the connections to have been looked at.
            await Task.Delay(TimeSpan.FromSeconds(2));
            Assert.IsFalse(process.HasExited, "the process has ended");
            idle.ForEach(socket => socket.Dispose());

            await Eventually.HoldsAsync(() => LetsInAsync(port, credential).GetAwaiter().GetResult(), "an honest client is let in");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [TestMethod]
    public async Task One_connection_more_than_the_limit_is_closed_and_counted()
    {
        await using var test = await TestService.StartAsync(With(new ServiceLimits { MaxConnections = 2 }));
        using var one = await test.ConnectRawAsync("0001");
        using var two = await test.ConnectRawAsync("0002");
        using var three = await test.OpenAsync();

        await three.ExpectCloseAsync();

        Assert.AreEqual(1, test.Service.Counters.LimitedByReason[nameof(ServiceLimits.MaxConnections)]);
        await test.LeaveAsync(one, "0001");
        await Eventually.HoldsAsync(() => LetsInAsync(test.Service.Port, test.Register("0001")).GetAwaiter().GetResult(), "there is room again");
    }

    [TestMethod]
    public async Task One_address_has_a_limit_of_its_own()
    {
        await using var test = await TestService.StartAsync(With(new ServiceLimits { MaxConnectionsPerAddress = 1 }));
        using var one = await test.ConnectRawAsync("0001");
        using var two = await test.OpenAsync();
        await two.ExpectCloseAsync();
        Assert.AreEqual(1, test.Service.Counters.LimitedByReason[nameof(ServiceLimits.MaxConnectionsPerAddress)]);

        using var elsewhere = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        elsewhere.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await elsewhere.ConnectAsync(IPAddress.Loopback, test.Service.Port);
        await elsewhere.SendAsync(TestService.ConnectPacket(test.Register("0002")));
        var connAck = new byte[4];
        Assert.AreEqual(4, await elsewhere.ReceiveAsync(connAck));
        CollectionAssert.AreEqual((byte[])[0x20, 2, 0, 0], connAck);
    }

    [TestMethod]
    public async Task One_connection_more_without_CONNECT_ends_the_oldest_of_them_and_an_honest_client_comes_in()
    {
        await using var test = await TestService.StartAsync(With(new ServiceLimits { MaxUnfinished = 2 }));
        using var online = await test.ConnectRawAsync("0001");
        using var oldest = await test.OpenAsync();
        await Eventually.HoldsAsync(() => test.Service.Counters.Accepted == 1, "the first is not counted any more");
        using var second = await test.OpenAsync();
        using var third = await test.OpenAsync();

        await oldest.ExpectCloseAsync();

        await test.ExpectServesAsync();
        await online.ExpectNothingAsync();
        Assert.IsGreaterThan(0, test.Service.Counters.LimitedByReason[nameof(ServiceLimits.MaxUnfinished)]);
    }

    [TestMethod]
    public async Task A_CONNECT_longer_than_the_limit_is_closed_before_its_bytes_come()
    {
        await using var test = await TestService.StartAsync(With(new ServiceLimits { MaxConnectBytes = 2048 }));
        using var client = await test.OpenAsync();

        // 2049 bytes are announced, and none of them comes.
        await client.SendAsync([0x10, 0x81, 0x10]);

        await client.ExpectCloseAsync();
    }

    [TestMethod]
    public async Task Many_wrong_logins_of_a_client_ID_are_refused_unread_for_a_minute_and_its_neighbours_come_in()
    {
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(With(new ServiceLimits { MaxWrongLogins = 3 }), time);
        var credential = test.Register("0001");
        var wrong = credential with { DeviceAccessKeySecret = "wrong" };

        for (var i = 0; i < 3; i++)
        {
            Assert.AreEqual(5, await test.LoginAsync(wrong));
        }

        Assert.AreEqual(5, await test.LoginAsync(credential), "the right one, too");
        Assert.AreEqual(1, test.Service.Counters.LimitedByReason[nameof(ServiceLimits.MaxWrongLogins)]);
        Assert.AreEqual(0, await test.LoginAsync(test.Register("0002")));

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.AreEqual(0, await test.LoginAsync(credential));
    }

    [TestMethod]
    public async Task One_session_more_than_the_limit_gets_return_code_3()
    {
        await using var test = await TestService.StartAsync(With(new ServiceLimits { MaxSessions = 1 }));
        await test.ConnectPersistentAsync("0001");
        var credential = test.Register("0002");
        using var client = await test.OpenAsync();
        await client.SendAsync(TestService.ConnectPacket(credential, clean: false));
        Assert.AreEqual(3, await client.ReadConnAckCodeAsync());
        await client.ExpectCloseAsync();
        Assert.AreEqual(0, await test.LoginAsync(credential), "with cleanSession=true");
    }

    [TestMethod]
    [DataRow(nameof(ServiceLimits.MaxConnections))]
    [DataRow(nameof(ServiceLimits.MaxQueuedBytes))]
    public void A_limit_that_breaks_its_rule_is_named(string name)
    {
        var limits = name == nameof(ServiceLimits.MaxConnections) ? new ServiceLimits { MaxConnections = 0 } : new ServiceLimits { MaxQueuedBytes = 1 };
        Assert.Contains(name, Assert.ThrowsExactly<ArgumentException>(With(limits).Validate).Message);
    }

    private static ServiceOptions With(ServiceLimits limits) => TestService.Options with { Limits = limits };

    private static async Task<Socket> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    private static async Task<bool> LetsInAsync(int port, DeviceCredential credential)
    {
        using var socket = await ConnectAsync(port);
        var connAck = new byte[4];

        try
        {
            await socket.SendAsync(TestService.ConnectPacket(credential));
            return await socket.ReceiveAsync(connAck).WaitAsync(TimeSpan.FromSeconds(5)) == 4 && connAck[3] == 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
