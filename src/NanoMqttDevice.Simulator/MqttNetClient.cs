using System.Buffers;
using System.Collections;
using MQTTnet;
using MQTTnet.Protocol;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;
using IMqttClient = nanoFramework.M2Mqtt.IMqttClient;

namespace NanoMqttDevice.Simulator;

/// <summary>
/// Upstream's client interface through MQTTnet, for one connection. As on the device, Connect blocks, Publish returns before the message is sent,
/// and Close from another thread ends a Connect that hangs; unlike there, Connect returns the code of a refusal by itself.
/// </summary>
internal sealed class MqttNetClient : IMqttClient, IDisposable
{
    private readonly MQTTnet.IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private readonly Action<DeviceMessage>? _passed;
    private readonly CancellationTokenSource _closing = new();
    private int _lastId;
    private int _isClosed;

    public MqttNetClient(MqttClientOptions options, Action<DeviceMessage>? passed = null)
    {
        _options = options;
        _passed = passed;
        _client.ApplicationMessageReceivedAsync += OnReceived;
        _client.DisconnectedAsync += OnDisconnected;
    }

    public event IMqttClient.MqttMsgPublishEventHandler? MqttMsgPublishReceived;

    public event IMqttClient.MqttMsgPublishedEventHandler? MqttMsgPublished;

    public event IMqttClient.MqttMsgSubscribedEventHandler? MqttMsgSubscribed;

    public event IMqttClient.MqttMsgUnsubscribedEventHandler? MqttMsgUnsubscribed;

    public event IMqttClient.ConnectionClosedEventHandler? ConnectionClosed;

    public bool IsConnected => _client.IsConnected;

    public void Init(string brokerHostName, int brokerPort, bool secure, byte[] caCert, byte[] clientCert, MqttSslProtocols sslProtocol) =>
        throw new NotSupportedException("The factory has given the broker.");

    public MqttReasonCode Connect(
        string clientId,
        string username,
        string password,
        bool willRetain,
        MqttQoSLevel willQosLevel,
        bool willFlag,
        string willTopic,
        string willMessage,
        bool cleanSession,
        ushort keepAlivePeriod)
    {
        _options.ClientId = clientId;
        _options.CleanSession = cleanSession;
        _options.KeepAlivePeriod = TimeSpan.FromSeconds(keepAlivePeriod);
        _options.Credentials = new MqttClientCredentials(username, System.Text.Encoding.UTF8.GetBytes(password));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        limit.CancelAfter(_options.Timeout);
        return ReturnCodeOf(_client.ConnectAsync(_options, limit.Token).GetAwaiter().GetResult().ResultCode);
    }

    public void Disconnect() => _client.DisconnectAsync().GetAwaiter().GetResult();

    public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
    {
        var options = new MqttClientSubscribeOptionsBuilder();
        for (var i = 0; i < topics.Length; i++)
        {
            options.WithTopicFilter(topics[i], (MqttQualityOfServiceLevel)qosLevels[i]);
        }

        var id = NextId();
        Later(async () =>
        {
            var result = await _client.SubscribeAsync(options.Build(), _closing.Token).ConfigureAwait(false);
            var granted = result.Items.Select(i => (MqttQoSLevel)Math.Min((int)i.ResultCode, (int)MqttQoSLevel.GrantedFailure)).ToArray();
            MqttMsgSubscribed?.Invoke(this, new MqttMsgSubscribedEventArgs(id, granted));
        });
        return id;
    }

    public ushort Unsubscribe(string[] topics)
    {
        var options = new MqttClientUnsubscribeOptionsBuilder();
        foreach (var topic in topics)
        {
            options.WithTopicFilter(topic);
        }

        var id = NextId();
        Later(async () =>
        {
            await _client.UnsubscribeAsync(options.Build(), _closing.Token).ConfigureAwait(false);
            MqttMsgUnsubscribed?.Invoke(this, new MqttMsgUnsubscribedEventArgs(id));
        });
        return id;
    }

    public ushort Publish(string topic, byte[] message) => Publish(topic, message, null!);

    public ushort Publish(string topic, byte[] message, string contentType) =>
        Publish(topic, message, contentType, null!, MqttQoSLevel.AtMostOnce, false);

    public ushort Publish(string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel, bool retain)
    {
        var packet = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(message)
            .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)qosLevel)
            .WithRetainFlag(retain)
            .Build();
        var id = NextId();
        _passed?.Invoke(new DeviceMessage(true, topic, message));
        Later(async () =>
        {
            var result = await _client.PublishAsync(packet, _closing.Token).ConfigureAwait(false);
            MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(id, result.IsSuccess));
        });
        return id;
    }

    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _closing.Cancel();
            _client.Dispose();
            _closing.Dispose();
        }
    }

    public void Dispose() => Close();

    // What fails later is told by the end of the connection, or by the acknowledgement that stays away.
    private static void Later(Func<Task> send) =>
        _ = send().ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    // MQTTnet speaks of MQTT 5's codes, the device of MQTT 3.1.1's.
    private static MqttReasonCode ReturnCodeOf(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.Success => MqttReasonCode.Success,
        MqttClientConnectResultCode.UnsupportedProtocolVersion => MqttReasonCode.ConnectionRefusedUnacceptableProtocolVersion,
        MqttClientConnectResultCode.ClientIdentifierNotValid => MqttReasonCode.ConnectionRefusedIdentifierRejected,
        MqttClientConnectResultCode.ServerUnavailable => MqttReasonCode.ConnectionRefusedServerUnavailable,
        MqttClientConnectResultCode.BadUserNameOrPassword => MqttReasonCode.ConnectionRefusedBadUserNameOrPassword,
        _ => MqttReasonCode.ConnectionRefusedNotAuthorized,
    };

    private ushort NextId()
    {
        _lastId = _lastId == ushort.MaxValue ? 1 : _lastId + 1;
        return (ushort)_lastId;
    }

    private Task OnReceived(MqttApplicationMessageReceivedEventArgs e)
    {
        var m = e.ApplicationMessage;
        var payload = m.Payload.ToArray();
        _passed?.Invoke(new DeviceMessage(false, m.Topic, payload));
        MqttMsgPublishReceived?.Invoke(
            this,
            new MqttMsgPublishEventArgs(m.Topic, payload, m.Dup, (MqttQoSLevel)m.QualityOfServiceLevel, m.Retain));
        return Task.CompletedTask;
    }

    private Task OnDisconnected(MqttClientDisconnectedEventArgs e)
    {
        ConnectionClosed?.Invoke(this, EventArgs.Empty);
        return Task.CompletedTask;
    }
}
