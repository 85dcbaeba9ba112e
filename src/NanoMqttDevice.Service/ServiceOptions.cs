using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NanoMqttDevice.Service;

/// <summary>
/// What the service knows and where it listens. Everything the vendor's console creates beforehand is listed here.
/// </summary>
public sealed record ServiceOptions
{
    private const int MaxRate = 1_000_000;
    private const int MaxVhost = 255;

    /// <summary>The instances that share <see cref="GroupIds"/> and <see cref="ParentTopics"/>.</summary>
    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    /// <summary>The groups created beforehand; a client ID of any other group is refused (the vendor's limits page).</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>The parent topics created beforehand; using any other closes the connection (the vendor's limits page).</summary>
    public IReadOnlyList<string> ParentTopics { get; init; } = [];

    /// <summary>Instances with groups and topics of their own. With <see cref="InstanceIds"/>, at least one is needed.</summary>
    public IReadOnlyList<ServiceInstance> Instances { get; init; } = [];

    /// <summary>
    /// Instances that may change while the service runs, instead of all that is listed here and of <see cref="Grants"/>; null when they
    /// do not change.
    /// </summary>
    public InstanceDirectory? Directory { get; init; }

    /// <summary>
    /// Who may publish and subscribe where; using a topic that is not granted closes the connection. Null grants everything.
    /// </summary>
    public IReadOnlyList<TopicGrant>? Grants { get; init; }

    /// <summary>The accounts: they sign calls of the server API and logins of mode <c>Signature</c>. None by default.</summary>
    public IReadOnlyList<ServiceAccount> Accounts { get; init; } = [];

    /// <summary>The SQLite file of credentials and tokens; null keeps them in memory.</summary>
    public string? DatabasePath { get; init; }

    /// <summary>
    /// The SQLite file of the sessions and messages of clients with cleanSession=false; null puts it beside
    /// <see cref="DatabasePath"/>, with <c>.sessions</c> behind its name, or in memory when that is null too.
    /// </summary>
    public string? SessionDatabasePath { get; init; }

    /// <summary>
    /// The PostgreSQL database of credentials and tokens, instead of a SQLite file: Npgsql's form,
    /// <c>Host=…;Username=…;Database=…;Password=…</c>. Several services may share one. A secret.
    /// </summary>
    public string? PostgresConnectionString { get; init; }

    /// <summary>The IP address to listen on: this machine only, by default.</summary>
    public string ListenAddress { get; init; } = "127.0.0.1";

    /// <summary>The port for plain TCP; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The port for TLS; 0 takes a free one, null offers no TLS.</summary>
    public int? TlsPort { get; init; }

    /// <summary>The port for WebSocket; 0 takes a free one, null offers none. The vendor's is 80.</summary>
    public int? WebSocketPort { get; init; }

    /// <summary>The port for secure WebSocket; 0 takes a free one, null offers none. The vendor's is 443.</summary>
    public int? WebSocketTlsPort { get; init; }

    /// <summary>
    /// The certificate for TLS, with its private key. The caller keeps and disposes it. Null makes the service its own certificate
    /// authority, kept beside <see cref="DatabasePath"/> (or <see cref="SessionDatabasePath"/>) in <c>.ca-key.pem</c> and <c>.ca.pem</c>.
    /// </summary>
    public X509Certificate2? TlsCertificate { get; init; }

    /// <summary>
    /// The port for HTTP: the server API, <c>/authenticate</c>, <c>/trace</c>, <c>/metrics</c>, <c>/health</c>. 0 takes a free one,
    /// null offers none.
    /// </summary>
    public int? HttpPort { get; init; }

    /// <summary>The port for the same over HTTPS; 0 takes a free one, null offers none.</summary>
    public int? HttpsPort { get; init; }

    /// <summary>The IP address to listen on for HTTP: this machine only, by default, as the replies hold secrets.</summary>
    public string HttpListenAddress { get; init; } = "127.0.0.1";

    /// <summary>
    /// What a broker that asks <c>/authenticate</c> must send as <c>Authorization: Bearer …</c>; null asks for nothing. A secret.
    /// </summary>
    public string? AuthenticationSecret { get; init; }

    /// <summary>
    /// What <c>/trace</c> and <c>/metrics</c> want as <c>Authorization: Bearer …</c>. Null asks for nothing where HTTP listens on a
    /// loopback address, and refuses everybody elsewhere. A secret.
    /// </summary>
    public string? OperationsSecret { get; init; }

    /// <summary>A web site that is served on the ports for HTTP, too; null for none.</summary>
    public HttpSite? Site { get; init; }

    /// <summary>What one client, one address and all together may take.</summary>
    public ServiceLimits Limits { get; init; } = new();

    /// <summary>How many ApplyToken a second are served; beyond that: ApplyTokenOverFlow (the vendor's page of call limits).</summary>
    public int ApplyTokenRate { get; init; } = 500;

    /// <summary>How many QueryToken a second are served; beyond that: SystemOverFlow (the vendor's page of call limits).</summary>
    public int QueryTokenRate { get; init; } = 100;

    /// <summary>How many RevokeToken a second are served; beyond that: SystemOverFlow (the vendor's page of call limits).</summary>
    public int RevokeTokenRate { get; init; } = 5;

    /// <summary>How many of each trace query a second are served; beyond that: SystemOverFlow (the vendor's pages of these queries).</summary>
    public int TraceQueryRate { get; init; } = 500;

    /// <summary>
    /// Host names and IP addresses for which the service's own certificate is made, beside <see cref="ListenAddress"/>, localhost and
    /// the loopback addresses.
    /// </summary>
    public IReadOnlyList<string> TlsNames { get; init; } = [];

    /// <summary>
    /// What happens to an online client whose credential is refreshed, registered anew or unregistered. Documented for unregistering
    /// only: it stays online.
    /// </summary>
    public CredentialChangeEffect CredentialChangeEffect { get; init; } = CredentialChangeEffect.StayOnline;

    /// <summary>
    /// The CONNACK return code of every refused login: 5 (not authorized) or 4 (bad user name or password). The vendor documents
    /// neither; 5 was observed, the sibling broker answers 4, and a device must treat them alike.
    /// </summary>
    public int RefusalCode { get; init; } = 5;

    /// <summary>How long a connection may take from TCP accept to a whole CONNECT, TLS included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many trace entries are kept; the oldest are forgotten first.</summary>
    public int TraceCapacity { get; init; } = 1000;

    /// <summary>Where key ids and secrets are drawn from.</summary>
    public RandomFill Random { get; init; } = RandomNumberGenerator.Fill;

    /// <summary>Where it listens and what it serves, without any secret, fit for a log.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{nameof(ServiceOptions)} {ListenAddress}:{Port} {string.Join(' ', InstanceIds)}";

    /// <summary>Checks every field.</summary>
    /// <exception cref="ArgumentException">A field breaks its rule; the message names both.</exception>
    public void Validate()
    {
        Require(
            InstanceIds is { Count: > 0 } || Instances is { Count: > 0 } || Directory is not null,
            nameof(InstanceIds),
            "at least one instance is needed");
        Require(
            Directory is null || (InstanceIds is { Count: 0 } && Instances is { Count: 0 } && Grants is null),
            nameof(Directory),
            "with it no instance and no grant is listed here");
        RequireAll(InstanceIds, Identifiers.IsInstanceId, nameof(InstanceIds), Identifiers.InstanceIdRule);
        RequireAll(GroupIds, Identifiers.IsGroupId, nameof(GroupIds), Identifiers.GroupIdRule);
        RequireAll(ParentTopics, Identifiers.IsParentTopic, nameof(ParentTopics), Identifiers.ParentTopicRule);

        ValidateInstances();
        ValidateAccounts();
        ValidateGrants(Grants, nameof(Grants));

        Require(DatabasePath is null || DatabasePath.Trim() != "", nameof(DatabasePath), "a file name, or null for memory");
        Require(
            PostgresConnectionString is null || (PostgresConnectionString.Trim() != "" && DatabasePath is null),
            nameof(PostgresConnectionString),
            "a connection string and no DatabasePath beside it, or null");
        Require(IPAddress.TryParse(ListenAddress, out _), nameof(ListenAddress), "an IP address is needed, as 127.0.0.1");
        Require(
            SessionDatabasePath is null || SessionDatabasePath.Trim() != "",
            nameof(SessionDatabasePath),
            "a file name, or null");
        Require(Port is >= 0 and <= IPEndPoint.MaxPort, nameof(Port), "0 to 65535");
        Require(TlsPort is null or (>= 0 and <= IPEndPoint.MaxPort), nameof(TlsPort), "0 to 65535, or null");
        Require(
            TlsCertificate is null or { HasPrivateKey: true },
            nameof(TlsCertificate),
            "a certificate with its private key is needed, or none");
        Require(WebSocketPort is null or (>= 0 and <= IPEndPoint.MaxPort), nameof(WebSocketPort), "0 to 65535, or null");
        Require(WebSocketTlsPort is null or (>= 0 and <= IPEndPoint.MaxPort), nameof(WebSocketTlsPort), "0 to 65535, or null");
        RequireAll(TlsNames, name => Uri.CheckHostName(name) != UriHostNameType.Unknown, nameof(TlsNames), "a host name or IP address");
        Require(Enum.IsDefined(CredentialChangeEffect), nameof(CredentialChangeEffect), "one of its names");
        ValidateHttp();
        Require(TlsPort is null or 0 || TlsPort != Port, nameof(TlsPort), "it must differ from Port");
        Require(RefusalCode is 4 or 5, nameof(RefusalCode), "4 or 5");
        Require(
            ConnectTimeout > TimeSpan.Zero && ConnectTimeout <= TimeSpan.FromHours(1),
            nameof(ConnectTimeout),
            "more than zero, at most an hour");
        Require(TraceCapacity is >= 1 and <= 1_000_000, nameof(TraceCapacity), "1 to 1000000");
        Require(Random is not null, nameof(Random), "a source is needed");
        ValidateLimits();
    }

    /// <summary>Where the sessions are; null for memory.</summary>
    internal string? SessionFile => SessionDatabasePath ?? (DatabasePath is null ? null : DatabasePath + ".sessions");

    internal IReadOnlyList<ServiceInstance> AllInstances()
    {
        return Directory?.Instances
            ?? [.. InstanceIds.Select(id => new ServiceInstance(id, GroupIds, ParentTopics)).Concat(Instances).Select(WithGrants)];
    }

    private ServiceInstance WithGrants(ServiceInstance instance) => instance.Grants is null ? instance with { Grants = Grants } : instance;

    private void ValidateHttp()
    {
        Require(HttpPort is null or (>= 0 and <= IPEndPoint.MaxPort), nameof(HttpPort), "0 to 65535, or null");
        Require(HttpsPort is null or (>= 0 and <= IPEndPoint.MaxPort), nameof(HttpsPort), "0 to 65535, or null");
        Require(IPAddress.TryParse(HttpListenAddress, out _), nameof(HttpListenAddress), "an IP address is needed, as 127.0.0.1");
        Require(
            AuthenticationSecret is null || (AuthenticationSecret.Length > 0 && AuthenticationSecret.All(c => c is > ' ' and <= '~')),
            nameof(AuthenticationSecret),
            "printable characters of ASCII and no space, or null");
        Require(
            OperationsSecret is null || (OperationsSecret.Length > 0 && OperationsSecret.All(c => c is > ' ' and <= '~')),
            nameof(OperationsSecret),
            "printable characters of ASCII and no space, or null");
        Require(ApplyTokenRate is >= 1 and <= MaxRate, nameof(ApplyTokenRate), $"1 to {MaxRate} a second");
        Require(QueryTokenRate is >= 1 and <= MaxRate, nameof(QueryTokenRate), $"1 to {MaxRate} a second");
        Require(TraceQueryRate is >= 1 and <= MaxRate, nameof(TraceQueryRate), $"1 to {MaxRate} a second");
        Require(RevokeTokenRate is >= 1 and <= MaxRate, nameof(RevokeTokenRate), $"1 to {MaxRate} a second");
    }

    private void ValidateLimits()
    {
        Require(Limits is not null, nameof(Limits), "they are needed");

        foreach (var (name, value, least, most) in Limits!.All)
        {
            Require(value >= least && value <= most, name, most == long.MaxValue ? $"at least {least}" : $"{least} to {most}");
        }
    }

    private void ValidateInstances()
    {
        Require(Instances is not null && Instances.All(instance => instance is not null), nameof(Instances), "none may be null");
        RequireAll([.. Instances!.Select(i => i.InstanceId)], Identifiers.IsInstanceId, nameof(Instances), Identifiers.InstanceIdRule);

        foreach (var instance in Instances!)
        {
            RequireAll(instance.GroupIds, Identifiers.IsGroupId, nameof(Instances), Identifiers.GroupIdRule);
            RequireAll(instance.ParentTopics, Identifiers.IsParentTopic, nameof(Instances), Identifiers.ParentTopicRule);
            Require(
                instance.Vhost is null || (instance.Vhost.Length is >= 1 and <= MaxVhost && !instance.Vhost.Any(char.IsControl)),
                nameof(Instances),
                $"a vhost has 1 to {MaxVhost} characters and no control character");
            ValidateGrants(instance.Grants, nameof(Instances));
        }

        var ids = AllInstances().Select(instance => instance.InstanceId).ToArray();
        Require(ids.Distinct(StringComparer.Ordinal).Count() == ids.Length, nameof(Instances), "each instance may stand once");
        var vhosts = Instances.Select(instance => instance.Vhost).OfType<string>().ToArray();
        Require(vhosts.Distinct(StringComparer.Ordinal).Count() == vhosts.Length, nameof(Instances), "each vhost may stand once");
    }

    private static void ValidateGrants(IReadOnlyList<TopicGrant>? grants, string field)
    {
        Require(grants is null || grants.All(grant => grant is not null), field, "no grant may be null");
        RequireAll([.. grants?.Select(grant => grant.Holder) ?? []], holder => holder != "", field, "a grant's holder is needed");
        RequireAll([.. grants?.Select(grant => grant.TopicFilter) ?? []], TopicFilter.IsValid, field, "a grant's topic filter is needed");
        RequireAll(
            [.. grants?.Select(grant => grant.TopicFilter) ?? []],
            GrantPlaceholders.AreKnown,
            field,
            $"the placeholders of a grant are {GrantPlaceholders.ClientId} and {GrantPlaceholders.GroupId}");
    }

    private void ValidateAccounts()
    {
        Require(Accounts is not null && Accounts.All(account => account is not null), nameof(Accounts), "no account may be null");

        string[] ids = [.. Accounts!.Select(account => account.AccessKeyId)];
        RequireAll(ids, Identifiers.IsAccessKeyId, nameof(Accounts), Identifiers.AccessKeyIdRule);
        Require(ids.Distinct(StringComparer.Ordinal).Count() == ids.Length, nameof(Accounts), "each AccessKeyId may stand once");

        var secrets = Accounts!.Select(account => account.AccessKeySecret);
        Require(!secrets.Any(string.IsNullOrEmpty), nameof(Accounts), "no secret may be empty");
    }

    private static void RequireAll(IReadOnlyList<string> values, Func<string, bool> holds, string field, string rule)
    {
        Require(values is not null, field, "a list is needed; it may be empty");

        foreach (var value in values!)
        {
            Require(value is not null && holds(value), field, $"'{TraceText.Clean(value)}': {rule}");
        }
    }

    private static void Require(bool holds, string field, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(ServiceOptions)}.{field}: {rule}.", field);
        }
    }
}
