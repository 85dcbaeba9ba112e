using System.Buffers;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace NanoMqttDevice.Service;

/// <summary>
/// A stand-in for Message Queue for MQTT to develop against: it accepts what the real service accepts and refuses what that
/// refuses, in the same way. MQTT 3.1.1; the modes DeviceCredential and Signature (it issues no tokens, so Token is refused);
/// no wills, no retained messages, no shared subscriptions; sessions end with their connection, offline messages are not kept.
/// </summary>
public sealed class MqttService : IAsyncDisposable
{
    private const int MaxQoS = 2;

    private readonly ServiceContext _context;
    private readonly ServiceListener _listener;
    private readonly MqttServer _server;
    private readonly PeerToPeer _peerToPeer;
    private readonly ServiceDatabase _database;
    private readonly ApiContext _apiContext;
    private HttpApi? _http;
    private int _disposed;

    private MqttService(ServiceOptions options, TimeProvider time, ServiceDatabase database)
    {
        _database = database;
        Credentials = new CredentialStore(options, time, database);
        Tokens = new TokenStore(options, time, database, Counters);
        var authenticator = new Authenticator(options, Credentials);
        _context = new ServiceContext(
            time,
            new ConnectGate(authenticator, (byte)options.RefusalCode),
            new TopicRules(options.ParentTopics),
            new SubscriptionQuota(),
            new OnlineClients(),
            new TraceLog(options.TraceCapacity, time, Counters),
            Counters);

        _apiContext = new ApiContext(
            options, time, database, Credentials, Tokens, authenticator, _context.Trace, Counters);

        _listener = new ServiceListener(options, _context);

        // Its timeout is off: the channels have their own, by the given clock.
        var serverOptions = new MqttServerOptions { DefaultCommunicationTimeout = Timeout.InfiniteTimeSpan };
        _server = new MqttServerFactory().CreateMqttServer(serverOptions, [_listener]);
        _server.InterceptingPublishAsync += OnPublishAsync;
        _peerToPeer = new PeerToPeer(_server, _context.Online, Counters);
    }

    /// <summary>Raised for every entry of the trace, on the thread of the connection it concerns.</summary>
    public event Action<TraceEntry>? Traced
    {
        add => _context.Trace.Traced += value;
        remove => _context.Trace.Traced -= value;
    }

    /// <summary>
    /// Raised for every message that a client published and the service accepted, before the client has its PUBACK.
    /// </summary>
    public event Action<ServiceMessage>? Received;

    /// <summary>The port for plain TCP.</summary>
    public int Port => _listener.Port;

    /// <summary>The port for TLS, or null when there is none.</summary>
    public int? TlsPort => _listener.TlsPort;

    /// <summary>The port for HTTP, or null when there is none.</summary>
    public int? HttpPort => _http?.Port;

    /// <summary>The port for HTTPS, or null when there is none.</summary>
    public int? HttpsPort => _http?.TlsPort;

    /// <summary>The device credentials: what the vendor's server API manages.</summary>
    public CredentialStore Credentials { get; }

    /// <summary>The tokens: what the vendor's server API issues and revokes.</summary>
    public TokenStore Tokens { get; }

    /// <summary>What happened since the start, in figures.</summary>
    public ServiceCounters Counters { get; } = new();

    /// <summary>What happened lately, oldest first: a copy.</summary>
    public IReadOnlyList<TraceEntry> Trace => _context.Trace.Entries;

    /// <summary>Starts a service.</summary>
    /// <param name="options">What it knows and where it listens.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The service, listening.</returns>
    /// <exception cref="ArgumentException">An option breaks its rule.</exception>
    /// <exception cref="ServiceStartException">The database, the address or a port is not to be had.</exception>
    public static async Task<MqttService> StartAsync(
        ServiceOptions options,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();

        options.Validate();
        var database = ServiceDatabase.Open(options);

        try
        {
            var service = new MqttService(options, timeProvider ?? TimeProvider.System, database);
            await service.StartAsync();
            return service;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Whether a client is online.</summary>
    /// <param name="clientId">The client ID.</param>
    /// <returns>True from before its CONNACK until its connection is closed.</returns>
    public bool IsOnline(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);

        return _context.Online.Find(clientId) is not null;
    }

    /// <summary>Cuts a client's connection as a failing network would. Returns when the client counts as offline.</summary>
    /// <param name="clientId">The client ID.</param>
    /// <returns>Whether it was online.</returns>
    public async Task<bool> DropAsync(string clientId)
    {
        ArgumentNullException.ThrowIfNull(clientId);

        if (_context.Online.Find(clientId) is not { } channel)
        {
            return false;
        }

        channel.Abort(new Fault(TraceReasons.SocketIOException, "dropped on request"));
        await channel.Finished;
        return true;
    }

    /// <summary>Sends a client a message, as an application server would: to <c>{parent}/p2p/{clientId}</c>.</summary>
    /// <param name="parentTopic">A parent topic created beforehand.</param>
    /// <param name="clientId">The target.</param>
    /// <param name="payload">At most 64 KB; copied.</param>
    /// <param name="qos">0 to 2.</param>
    /// <returns>Whether the target was online; if not, the message is dropped.</returns>
    /// <exception cref="ArgumentException">An argument breaks its rule.</exception>
    public Task<bool> PublishP2PAsync(string parentTopic, string clientId, ReadOnlyMemory<byte> payload, int qos)
    {
        ArgumentNullException.ThrowIfNull(parentTopic);
        ArgumentNullException.ThrowIfNull(clientId);
        ArgumentOutOfRangeException.ThrowIfNegative(qos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(qos, MaxQoS);

        var topic = TopicRules.P2PTopic(parentTopic, clientId);

        if (!_context.Topics.IsParent(parentTopic))
        {
            throw new ArgumentException("The parent topic is not among the service's ParentTopics.", nameof(parentTopic));
        }

        if (_context.Topics.CheckPublish(topic, payload.Length) is { } fault)
        {
            throw new ArgumentException($"Not a P2P message: {fault.Detail}.");
        }

        var copy = new ReadOnlySequence<byte>(payload.ToArray());
        return _peerToPeer.DeliverAsync(topic, clientId, copy, (MqttQualityOfServiceLevel)qos);
    }

    /// <summary>Ends all connections, stops listening and closes the database.</summary>
    /// <returns>Done when all is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_http is not null)
        {
            await _http.DisposeAsync();
        }

        await StopServerAsync();
        _database.Dispose();
    }

    private async Task StartAsync()
    {
        await _server.StartAsync();

        try
        {
            _http = await HttpApi.StartAsync(_apiContext);
        }
        catch
        {
            await StopServerAsync();
            throw;
        }
    }

    private async Task StopServerAsync()
    {
        await _server.StopAsync(new MqttServerStopOptions());
        _server.Dispose();
    }

    private async Task OnPublishAsync(InterceptingPublishEventArgs publish)
    {
        var message = publish.ApplicationMessage;

        // A new token is acknowledged and nothing else: it is a secret, and nobody's message.
        if (message.Topic == TopicRules.UploadToken)
        {
            publish.ProcessPublish = false;
            return;
        }

        Counters.CountMessageIn();

        if (TopicRules.IsP2P(message.Topic, out var target))
        {
            publish.ProcessPublish = false;
            await _peerToPeer.DeliverAsync(message.Topic, target, message.Payload, message.QualityOfServiceLevel);
        }

        var qos = (int)message.QualityOfServiceLevel;
        SafeEvent.Raise(Received, new ServiceMessage(publish.ClientId, message.Topic, message.Payload.ToArray(), qos), Counters);
    }
}
