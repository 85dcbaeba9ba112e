using System.Buffers.Binary;
using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>A back end of several clients that sends commands to all devices, one after another, and remembers which were acknowledged.</summary>
internal sealed class FleetBackend(int port, FleetDevice[] devices) : IAsyncDisposable
{
    private const int Clients = 4;

    private readonly ConcurrentDictionary<long, FleetDevice> _acknowledged = new();
    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;
    private long _number;
    private int _failed;

    /// <summary>Messages whose PUBACK came.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>Messages whose PUBACK did not come: they may have arrived or not.</summary>
    public int Failed => _failed;

    /// <summary>Acknowledged messages that their device does not have.</summary>
    public int Missing => _acknowledged.Count(message => !message.Value.Received.ContainsKey(message.Key));

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, Clients).Select(RunAsync));

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private async Task RunAsync(int client)
    {
        using var mqtt = new MqttClientFactory().CreateMqttClient();
        var options = ClusterClient.OptionsOfAccount(port, $"GID_Test@@@fleet-backend-{client}");

        while (!_end.IsCancellationRequested)
        {
            try
            {
                if (!mqtt.IsConnected)
                {
                    await mqtt.ConnectAsync(options, _end.Token);
                }

                await PublishAsync(mqtt);
            }
            // The last: the library has not come to the end of the connection that was lost.
            catch (Exception exception) when (exception
                is MqttCommunicationException or MqttClientDisconnectedException or OperationCanceledException or InvalidOperationException)
            {
                Interlocked.Increment(ref _failed);
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
    }

    private async Task PublishAsync(IMqttClient mqtt)
    {
        var number = Interlocked.Increment(ref _number);
        var device = devices[number % devices.Length];
        var payload = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, number);
        var result = await mqtt.PublishBinaryAsync(device.Topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain: false, _end.Token);

        if (result.IsSuccess)
        {
            _acknowledged.TryAdd(number, device);
        }
    }
}
