using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.ServerApi;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>The credentials and tokens behind a server API.</summary>
/// <param name="client">The API; null when it is not known.</param>
/// <param name="instance">Instance ID.</param>
/// <param name="group">Group ID whose credentials are listed.</param>
internal sealed class ApiDesk(ServerApiClient? client, string instance, string group) : ICredentialDesk
{
    private const int PageSize = 100;

    private ServerApiClient Client => client
        ?? throw new ToolException(ExitCodes.Usage, "the server API is not known: start the page with --endpoint, --region or a profile that has one");

    public async Task<DeviceCredential?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        try
        {
            return await Client.GetAsync(instance, clientId, cancellationToken).ConfigureAwait(false);
        }
        catch (ServerApiException e) when (e.MayMeanThatThereIsNone)
        {
            return null;
        }
    }

    public Task<DeviceCredential> RegisterAsync(string clientId, CancellationToken cancellationToken) =>
        Client.RegisterAsync(instance, clientId, cancellationToken);

    public Task<DeviceCredential> RefreshAsync(string clientId, CancellationToken cancellationToken) =>
        Client.RefreshAsync(instance, clientId, cancellationToken);

    public Task UnregisterAsync(string clientId, CancellationToken cancellationToken) => Client.UnregisterAsync(instance, clientId, cancellationToken);

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        if (client is null)
        {
            return [];
        }

        var all = new List<string>();
        string? next = null;
        do
        {
            (_, var page, next) = await client.ListAsync(instance, group, PageSize, next, cancellationToken).ConfigureAwait(false);
            all.AddRange(page);
        }
        while (next is not null);
        return all;
    }

    public Task<string> ApplyTokenAsync(
        IReadOnlyList<string> resources, string actions, DateTimeOffset expireTime, CancellationToken cancellationToken) =>
        Client.ApplyTokenAsync(instance, resources, actions, expireTime, cancellationToken);

    public Task<bool> QueryTokenAsync(string token, CancellationToken cancellationToken) => Client.QueryTokenAsync(instance, token, cancellationToken);

    public Task RevokeTokenAsync(string token, CancellationToken cancellationToken) => Client.RevokeTokenAsync(instance, token, cancellationToken);
}
