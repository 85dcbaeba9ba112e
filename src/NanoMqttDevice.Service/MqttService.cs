using System.Collections.Concurrent;

namespace NanoMqttDevice.Service;

/// <summary>
/// A stand-in for Message Queue for MQTT to develop against: it accepts what the real service accepts and refuses what that
/// refuses, in the same way. MQTT 3.1.1 over TCP, TLS and WebSocket; no wills, no retained messages, no shared subscriptions; QoS 1
/// messages wait three days for a client with cleanSession=false. The README of this project gives every rule with its basis.
/// </summary>
public sealed class MqttService : IAsyncDisposable
{
    private const int MaxQoS = 2;

    private static readonly TimeSpan _cleaningPeriod = TimeSpan.FromHours(1);

    private readonly InstanceDirectory _directory;
    private readonly ConcurrentDictionary<string, InstanceState> _instances;
    private readonly string _firstInstance;
    private readonly SessionStore _store;
    private readonly SessionRegistry _sessions;
    private readonly ServiceContext _context;
    private readonly ServiceListener _listener;
    private readonly ServiceDatabase _database;
    private readonly TlsIdentity? _identity;
    private readonly WebSocketListener? _webSockets;
    private readonly ApiContext _apiContext;
    private readonly TimeProvider _time;
    private readonly bool _disconnectsChanged;
    private HttpApi? _http;
    private ITimer? _cleaning;
    private int _disposed;

    private MqttService(
        ServiceOptions options,
        TimeProvider time,
        ServiceDatabase database,
        SessionStore store,
        TlsIdentity? identity,
        ServiceCounters counters)
    {
        Counters = counters;
        _time = time;
        _database = database;
        _store = store;
        _identity = identity;
        Credentials = new CredentialStore(options, time, database);
        Tokens = new TokenStore(options, time, database, Counters);
        _directory = InstanceDirectory.Of(options);
        var authenticator = new Authenticator(_directory, options.Accounts, Credentials, Tokens);
        _firstInstance = _directory.Instances[0].InstanceId;
        _instances = new(_directory.Current.All.Select(rules => KeyValuePair.Create(rules.Id, new InstanceState(rules.Id, rules.Topics))));
        var limits = options.Limits;
        var budget = new MemoryBudget(limits.MaxQueuedBytesTotal);
        var grants = new GrantTable(_directory);
        var trace = new TraceLog(options.TraceCapacity, time, Counters);
        var traces = new ClientTraces(limits, time, options.Random);
        var rights = new ReadRights(grants, Credentials);
        var connections = new ConnectionLimiter(
            limits, Math.Min(limits.MaxConnections, DescriptorLimit.Connections(options)), Counters);
        _sessions = new SessionRegistry(new SessionContext(time, store, rights, limits, budget, traces, Counters), _instances);
        _context = new ServiceContext(
            time,
            new ConnectGate(authenticator, new WrongLogins(limits.MaxWrongLogins, time), Counters, (byte)options.RefusalCode),
            grants,
            Tokens,
            store,
            _sessions,
            new MessageRouter(_sessions, store, rights, time, traces, Counters),
            new RightsReview(rights, _sessions, store, trace, Counters),
            new OnlineClients(),
            trace,
            traces,
            Counters,
            limits,
            budget,
            connections,
            message => SafeEvent.Raise(Received, message, Counters));

        var tokenLogins = new TokenLogins(time, database);
        _apiContext = new ApiContext(
            options,
            time,
            database,
            Credentials,
            Tokens,
            trace,
            Counters,
            identity,
            new ServiceHealth(options, time, database, store, budget, () => _listener!.IsListening),
            new ServiceGauges(connections, _sessions, store, budget, traces),
            _directory,
            new BrokerLogins(authenticator, Credentials, tokenLogins),
            new ClientRights(_directory, options.Accounts, Credentials, tokenLogins),
            _context.Online,
            traces);
        _listener = new ServiceListener(options, _context, identity);

        if (options.WebSocketPort is not null || options.WebSocketTlsPort is not null)
        {
            _webSockets = new WebSocketListener(options, _context, identity);
        }

        _disconnectsChanged = options.CredentialChangeEffect == CredentialChangeEffect.Disconnect;
        Credentials.Changed += OnCredentialChanged;

        Tokens.Revoked += EndRevoked;
        _directory.Changed += ApplyInstances;
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

    /// <summary>The port for WebSocket, or null when there is none.</summary>
    public int? WebSocketPort => _webSockets?.Port;

    /// <summary>The port for secure WebSocket, or null when there is none.</summary>
    public int? WebSocketTlsPort => _webSockets?.TlsPort;

    /// <summary>The port for HTTP, or null when there is none.</summary>
    public int? HttpPort => _http?.Port;

    /// <summary>The port for HTTPS, or null when there is none.</summary>
    public int? HttpsPort => _http?.TlsPort;

    /// <summary>
    /// The certificate of the service's own authority, for clients to trust, in PEM; null without TLS or with a given certificate.
    /// </summary>
    public string? CertificateAuthorityPem => _identity?.AuthorityPem;

    /// <summary>The device credentials: what the vendor's server API manages.</summary>
    public CredentialStore Credentials { get; }

    /// <summary>The tokens: what the vendor's server API issues and revokes.</summary>
    public TokenStore Tokens { get; }

    /// <summary>What happened since the start, in figures.</summary>
    public ServiceCounters Counters { get; }

    /// <summary>What happened lately, oldest first: a copy.</summary>
    public IReadOnlyList<TraceEntry> Trace => _context.Trace.Entries;

    /// <summary>Starts a service.</summary>
    /// <param name="options">What it knows and where it listens.</param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The service, listening.</returns>
    /// <exception cref="ArgumentException">An option breaks its rule.</exception>
    /// <exception cref="ServiceStartException">A database, the certificate authority, the address or a port is not to be had.</exception>
    public static async Task<MqttService> StartAsync(
        ServiceOptions options,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();

        options.Validate();
        var time = timeProvider ?? TimeProvider.System;
        var opened = new Stack<IDisposable>();

        try
        {
            var counters = new ServiceCounters();
            var database = ServiceDatabase.Open(options, time);
            opened.Push(database);
            var store = SessionStore.Open(options.SessionFile, counters);
            opened.Push(store);
            var identity = options is { TlsPort: null, WebSocketTlsPort: null, HttpsPort: null } ? null : TlsIdentity.Open(options, time);

            if (identity is not null)
            {
                opened.Push(identity);
            }

            var service = new MqttService(options, time, database, store, identity, counters);

            // From here on all of it is the service's.
            opened.Clear();
            await service.OpenAsync(cancellationToken);
            return service;
        }
        catch
        {
            while (opened.TryPop(out var last))
            {
                last.Dispose();
            }

            throw;
        }
    }

    /// <summary>Whether a client is online.</summary>
    /// <param name="clientId">The client ID.</param>
    /// <param name="instanceId">Its instance; null looks in all.</param>
    /// <returns>True from before its CONNACK until its connection is closed.</returns>
    public bool IsOnline(string clientId, string? instanceId = null)
    {
        ArgumentNullException.ThrowIfNull(clientId);

        return Find(clientId, instanceId) is not null;
    }

    /// <summary>Cuts a client's connection as a failing network would. Returns when the client counts as offline.</summary>
    /// <param name="clientId">The client ID.</param>
    /// <param name="instanceId">Its instance; null takes the first in which it is online.</param>
    /// <returns>Whether it was online.</returns>
    public async Task<bool> DropAsync(string clientId, string? instanceId = null)
    {
        ArgumentNullException.ThrowIfNull(clientId);

        if (Find(clientId, instanceId) is not { } channel)
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
    /// <param name="instanceId">The target's instance; null takes the first.</param>
    /// <returns>
    /// Whether the target was online, or the message waits for it on the disk (QoS 1 or 2, cleanSession=false); if not, it is dropped.
    /// </returns>
    /// <exception cref="ArgumentException">An argument breaks its rule.</exception>
    public async Task<bool> PublishP2PAsync(
        string parentTopic,
        string clientId,
        ReadOnlyMemory<byte> payload,
        int qos,
        string? instanceId = null)
    {
        ArgumentNullException.ThrowIfNull(parentTopic);
        ArgumentNullException.ThrowIfNull(clientId);
        ArgumentOutOfRangeException.ThrowIfNegative(qos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(qos, MaxQoS);

        if (!_instances.TryGetValue(instanceId ?? _firstInstance, out var instance))
        {
            throw new ArgumentException("The instance is not among the service's instances.", nameof(instanceId));
        }

        var topic = TopicRules.P2PTopic(parentTopic, clientId);

        if (!instance.Topics.IsParent(parentTopic))
        {
            throw new ArgumentException("The parent topic is not among the instance's parent topics.", nameof(parentTopic));
        }

        if (instance.Topics.CheckPublish(topic, payload.Length) is { } fault)
        {
            throw new ArgumentException($"Not a P2P message: {fault.Detail}.");
        }

        var target = new ClientKey(instance.Id, clientId);
        var reached = _context.Router.PublishP2P(null, target, topic, payload.ToArray(), qos, out var committed);
        await committed;
        return reached;
    }

    /// <summary>Ends all connections, stops listening and closes the databases.</summary>
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

        Credentials.Changed -= OnCredentialChanged;
        Tokens.Revoked -= EndRevoked;
        _directory.Changed -= ApplyInstances;
        await _listener.StopAsync();

        if (_webSockets is not null)
        {
            await _webSockets.DisposeAsync();
        }

        if (_cleaning is not null)
        {
            await _cleaning.DisposeAsync();
        }

        _listener.Dispose();
        _context.Gate.Dispose();
        _sessions.Dispose();
        _store.Dispose();
        _identity?.Dispose();
        _database.Dispose();
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _sessions.LoadAsync();

            if (_webSockets is not null)
            {
                await _webSockets.StartAsync(cancellationToken);
            }

            _http = await HttpApi.StartAsync(_apiContext, cancellationToken);
            Clean();
            _cleaning = SafeCallback.Timer(_time, Counters, Clean);
            _cleaning.Change(_cleaningPeriod, _cleaningPeriod);
            _listener.Start();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private void Clean()
    {
        _store.ForgetBeforeAsync((_time.GetUtcNow() - SessionContext.KeepTime).ToUnixTimeMilliseconds()).Forget(Counters);
    }

    private ClientChannel? Find(string clientId, string? instanceId)
    {
        return instanceId is not null
            ? _context.Online.Find(new ClientKey(instanceId, clientId))
            : _instances.Keys.Select(id => _context.Online.Find(new ClientKey(id, clientId))).FirstOrDefault(found => found is not null);
    }

    // On the thread of the server API's call, which has done its work: what fails here is not the caller's.
    private void OnCredentialChanged(string instanceId, string clientId)
    {
        var key = new ClientKey(instanceId, clientId);
        SafeCallback.Run(Counters, () => _context.Review.ReviewClientAsync(key).Forget(Counters));

        if (_disconnectsChanged && _context.Online.Find(key) is { Login.Mode: UserName.DeviceCredentialMode } channel)
        {
            channel.End(new Fault(TraceReasons.NotAuthorized, "its credential was changed"));
        }
    }

    // The instances changed: what is asked from now on is decided by the new ones, and what was decided before is asked again.
    private void ApplyInstances(IReadOnlyCollection<string> changed)
    {
        var current = _directory.Current;

        foreach (var rules in current.All)
        {
            _instances.GetOrAdd(rules.Id, id => new InstanceState(id, rules.Topics)).Topics = rules.Topics;
        }

        foreach (var gone in _instances.Values.Where(instance => current.Find(instance.Id) is null))
        {
            gone.Topics = new TopicRules([]);
        }

        foreach (var instance in changed)
        {
            RightsChanged(instance);
        }
    }

    // The one place that hears of other groups, topics and grants of an instance. Who is still known stays online and loses what is no
    // longer granted.
    private void RightsChanged(string instanceId)
    {
        var rules = _directory.Current.Find(instanceId);

        foreach (var channel in _context.Online.All.Where(channel => channel.Login?.Key.InstanceId == instanceId))
        {
            if (rules is null || !Identifiers.TryGetGroup(channel.Login!.Key.ClientId, out var group) || !rules.HasGroup(group))
            {
                channel.End(new Fault(TraceReasons.NotAuthorized, "its instance or group was taken away"));
            }
        }

        if (rules is not null)
        {
            _context.Review.ReviewInstanceAsync(instanceId).Forget(Counters);
        }
    }

    private void EndRevoked(TokenGrant grant)
    {
        foreach (var channel in _context.Online.All)
        {
            channel.Tokens?.EndRevoked(grant.TokenId);
        }
    }
}
