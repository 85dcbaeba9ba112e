using System.Text;
using System.Threading.Channels;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;
using NanoMqttDevice.Tool.Rollout;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>An application server inside the service's process: it needs no account and no connection.</summary>
/// <param name="fleet">The service's devices.</param>
internal sealed class ServedServer(ServedFleet fleet) : IApplicationServer, IRolloutServer, IDisposable
{
    private const int AtLeastOnce = 1;

    private readonly Channel<ReceivedMessage> _messages = Channel.CreateUnbounded<ReceivedMessage>();
    private MqttService? _service;
    private string[] _topics = [];

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken)
    {
        var parent = fleet.Facts.ParentTopic;
        _topics = [Topics.Reply(parent), Topics.Request(parent)];
        _service = fleet.Service;
        _service.Received += OnReceived;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SendAsync(string clientId, string command, CancellationToken cancellationToken) =>
        SendAsync(clientId, Encoding.ASCII.GetBytes(command), cancellationToken);

    /// <inheritdoc/>
    public async Task SendAsync(string clientId, byte[] payload, CancellationToken cancellationToken)
    {
        try
        {
            await fleet.Service.PublishP2PAsync(fleet.Facts.ParentTopic, clientId, payload, AtLeastOnce, fleet.Instance.InstanceId).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new PageException(Commands.InstanceOptions.RuleOf(e));
        }
    }

    /// <inheritdoc/>
    public async Task<DeviceReply> NextReplyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (DeviceReply.Parse((await NextAsync(cancellationToken).ConfigureAwait(false)).Payload) is { } reply)
            {
                return reply;
            }
        }
    }

    /// <inheritdoc/>
    public Task<ReceivedMessage> NextAsync(CancellationToken cancellationToken) => _messages.Reader.ReadAsync(cancellationToken).AsTask();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_service is not null)
        {
            _service.Received -= OnReceived;
        }
    }

    // The payload may be the connection's own, and is used again.
    private void OnReceived(ServiceMessage message)
    {
        if (message.InstanceId == fleet.Instance.InstanceId && _topics.Contains(message.Topic, StringComparer.Ordinal))
        {
            _messages.Writer.TryWrite(new ReceivedMessage(TimeProvider.System.GetUtcNow(), message.Topic, message.Payload.ToArray()));
        }
    }
}
