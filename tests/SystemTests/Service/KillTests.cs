using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NanoMqttDevice.Service;
using NanoMqttDevice.SystemTests.Tool;

namespace NanoMqttDevice.SystemTests.Service;

[TestClass]
public sealed class KillTests
{
    private const int Publishers = 4;
    private const int Batch = 25;

    [TestMethod]
    [DataRow(1)]
    [DataRow(40)]
    public async Task A_kill_of_the_service_under_load_loses_no_message_that_had_its_PUBACK(int killAfter)
    {
        using var folder = new TestFolder();
        var options = TestService.Options with { DatabasePath = folder.PathOf("service.db") };
        DeviceCredential subscriber;
        DeviceCredential[] publishers;

        using (var store = CredentialStore.Open(options))
        {
            subscriber = store.Register(TestService.Instance, TestService.ClientId("sub"));
            publishers = [.. Enumerable.Range(0, Publishers).Select(i => store.Register(TestService.Instance, TestService.ClientId($"pub{i}")))];
        }

        var acknowledged = new HashSet<string>();
        var (process, port) = await StartAsync(options);

        try
        {
            await SubscribeAndLeaveAsync(port, subscriber);
            using var enough = new SemaphoreSlim(0);
            var load = publishers.Select(publisher => PublishUntilCutAsync(port, publisher, acknowledged, enough)).ToArray();

            for (var i = 0; i < killAfter; i++)
            {
                Assert.IsTrue(await enough.WaitAsync(TimeSpan.FromSeconds(20)), "messages are acknowledged");
            }

            // SIGKILL: nothing of the service's runs any more.
            process.Kill();
            await Task.WhenAll(load);
        }
        finally
        {
            await EndAsync(process);
        }

        Assert.IsGreaterThanOrEqualTo(killAfter * Batch, acknowledged.Count);
        (process, port) = await StartAsync(options);

        try
        {
            using var client = await RawClient.OpenAsync(port);
            await client.SendAsync(TestService.ConnectPacket(subscriber, keepAlive: 480, clean: false));
            CollectionAssert.AreEqual((byte[])[1, 0], (await client.ReadAsync())!.Value.Body, "the session is present");

            Assert.AreEqual("sensors/kept", (await client.ReadPublishAsync()).Topic);
        }
        finally
        {
            await EndAsync(process);
        }

        // 30 per 5 s take long: the rest is fetched with a clock that a test moves.
        var kept = await ReadAllAsync(options, acknowledged);
        var lost = acknowledged.Except(kept).ToArray();
        Assert.IsEmpty(lost, $"{lost.Length} of {acknowledged.Count} acknowledged messages are lost");
    }

    private static async Task<(Process Process, int Port)> StartAsync(ServiceOptions options)
    {
        var process = ToolRun.Start(
            "service", "--json", "--port", "0", "--database", options.DatabasePath!,
            "--instance", TestService.Instance, "--group", TestService.Group, "--parent-topic", TestService.Parent);
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.IsNotNull(line, "the service has ended");
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        using var json = JsonDocument.Parse(line);
        return (process, json.RootElement.GetProperty("port").GetInt32());
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task SubscribeAndLeaveAsync(int port, DeviceCredential credential)
    {
        using var client = await RawClient.OpenAsync(port);
        await client.SendAsync(TestService.ConnectPacket(credential, clean: false));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());
        await client.SubscribeAsync(1, ("sensors/kept", 1));
        await client.ExpectAsync(RawClient.SubAck);
        await client.SendAsync([0xE0, 0]);
        await client.ExpectCloseAsync();
    }

    private static async Task PublishUntilCutAsync(int port, DeviceCredential credential, HashSet<string> acknowledged, SemaphoreSlim enough)
    {
        using var client = await RawClient.OpenAsync(port);
        await client.SendAsync(TestService.ConnectPacket(credential));
        Assert.AreEqual(0, await client.ReadConnAckCodeAsync());

        for (var batch = 0; ; batch++)
        {
            var ids = Enumerable.Range(1, Batch).ToArray();
            string Text(int id) => $"{credential.ClientId} {batch} {id}";

            try
            {
                byte[] packets =
                [
                    .. ids.SelectMany(id => RawClient.Packet(
                        0x32, RawClient.Text("sensors/kept"), RawClient.Number(id), Encoding.UTF8.GetBytes(Text(id)))),
                ];
                await client.SendAsync(packets);
            }
            catch (System.Net.Sockets.SocketException)
            {
                return;
            }

            foreach (var _ in ids)
            {
                if (await client.ReadAsync() is not { Header: RawClient.PubAck } ack)
                {
                    return;
                }

                lock (acknowledged)
                {
                    acknowledged.Add(Text(BinaryPrimitives.ReadUInt16BigEndian(ack.Body)));
                }
            }

            enough.Release();
        }
    }

    // With a clock moved by hand, 5 s at a time, until all is there or nothing has come for long.
    private static async Task<HashSet<string>> ReadAllAsync(ServiceOptions options, HashSet<string> expected)
    {
        const int Patience = 2000;
        var time = new ManualTime();
        await using var test = await TestService.StartAsync(options, time);
        var (client, isPresent) = await test.ConnectPersistentAsync("sub");
        Assert.IsTrue(isPresent);
        var kept = new HashSet<string>();

        for (var silent = 0; silent < Patience && !expected.IsSubsetOf(kept); silent++)
        {
            // The disk answers when it can.
            await Task.Delay(TimeSpan.FromMilliseconds(5));
            await client.PingAsync();

            while (await client.ReadAsync() is { Header: not RawClient.PingResp } packet)
            {
                var id = BinaryPrimitives.ReadUInt16BigEndian(packet.Body.AsSpan(2 + "sensors/kept".Length));
                kept.Add(Encoding.UTF8.GetString(packet.Body.AsSpan(4 + "sensors/kept".Length)));
                await client.AcknowledgeAsync(RawClient.PubAck, id);
                silent = 0;
            }

            time.Advance(TimeSpan.FromSeconds(5));
        }

        return kept;
    }
}
