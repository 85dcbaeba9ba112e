using System.Buffers.Binary;
using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Simulator;

namespace NanoMqttDevice.SystemTests.Cluster;

/// <summary>
/// A device with a durable session that subscribes to its own P2P topic, and comes back with the firmware's back-off whenever it is
/// offline. What it received is kept by number: at least once is what is promised.
/// </summary>
internal sealed class FleetDevice : IAsyncDisposable
{
    // The firmware's: the first wait is at most a second, the longest five minutes.
    private readonly Backoff _backoff = new(new SystemRandom(), first: 1000, cap: 300000);
    private readonly CancellationTokenSource _end = new();
    private readonly MqttClientOptions _options;
    private readonly string _filter;
    private Task _running = Task.CompletedTask;
    private volatile bool _isOnline;

    public FleetDevice(MqttClientOptions options, string parentTopic)
    {
        _options = options;
        _filter = $"{parentTopic}/p2p/{options.ClientId}";
    }

    public string Topic => _filter;

    public ConcurrentDictionary<long, byte> Received { get; } = new();

    /// <summary>Connected and subscribed.</summary>
    public bool IsOnline => _isOnline;

    public int Connects { get; private set; }

    /// <summary>The CONNACK return codes that refused it.</summary>
    public ConcurrentQueue<MqttClientConnectResultCode> Refusals { get; } = new();

    public void Start() => _running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await LiveAsync();
            }
            catch (Exception exception) when (exception is MqttCommunicationException or MqttClientDisconnectedException or OperationCanceledException)
            {
                _isOnline = false;
            }

            await Task.Delay(_backoff.Next(), _end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    // One connection, with a client of its own: from its first packet until it is lost.
    private async Task LiveAsync()
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var lost = new TaskCompletionSource();
        client.ApplicationMessageReceivedAsync += args =>
        {
            Received.TryAdd(BinaryPrimitives.ReadInt64BigEndian(args.ApplicationMessage.Payload.FirstSpan), 0);
            return Task.CompletedTask;
        };
        client.DisconnectedAsync += _ =>
        {
            _isOnline = false;
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        await ConnectAsync(client);
        await lost.Task.WaitAsync(_end.Token);
    }

    private async Task ConnectAsync(IMqttClient client)
    {
        var result = await client.ConnectAsync(_options, _end.Token);

        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            Refusals.Enqueue(result.ResultCode);
            throw new MqttCommunicationException($"refused: {result.ResultCode}");
        }

        var granted = await client.SubscribeAsync(_filter, MqttQualityOfServiceLevel.AtLeastOnce, _end.Token);

        if (granted.Items.Single().ResultCode != MqttClientSubscribeResultCode.GrantedQoS1)
        {
            throw new MqttCommunicationException("the P2P topic was not granted");
        }

        _backoff.Reset();
        Connects++;
        _isOnline = client.IsConnected;
    }
}
