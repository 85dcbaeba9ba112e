using System.Data.Common;

namespace NanoMqttDevice.Service;

/// <summary>
/// The device credentials, as the vendor's server API keeps them: one per client ID and instance. Each change is on the disk
/// when its method returns. Safe to use from several threads.
/// </summary>
public sealed class CredentialStore : IDisposable
{
    private const string Columns = "InstanceId, ClientId, DeviceAccessKeyId, DeviceAccessKeySecret, CreateTime, UpdateTime";

    private readonly ServiceOptions _options;
    private readonly TimeProvider _time;
    private readonly AccessKeyGenerator _keys;
    private readonly ServiceDatabase _database;

    internal CredentialStore(ServiceOptions options, TimeProvider time, ServiceDatabase database)
    {
        _options = options;
        _time = time;
        _keys = new AccessKeyGenerator(options.Random);
        _database = database;
    }

    /// <summary>Raised after a credential was registered, refreshed or unregistered, with its instance and client ID.</summary>
    internal event Action<string, string>? Changed;

    /// <summary>Opens the store of these options without a service around it.</summary>
    /// <param name="options">The database and the known instances and groups.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <returns>The store.</returns>
    /// <exception cref="ServiceStartException">The database cannot be opened, is something else, or is newer.</exception>
    public static CredentialStore Open(ServiceOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();

        time ??= TimeProvider.System;
        return new CredentialStore(options, time, ServiceDatabase.Open(options, time));
    }

    /// <summary>
    /// Gives a client ID a new credential. An earlier one is no longer valid: of several registrations only the last counts
    /// (the vendor's unique-certificate-per-device page). An online client stays online.
    /// </summary>
    /// <param name="instanceId">A known instance.</param>
    /// <param name="clientId">A client ID of a known group.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The instance or the group is unknown, or the client ID breaks its rule.</exception>
    public DeviceCredential Register(string instanceId, string clientId) => Put(instanceId, clientId, _keys.Next(), _keys.Next());

    /// <summary>Gives a client ID the credential it has already, from before this database; an earlier one is no longer valid.</summary>
    /// <param name="instanceId">A known instance.</param>
    /// <param name="clientId">A client ID of a known group.</param>
    /// <param name="deviceAccessKeyId">The DeviceAccessKeyId it has.</param>
    /// <param name="deviceAccessKeySecret">The DeviceAccessKeySecret it has.</param>
    /// <returns>The credential.</returns>
    /// <exception cref="ArgumentException">The instance or the group is unknown, or the client ID breaks its rule.</exception>
    public DeviceCredential Restore(string instanceId, string clientId, string deviceAccessKeyId, string deviceAccessKeySecret) =>
        Put(instanceId, clientId, deviceAccessKeyId, deviceAccessKeySecret);

    /// <summary>Reads the credential that is valid now.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="clientId">The client ID.</param>
    /// <returns>The credential, or null when none is registered.</returns>
    public DeviceCredential? Get(string instanceId, string clientId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(clientId);

        return _database.Read(
            $"SELECT {Columns} FROM DeviceCredential WHERE InstanceId = @instance AND ClientId = @client;",
            ReadCredential,
            ("@instance", instanceId),
            ("@client", clientId)).SingleOrDefault();
    }

    /// <summary>
    /// Gives a credential a new secret and keeps its DeviceAccessKeyId. The vendor does not document what stays; nor what
    /// happens to an online client: it stays online, as after unregistering.
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="clientId">The client ID.</param>
    /// <returns>The credential with its new secret, or null when none is registered.</returns>
    public DeviceCredential? Refresh(string instanceId, string clientId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(clientId);

        return Change(
            instanceId,
            clientId,
            $"""
            UPDATE DeviceCredential SET DeviceAccessKeySecret = @secret, UpdateTime = @now
            WHERE InstanceId = @instance AND ClientId = @client
            RETURNING {Columns};
            """,
            ("@instance", instanceId),
            ("@client", clientId),
            ("@secret", _keys.Next()),
            ("@now", Now()));
    }

    /// <summary>
    /// Takes a credential away. An online client stays online; its next connect is refused (the vendor's
    /// unique-certificate-per-device page).
    /// </summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="clientId">The client ID.</param>
    /// <returns>Whether there was one.</returns>
    public bool Unregister(string instanceId, string clientId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(clientId);

        return Change(
            instanceId,
            clientId,
            $"DELETE FROM DeviceCredential WHERE InstanceId = @instance AND ClientId = @client RETURNING {Columns};",
            ("@instance", instanceId),
            ("@client", clientId)) is not null;
    }

    /// <summary>Lists the credentials of an instance, ordered by client ID.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="groupId">Only those of this group; all when null.</param>
    /// <returns>The credentials.</returns>
    public IReadOnlyList<DeviceCredential> List(string instanceId, string? groupId = null)
    {
        ArgumentNullException.ThrowIfNull(instanceId);

        return _database.Read(
            $"""
            SELECT {Columns} FROM DeviceCredential
            WHERE InstanceId = @instance AND substr(ClientId, 1, length(@prefix)) = @prefix
            ORDER BY ClientId;
            """,
            ReadCredential,
            ("@instance", instanceId),
            ("@prefix", groupId is null ? string.Empty : groupId + Identifiers.Separator));
    }

    /// <summary>Lists client IDs of a group that have a credential, a page at a time (the vendor's ListDeviceCredentialClientId).</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="after">Only those behind this client ID; from the first when null.</param>
    /// <param name="skip">How many of them to leave out.</param>
    /// <param name="take">At most so many.</param>
    /// <returns>The page.</returns>
    public ClientIdPage ListClientIds(string instanceId, string groupId, string? after, long skip, int take)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(groupId);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(take);

        // The group's client IDs are those from its separator up to the next character behind '@'.
        var first = groupId + Identifiers.Separator;
        var end = first[..^1] + (char)(first[^1] + 1);
        const string Group = "FROM DeviceCredential WHERE InstanceId = @instance AND ClientId > @first AND ClientId < @end";

        var total = _database.Read(
            $"SELECT count(*) {Group};",
            static reader => reader.GetInt64(0),
            ("@instance", instanceId),
            ("@first", first),
            ("@end", end)).Single();

        // One more than wanted tells whether there are more.
        var found = _database.Read(
            $"SELECT ClientId {Group} ORDER BY ClientId LIMIT @take OFFSET @skip;",
            static reader => reader.GetString(0),
            ("@instance", instanceId),
            ("@first", after ?? first),
            ("@end", end),
            ("@take", take + 1L),
            ("@skip", skip));

        return new ClientIdPage(total, [.. found.Take(take)], found.Count > take);
    }

    /// <summary>Closes the database.</summary>
    public void Dispose() => _database.Dispose();

    private DeviceCredential Put(string instanceId, string clientId, string deviceAccessKeyId, string deviceAccessKeySecret)
    {
        RequireKnown(instanceId, clientId);

        return Change(
            instanceId,
            clientId,
            $"""
            INSERT INTO DeviceCredential ({Columns}) VALUES (@instance, @client, @id, @secret, @now, @now)
            ON CONFLICT (InstanceId, ClientId) DO UPDATE SET
                DeviceAccessKeyId = @id, DeviceAccessKeySecret = @secret, CreateTime = @now, UpdateTime = @now
            RETURNING {Columns};
            """,
            ("@instance", instanceId),
            ("@client", clientId),
            ("@id", deviceAccessKeyId),
            ("@secret", deviceAccessKeySecret),
            ("@now", Now()))!;
    }

    private void RequireKnown(string instanceId, string clientId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        ArgumentNullException.ThrowIfNull(clientId);

        if (_options.AllInstances().FirstOrDefault(instance => instance.InstanceId == instanceId) is not { } known)
        {
            throw new ArgumentException("The instance is not among the service's instances.", nameof(instanceId));
        }

        if (!Identifiers.TryGetGroup(clientId, out var group))
        {
            throw new ArgumentException($"Not a client ID: {Identifiers.ClientIdRule}.", nameof(clientId));
        }

        if (!known.GroupIds.Contains(group, StringComparer.Ordinal))
        {
            throw new ArgumentException("The group of the client ID is not among the instance's groups.", nameof(clientId));
        }
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static DeviceCredential ReadCredential(DbDataReader reader)
    {
        return new DeviceCredential(
            reader.GetString(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetInt64(4),
            reader.GetInt64(5));
    }

    private DeviceCredential? Change(
        string instanceId,
        string clientId,
        string sql,
        params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var credential = _database.Write(sql, ReadCredential, parameters).SingleOrDefault();

        if (credential is not null)
        {
            Changed?.Invoke(instanceId, clientId);
        }

        return credential;
    }
}
