using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Rollout;
using NanoMqttDevice.Tool.Settings;

namespace NanoMqttDevice.Tool.Messages;

/// <summary>An application server: a client of its own in mode Signature, which signs with the account's secret.</summary>
internal sealed class ApplicationServer : IApplicationServer, IRolloutServer, IDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(15);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<ReceivedMessage> _messages = Channel.CreateUnbounded<ReceivedMessage>();
    private readonly MqttClientOptions _options;
    private readonly MqttTarget _target;
    private readonly string _parentTopic;

    /// <summary>Makes one that is not connected.</summary>
    /// <param name="target">Where the service is.</param>
    /// <param name="authority">The certificate authority to trust; null for the system's.</param>
    /// <param name="account">The account's keys.</param>
    /// <param name="instance">Instance ID.</param>
    /// <param name="clientId">Its own client ID.</param>
    /// <param name="parentTopic">Parent topic of the devices.</param>
    public ApplicationServer(
        MqttTarget target,
        X509Certificate2? authority,
        ServiceAccount account,
        string instance,
        string clientId,
        string parentTopic)
    {
        _target = target;
        _parentTopic = parentTopic;
        var builder = new MqttClientOptionsBuilder()
            .WithTcpServer(target.Host, target.Port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(clientId)
            .WithCredentials($"Signature|{account.AccessKeyId}|{instance}", LoginSignature.Compute(account.AccessKeySecret, clientId))
            .WithTimeout(_timeout);
        if (target.IsTls)
        {
            builder.WithTlsOptions(tls =>
            {
                tls.UseTls().WithTargetHost(target.Host).WithRevocationMode(X509RevocationMode.NoCheck);
                if (authority is not null)
                {
                    tls.WithTrustChain([authority]);
                }
            });
        }

        _options = builder.Build();
        _client.ApplicationMessageReceivedAsync += OnReceived;
        _client.DisconnectedAsync += OnDisconnected;
    }

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => ConnectAsync([Topics.Reply(_parentTopic)], cancellationToken);

    /// <summary>Logs in and subscribes.</summary>
    /// <param name="filters">Topic filters.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when messages can arrive.</returns>
    /// <exception cref="ToolException">The service cannot be reached or refuses.</exception>
    public async Task ConnectAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _client.ConnectAsync(_options, cancellationToken).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                throw Refused(result.ResultCode.ToString());
            }
        }
        catch (Exception e) when (e is MqttCommunicationException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(ExitCodes.NotReached, $"{_target}: {TlsErrors.Explain(e)}");
        }

        foreach (var filter in filters)
        {
            try
            {
                await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsBroken(e, cancellationToken))
            {
                throw Closed($"subscribing to {filter}");
            }
        }
    }

    /// <inheritdoc/>
    public Task SendAsync(string clientId, string command, CancellationToken cancellationToken) =>
        SendAsync(clientId, Encoding.ASCII.GetBytes(command), cancellationToken);

    /// <inheritdoc/>
    public async Task SendAsync(string clientId, byte[] payload, CancellationToken cancellationToken)
    {
        var topic = Topics.PeerToPeer(_parentTopic, clientId);
        try
        {
            await _client.PublishBinaryAsync(
                topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain: false, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e, cancellationToken))
        {
            throw Closed($"publishing to {topic}");
        }
    }

    /// <inheritdoc/>
    public async Task<DeviceReply> NextReplyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var message = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (DeviceReply.Parse(message.Payload) is { } reply)
            {
                return reply;
            }
        }
    }

    /// <summary>Waits for the next message of what is subscribed to.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The message.</returns>
    /// <exception cref="ToolException">The connection has ended.</exception>
    public async Task<ReceivedMessage> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _messages.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ToolException(ExitCodes.NotReached, $"{_target}: the connection has ended");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static bool IsBroken(Exception e, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && e is MqttCommunicationException or MqttClientDisconnectedException or MqttProtocolViolationException or OperationCanceledException or InvalidOperationException;

    private ToolException Refused(string code) => new(
        ExitCodes.Refused, $"{_target}: the service refuses the login of the application server in mode Signature ({code}): are keys, instance and group right?");

    private ToolException Closed(string what) => new(
        ExitCodes.Failed, $"{_target}: the service closes the connection on {what}: does the parent topic exist, and is it granted to the account?");

    private Task OnReceived(MqttApplicationMessageReceivedEventArgs e)
    {
        _messages.Writer.TryWrite(new ReceivedMessage(TimeProvider.System.GetLocalNow(), e.ApplicationMessage.Topic, e.ApplicationMessage.Payload.ToArray()));
        return Task.CompletedTask;
    }

    private Task OnDisconnected(MqttClientDisconnectedEventArgs e)
    {
        _messages.Writer.TryComplete();
        return Task.CompletedTask;
    }
}
