using System.Buffers.Binary;
using System.Diagnostics;

namespace NanoMqttDevice.Benchmarks.Brokers;

/// <summary>
/// Many publishers, QoS 1, one subscriber with cleanSession=true that acknowledges what comes: what share of the acknowledged messages reaches it.
/// </summary>
internal static class FanIn
{
    private const string Topic = "demo/fan-in";
    private const int PayloadSize = 200;

    private static readonly TimeSpan _quiet = TimeSpan.FromSeconds(2);

    /// <summary>Runs once.</summary>
    /// <param name="port">The broker's.</param>
    /// <param name="logins">The subscriber's, and then those of the publishers.</param>
    /// <param name="messages">Messages of each publisher.</param>
    /// <param name="inFlight">How many messages a publisher sends before their PUBACKs; 0 for all.</param>
    /// <returns>The share that arrived, 0 to 1, and acknowledged messages a second.</returns>
    public static async Task<(double Share, double PerSecond)> RunAsync(int port, IReadOnlyList<BenchLogin> logins, int messages, int inFlight)
    {
        using var subscriber = await BenchClient.ConnectAsync(port, logins[0]);
        await subscriber.SubscribeAsync(Topic);
        var publishers = await Task.WhenAll(logins.Skip(1).Select(login => BenchClient.ConnectAsync(port, login)));
        var seen = new HashSet<long>();
        var receiving = ReceiveAsync(subscriber, seen);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(publishers.Select((client, number) => PublishAsync(client, number, messages, inFlight)));
        var seconds = watch.Elapsed.TotalSeconds;

        for (var before = -1; before < Count();)
        {
            before = Count();
            await Task.Delay(_quiet);
        }

        subscriber.Dispose();
        await receiving;

        foreach (var publisher in publishers)
        {
            publisher.Dispose();
        }

        var all = publishers.Length * (double)messages;
        return (seen.Count / all, all / seconds);

        int Count()
        {
            lock (seen)
            {
                return seen.Count;
            }
        }
    }

    private static async Task PublishAsync(BenchClient client, int number, int messages, int inFlight)
    {
        var room = new SemaphoreSlim(inFlight == 0 ? messages : inFlight);
        var acknowledged = AcknowledgedAsync(client, messages, room);
        var payload = new byte[PayloadSize];

        for (var i = 0; i < messages; i++)
        {
            await room.WaitAsync();
            BinaryPrimitives.WriteInt64BigEndian(payload, ((long)number << 32) | (uint)i);
            await client.SendAsync(BenchClient.Publish(Topic, (ushort)(i + 1), payload));
        }

        await acknowledged;
    }

    private static async Task AcknowledgedAsync(BenchClient client, int messages, SemaphoreSlim room)
    {
        for (var i = 0; i < messages; i++)
        {
            if (await client.ReadAsync() is not (0x40, _))
            {
                throw new InvalidOperationException("A publisher's connection has ended.");
            }

            room.Release();
        }
    }

    private static async Task ReceiveAsync(BenchClient client, HashSet<long> seen)
    {
        try
        {
            while (await client.ReadAsync() is var (header, body) && header != 0)
            {
                var topic = BinaryPrimitives.ReadUInt16BigEndian(body.Span);
                var acknowledgement = BenchClient.PubAck(body.Span.Slice(2 + topic, 2));

                lock (seen)
                {
                    seen.Add(BinaryPrimitives.ReadInt64BigEndian(body.Span[(4 + topic)..]));
                }

                await client.SendAsync(acknowledgement);
            }
        }
        catch (Exception exception) when (exception is System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // Its owner has ended it.
            return;
        }
    }
}
