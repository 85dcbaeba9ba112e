namespace NanoMqttDevice.Service;

/// <summary>
/// The authentication and authorization service for other brokers, without a broker of its own: what RabbitMQ and EMQX ask, and the
/// vendor's server API beside it. It keeps nothing but what is in the database, so any number may run side by side on PostgreSQL.
/// </summary>
public sealed class AuthService : IAsyncDisposable
{
    private readonly ServiceDatabase _database;
    private readonly TlsIdentity? _identity;
    private readonly TraceLog _trace;
    private readonly ApiContext _context;
    private HttpApi? _http;
    private int _disposed;

    private AuthService(ServiceOptions options, TimeProvider time, ServiceDatabase database, TlsIdentity? identity)
    {
        _database = database;
        _identity = identity;
        _trace = new TraceLog(options.TraceCapacity, time, Counters);
        Credentials = new CredentialStore(options, time, database);
        Tokens = new TokenStore(options, time, database, Counters);
        var directory = InstanceDirectory.Of(options);
        var tokenLogins = new TokenLogins(time, database);
        _context = new ApiContext(
            options,
            time,
            database,
            Credentials,
            Tokens,
            _trace,
            Counters,
            identity,
            new ServiceHealth(options, time, database, null, null, () => _http is not null),
            new ServiceGauges(),
            directory,
            new BrokerLogins(new Authenticator(directory, options.Accounts, Credentials, Tokens), Credentials, tokenLogins),
            new ClientRights(directory, options.Accounts, Credentials, tokenLogins));
    }

    /// <summary>Raised for every login that was asked about, every right that was refused and every call of the server API.</summary>
    public event Action<TraceEntry>? Traced
    {
        add => _trace.Traced += value;
        remove => _trace.Traced -= value;
    }

    /// <summary>The port for plain HTTP, or null when there is none.</summary>
    public int? HttpPort => _http?.Port;

    /// <summary>The port for HTTPS, or null when there is none.</summary>
    public int? HttpsPort => _http?.TlsPort;

    /// <summary>The device credentials.</summary>
    public CredentialStore Credentials { get; }

    /// <summary>The tokens.</summary>
    public TokenStore Tokens { get; }

    /// <summary>What happened since the start, in figures.</summary>
    public ServiceCounters Counters { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="options">
    /// What it knows and where it listens: instances, accounts, database and HTTP. All that is about MQTT is not looked at.
    /// </param>
    /// <param name="timeProvider">The clock; the system's when null.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The service, listening.</returns>
    /// <exception cref="ArgumentException">An option breaks its rule.</exception>
    /// <exception cref="ServiceStartException">The database, a certificate, the address or a port is not to be had.</exception>
    public static async Task<AuthService> StartAsync(
        ServiceOptions options,
        TimeProvider? timeProvider = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        if (options is { HttpPort: null, HttpsPort: null })
        {
            throw new ArgumentException($"{nameof(ServiceOptions)}.{nameof(options.HttpPort)}: a port is needed.", nameof(options));
        }

        var time = timeProvider ?? TimeProvider.System;
        var database = ServiceDatabase.Open(options, time);
        TlsIdentity? identity = null;

        try
        {
            identity = options.HttpsPort is null ? null : TlsIdentity.Open(options, time);
            var service = new AuthService(options, time, database, identity);
            service._http = await HttpApi.StartAsync(service._context, cancellationToken);
            return service;
        }
        catch
        {
            identity?.Dispose();
            database.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening and closes the database.</summary>
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

        _identity?.Dispose();
        _database.Dispose();
    }
}
