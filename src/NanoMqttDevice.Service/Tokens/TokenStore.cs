using System.Data.Common;

namespace NanoMqttDevice.Service;

/// <summary>
/// The tokens, as the vendor's server API keeps them. A token's text is kept nowhere: it is signed, and the database has what it
/// permits. Each change is on the disk when its method returns. Safe to use from several threads.
/// </summary>
public sealed class TokenStore
{
    /// <summary>Most resources of one token (the vendor's ApplyToken page).</summary>
    public const int MaxResources = 100;

    private const string Columns = "TokenId, InstanceId, AccessKeyId, Resources, Actions, ExpireTime";

    // The API separates resources by commas: none has one.
    private const char Separator = ',';
    private const int KeyLength = 32;

    private static readonly long _shortestLife = (long)TimeSpan.FromSeconds(60).TotalMilliseconds;
    private static readonly long _longestLife = (long)TimeSpan.FromDays(30).TotalMilliseconds;
    private static readonly long _keptAfterEnd = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private readonly ServiceOptions _options;
    private readonly TimeProvider _time;
    private readonly ServiceDatabase _database;
    private readonly ServiceCounters _counters;
    private readonly byte[] _key;

    internal TokenStore(ServiceOptions options, TimeProvider time, ServiceDatabase database, ServiceCounters counters)
    {
        _options = options;
        _time = time;
        _database = database;
        _counters = counters;
        _key = ReadKey(options.Random, database);
    }

    /// <summary>
    /// Raised when a token was revoked through this object, once, after it is on the disk, on the thread of the call. A service that
    /// shares a database hears of its neighbours' revocations only by <see cref="Inspect"/>.
    /// </summary>
    public event Action<TokenGrant>? Revoked;

    /// <summary>Issues a token (the vendor's ApplyToken).</summary>
    /// <param name="instanceId">A known instance.</param>
    /// <param name="accessKeyId">The account that asks for it.</param>
    /// <param name="resources">1 to 100 topics; <c>+</c> and <c>#</c> as in MQTT, no comma.</param>
    /// <param name="actions">What it permits there.</param>
    /// <param name="expireTime">
    /// When it ends, in Unix milliseconds: at least 60 s ahead; more than 30 days ahead is taken for 30 days, without a word.
    /// </param>
    /// <returns>344 characters of Base64. Kept nowhere.</returns>
    /// <exception cref="ArgumentException">An argument breaks its rule.</exception>
    public string Issue(
        string instanceId,
        string accessKeyId,
        IReadOnlyCollection<string> resources,
        TokenActions actions,
        long expireTime)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(accessKeyId);
        ArgumentNullException.ThrowIfNull(resources);
        var isKnown = _options.AllInstances().Any(instance => instance.InstanceId == instanceId);
        Require(isKnown, nameof(instanceId), "it is not among the service's instances");
        Require(Identifiers.IsAccessKeyId(accessKeyId), nameof(accessKeyId), Identifiers.AccessKeyIdRule);
        Require(resources.Count is >= 1 and <= MaxResources, nameof(resources), $"there must be 1 to {MaxResources}");
        Require(resources.All(IsResource), nameof(resources), "each is a topic or a topic filter of MQTT, and has no comma");
        Require(actions is > TokenActions.None and <= TokenActions.ReadWrite, nameof(actions), "R, W or R,W");

        var now = Now();
        Require(expireTime >= now + _shortestLife, nameof(expireTime), "it must be at least 60 seconds ahead, in milliseconds");
        expireTime = Math.Min(expireTime, now + _longestLife);
        var (text, id) = TokenText.Make(_options.Random, _key, expireTime);

        // What ended long ago is told by the token's own expiry: no row is needed for it.
        _database.Execute("DELETE FROM Token WHERE ExpireTime < @limit;", ("@limit", now - _keptAfterEnd));
        _database.Execute(
            $"INSERT INTO Token ({Columns}) VALUES (@id, @instance, @account, @resources, @actions, @expire);",
            ("@id", id),
            ("@instance", instanceId),
            ("@account", accessKeyId),
            ("@resources", string.Join(Separator, resources)),
            ("@actions", (long)actions),
            ("@expire", expireTime));
        return text;
    }

    /// <summary>Tells what a token is worth now.</summary>
    /// <param name="instanceId">The instance it is shown to.</param>
    /// <param name="token">The token; any text.</param>
    /// <returns>Its state and what it permits.</returns>
    public TokenInspection Inspect(string instanceId, string token)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(token);

        if (TokenText.Read(_key, token) is not { } read)
        {
            return new TokenInspection(TokenState.Forged, null);
        }

        if (!read.Signed)
        {
            return new TokenInspection(TokenState.BadSignature, null);
        }

        var (grant, revoked) = _database.Read(
            $"SELECT {Columns}, RevokeTime FROM Token WHERE TokenId = @id AND InstanceId = @instance;",
            static reader => (Grant: ReadGrant(reader), Revoked: !reader.IsDBNull(6)),
            ("@id", read.TokenId),
            ("@instance", instanceId)).SingleOrDefault();

        var state = read.ExpireTime <= Now() ? TokenState.Expired
            : grant is null ? TokenState.Forged
            : revoked ? TokenState.Revoked
            : TokenState.Valid;
        return new TokenInspection(state, grant);
    }

    /// <summary>Takes a token back (the vendor's RevokeToken).</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="token">The token; any text.</param>
    /// <returns>What it was worth before. Only a valid one changes.</returns>
    public TokenInspection Revoke(string instanceId, string token)
    {
        var before = Inspect(instanceId, token);

        if (before is not { State: TokenState.Valid, Grant: { } grant })
        {
            return before;
        }

        var revoked = _database.Write(
            "UPDATE Token SET RevokeTime = @now WHERE TokenId = @id AND RevokeTime IS NULL RETURNING TokenId;",
            static reader => reader.GetString(0),
            ("@id", grant.TokenId),
            ("@now", Now()));

        // Two may revoke it at once: it is told once.
        if (revoked.Count == 0)
        {
            return before with { State = TokenState.Revoked };
        }

        SafeEvent.Raise(Revoked, grant, _counters);
        return before;
    }

    /// <summary>Whether a token was taken back, through this service or another one on the same database.</summary>
    /// <param name="grant">What it permitted.</param>
    /// <returns>True also when it is forgotten.</returns>
    internal bool IsRevoked(TokenGrant grant)
    {
        return _database.Read(
            "SELECT TokenId FROM Token WHERE TokenId = @id AND RevokeTime IS NULL;",
            static reader => reader.GetString(0),
            ("@id", grant.TokenId)).Count == 0;
    }

    private static bool IsResource(string resource)
    {
        return resource is not null && TopicFilter.IsValid(resource) && !resource.Contains(Separator, StringComparison.Ordinal);
    }

    // The first to come writes the key; everybody reads the one that stands there.
    private static byte[] ReadKey(RandomFill random, ServiceDatabase database)
    {
        var key = new byte[KeyLength];
        random(key);
        database.Execute(
            "INSERT INTO TokenKey (Id, Secret) VALUES (1, @key) ON CONFLICT (Id) DO NOTHING;",
            ("@key", Convert.ToBase64String(key)));
        return Convert.FromBase64String(database.Read("SELECT Secret FROM TokenKey WHERE Id = 1;", static r => r.GetString(0)).Single());
    }

    private static TokenGrant ReadGrant(DbDataReader reader)
    {
        return new TokenGrant(
            reader.GetString(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3).Split(Separator),
            (TokenActions)reader.GetInt64(4),
            reader.GetInt64(5));
    }

    private static void Require(bool holds, string argument, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{argument}: {rule}.", argument);
        }
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
