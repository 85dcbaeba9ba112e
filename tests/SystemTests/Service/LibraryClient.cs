using System.Buffers;
using System.Collections.Concurrent;
using MQTTnet;
using MQTTnet.Protocol;

namespace NanoMqttDevice.SystemTests.Service;

/// <summary>A client as an application would use it, by an ordinary library.</summary>
internal sealed class LibraryClient : IDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public LibraryClient()
    {
        _client.ApplicationMessageReceivedAsync += args =>
        {
            var message = args.ApplicationMessage;
            var qos = (int)message.QualityOfServiceLevel;
            var received = new Message(message.Topic, message.Payload.ToArray(), qos, message.Retain);
            Messages.Enqueue(received);
            return Received?.Invoke(received) ?? Task.CompletedTask;
        };
    }

    /// <summary>Called for every message.</summary>
    public event Func<Message, Task>? Received;

    public ConcurrentQueue<Message> Messages { get; } = new();

    public bool IsConnected => _client.IsConnected;

    public Task<MqttClientConnectResult> ConnectAsync(MqttClientOptions options) => _client.ConnectAsync(options);

    public Task DisconnectAsync() => _client.DisconnectAsync();

    public Task SubscribeAsync(string filter, int qos = 1) => _client.SubscribeAsync(filter, (MqttQualityOfServiceLevel)qos);

    public Task UnsubscribeAsync(string filter) => _client.UnsubscribeAsync(filter);

    public Task PublishAsync(string topic, byte[] payload, int qos = 1, bool retain = false)
    {
        return _client.PublishBinaryAsync(topic, payload, (MqttQualityOfServiceLevel)qos, retain);
    }

    /// <summary>Waits for the next message.</summary>
    public async Task<Message> ReadAsync()
    {
        Message? message = null;
        await Eventually.HoldsAsync(() => Messages.TryDequeue(out message), "a message arrives");
        return message!;
    }

    public void Dispose() => _client.Dispose();

    internal sealed record Message(string Topic, byte[] Payload, int QoS, bool Retain);
}
