using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service.Chaos;

/// <summary>
/// Two devices that do what devices should: one publishes with QoS 1, the other has subscribed with cleanSession=false. Both come back
/// when their connection ends, and keep account of what was acknowledged and what came.
/// </summary>
internal sealed class HonestPair(int port, DeviceCredential publisher, DeviceCredential subscriber, string topic)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _backOff = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<int, byte> _acknowledged = new();
    private readonly ConcurrentDictionary<int, byte> _received = new();
    private int _next;

    public ConcurrentQueue<(TimeSpan At, double Milliseconds)> Latencies { get; } = new();

    public int Acknowledged => _acknowledged.Count;

    public int Reconnects { get; private set; }

    /// <summary>Acknowledged and not received, so far.</summary>
    public int[] Missing => [.. _acknowledged.Keys.Where(number => !_received.ContainsKey(number)).Order()];

    public async Task PublishAsync(Stopwatch watch, CancellationToken stopping)
    {
        await RepeatAsync(publisher, clean: true, async client =>
        {
            var number = ++_next;
            var before = Stopwatch.GetTimestamp();
            await client.PublishAsync(topic, Encoding.UTF8.GetBytes($"{number}"), qos: 1, id: (number % 60_000) + 1);

            if (await client.ReadAsync() is not { Header: RawClient.PubAck })
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            _acknowledged[number] = 0;
            Latencies.Enqueue((watch.Elapsed, Stopwatch.GetElapsedTime(before).TotalMilliseconds));
            await Task.Delay(_pause, CancellationToken.None);
        }, stopping);
    }

    public Task ReceiveAsync(CancellationToken stopping)
    {
        return RepeatAsync(subscriber, clean: false, async client =>
        {
            if (await client.ReadAsync() is not { } packet)
            {
                throw new SocketException((int)SocketError.ConnectionReset);
            }

            if ((packet.Header & 0xF0) == RawClient.Publish)
            {
                var skip = 2 + topic.Length;
                _received[int.Parse(Encoding.UTF8.GetString(packet.Body.AsSpan(skip + 2)), System.Globalization.CultureInfo.InvariantCulture)] = 0;
                await client.AcknowledgeAsync(RawClient.PubAck, (packet.Body[skip] << 8) | packet.Body[skip + 1]);
            }
        }, stopping);
    }

    /// <summary>Subscribes once, before anything happens.</summary>
    public async Task SubscribeAsync()
    {
        using var client = await LoginAsync(subscriber, clean: false);
        Assert.IsNotNull(client, "an honest client is let in");
        await client.SubscribeAsync(1, (topic, 1));
        await client.ExpectAsync(RawClient.SubAck);
    }

    private async Task RepeatAsync(DeviceCredential credential, bool clean, Func<RawClient, Task> step, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await LoginAsync(credential, clean);

                while (client is not null && !stopping.IsCancellationRequested)
                {
                    await step(client);
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or TimeoutException or AssertFailedException)
            {
                // The connection is gone, or silent: a device connects again.
                Reconnects++;
            }

            await Task.Delay(_backOff, CancellationToken.None);
        }
    }

    // Null when it is refused.
    private async Task<RawClient?> LoginAsync(DeviceCredential credential, bool clean)
    {
        var client = await RawClient.OpenAsync(port);

        try
        {
            await client.SendAsync(TestService.ConnectPacket(credential, clean: clean));

            if (await client.ReadAsync() is { Header: RawClient.ConnAck, Body: [_, 0] })
            {
                return client;
            }
        }
        catch
        {
            client.Dispose();
            throw;
        }

        client.Dispose();
        return null;
    }
}
