using NanoMqttDevice.Service;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>Credentials and tokens of one instance: those of a service in this process, or the server API's.</summary>
internal interface ICredentialDesk
{
    /// <summary>Gives the credential of a client ID; null when it has none.</summary>
    Task<DeviceCredential?> FindAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Registers one; one that was there ends.</summary>
    Task<DeviceCredential> RegisterAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Gives it another secret.</summary>
    Task<DeviceCredential> RefreshAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Ends it.</summary>
    Task UnregisterAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Lists who has one.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Issues a token.</summary>
    Task<string> ApplyTokenAsync(IReadOnlyList<string> resources, string actions, DateTimeOffset expireTime, CancellationToken cancellationToken);

    /// <summary>Tells whether a token is valid.</summary>
    Task<bool> QueryTokenAsync(string token, CancellationToken cancellationToken);

    /// <summary>Ends a token.</summary>
    Task RevokeTokenAsync(string token, CancellationToken cancellationToken);
}
