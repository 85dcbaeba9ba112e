using System.Net;
using System.Net.Sockets;
using NanoMqttDevice.Service;

namespace NanoMqttDevice.SystemTests.Service.Chaos;

/// <summary>Clients that do what none should, each until it is told to stop.</summary>
internal sealed class Mischief(int port)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>Publishes and pings at full speed and takes no answer.</summary>
    public Task FloodAsync(DeviceCredential credential, CancellationToken stopping)
    {
        byte[] publish = RawClient.Packet(0x32, RawClient.Text("sensors/flood/a"), RawClient.Number(1), new byte[200]);
        byte[] block = [.. Enumerable.Repeat(publish, 100).SelectMany(bytes => bytes), .. Enumerable.Repeat((byte[])[0xC0, 0], 1000).SelectMany(bytes => bytes)];

        return RepeatAsync(async socket =>
        {
            await socket.SendAsync(TestService.ConnectPacket(credential));

            while (!stopping.IsCancellationRequested)
            {
                using var patience = new CancellationTokenSource(_patience);
                await socket.SendAsync(block, SocketFlags.None, patience.Token);
            }
        }, stopping);
    }

    /// <summary>Subscribes to what is flooded and reads nothing.</summary>
    public Task IgnoreAsync(DeviceCredential credential, CancellationToken stopping)
    {
        return RepeatAsync(async socket =>
        {
            await socket.SendAsync(TestService.ConnectPacket(credential));
            await socket.SendAsync(RawClient.Packet(0x82, RawClient.Number(1), RawClient.Text("sensors/flood/#"), [1]));
            await Task.Delay(TimeSpan.FromSeconds(20), stopping);
        }, stopping);
    }

    /// <summary>Sends good packets with wrong bytes, before and after a login.</summary>
    public Task GarbleAsync(DeviceCredential credential, int seed, CancellationToken stopping)
    {
        var random = new Random(seed);
        byte[][] packets =
        [
            TestService.ConnectPacket(credential),
            RawClient.Packet(0x82, RawClient.Number(1), RawClient.Text("sensors/flood/#"), [1]),
            RawClient.Packet(0x32, RawClient.Text("sensors/garbled"), RawClient.Number(1), [1, 2, 3]),
            RawClient.Packet(0xA2, RawClient.Number(1), RawClient.Text("sensors/flood/#")),
            [0x62, 2, 0, 1],
        ];

        return RepeatAsync(async socket =>
        {
            if (random.Next(2) == 0)
            {
                await socket.SendAsync(packets[0]);
            }

            var packet = (byte[])packets[random.Next(packets.Length)].Clone();

            for (var i = random.Next(1, 4); i > 0; i--)
            {
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
            }

            await socket.SendAsync(packet);
            await Task.Delay(TimeSpan.FromMilliseconds(5), stopping);
        }, stopping);
    }

    /// <summary>Holds more connections than the process may open files.</summary>
    public async Task ExhaustAsync(int connections, TimeSpan time)
    {
        var held = new List<Socket>();

        try
        {
            for (var i = 0; i < connections; i++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                using var patience = new CancellationTokenSource(_patience);

                try
                {
                    await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), patience.Token);
                }
                catch (Exception exception) when (exception is SocketException or OperationCanceledException)
                {
                    // Not let in: that is the service's right. The next one tries.
                    await Task.Delay(TimeSpan.FromMilliseconds(10));
                }
            }

            await Task.Delay(time);
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    private async Task RepeatAsync(Func<Socket, Task> act, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };

            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                await act(socket);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // Thrown out, as it should be: once more.
                await Task.Delay(_pause, CancellationToken.None);
            }
        }
    }
}
