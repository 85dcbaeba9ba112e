using System.Text;
using System.Threading.Channels;
using NanoMqttDevice.Page.Links;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Messages;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>An application server inside the service's process: it needs no account and no connection.</summary>
/// <param name="fleet">The service's devices.</param>
internal sealed class ServedServer(ServedFleet fleet) : IApplicationServer, IDisposable
{
    private const int AtLeastOnce = 1;
    private const string ReplyLevel = "/reply";

    private readonly Channel<DeviceReply> _replies = Channel.CreateUnbounded<DeviceReply>();
    private MqttService? _service;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken)
    {
        _service = fleet.Service;
        _service.Received += OnReceived;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task SendAsync(string clientId, string command, CancellationToken cancellationToken)
    {
        try
        {
            await fleet.Service.PublishP2PAsync(
                fleet.Facts.ParentTopic, clientId, Encoding.ASCII.GetBytes(command), AtLeastOnce, fleet.Instance.InstanceId).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw new PageException(Commands.InstanceOptions.RuleOf(e));
        }
    }

    /// <inheritdoc/>
    public Task<DeviceReply> NextReplyAsync(CancellationToken cancellationToken) => _replies.Reader.ReadAsync(cancellationToken).AsTask();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_service is not null)
        {
            _service.Received -= OnReceived;
        }
    }

    private void OnReceived(ServiceMessage message)
    {
        if (message.Topic.EndsWith(ReplyLevel, StringComparison.Ordinal) && message.InstanceId == fleet.Instance.InstanceId
            && DeviceReply.Parse(message.Payload.Span) is { } reply)
        {
            _replies.Writer.TryWrite(reply);
        }
    }
}
