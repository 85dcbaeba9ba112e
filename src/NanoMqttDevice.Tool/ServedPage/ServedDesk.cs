using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.Commands;

namespace NanoMqttDevice.Tool.ServedPage;

/// <summary>The credentials and tokens of a service in this process.</summary>
/// <param name="fleet">The service's devices.</param>
/// <param name="accessKeyId">In whose name tokens are issued.</param>
/// <param name="time">The clock.</param>
internal sealed class ServedDesk(ServedFleet fleet, string accessKeyId, TimeProvider time) : ICredentialDesk
{
    // As the vendor: what is more than that ahead is cut.
    private static readonly TimeSpan _longestToken = TimeSpan.FromDays(30);

    private string Instance => fleet.Instance.InstanceId;

    public Task<DeviceCredential?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        Do(service => service.Credentials.Get(Instance, clientId));

    public Task<DeviceCredential> RegisterAsync(string clientId, CancellationToken cancellationToken) =>
        Do(service => service.Credentials.Register(Instance, clientId));

    public Task<DeviceCredential> RefreshAsync(string clientId, CancellationToken cancellationToken) =>
        Do(service => service.Credentials.Refresh(Instance, clientId) ?? throw None(clientId));

    public Task UnregisterAsync(string clientId, CancellationToken cancellationToken) =>
        Do(service => service.Credentials.Unregister(Instance, clientId) ? true : throw None(clientId));

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => fleet.ListRegisteredAsync(cancellationToken);

    public Task<string> ApplyTokenAsync(
        IReadOnlyList<string> resources, string actions, DateTimeOffset expireTime, CancellationToken cancellationToken) => Do(service =>
        {
            var latest = time.GetUtcNow() + _longestToken;
            return TokenType.TryParseList(actions, out var parsed)
                ? service.Tokens.Issue(Instance, accessKeyId, [.. resources], parsed, (expireTime < latest ? expireTime : latest).ToUnixTimeMilliseconds())
                : throw new ToolException(ExitCodes.Usage, "actions: must be R, W or R,W");
        });

    public Task<bool> QueryTokenAsync(string token, CancellationToken cancellationToken) =>
        Do(service => service.Tokens.Inspect(Instance, token).State == TokenState.Valid);

    public Task RevokeTokenAsync(string token, CancellationToken cancellationToken) => Do(service =>
        service.Tokens.Revoke(Instance, token).Grant is not null ? true : throw new ToolException(ExitCodes.TokenInvalid, "this is no token of the instance"));

    private static ToolException None(string clientId) => new(ExitCodes.ApiRefused, $"{clientId} has no credential");

    // On a thread of the pool: the database may take its time.
    private Task<T> Do<T>(Func<MqttService, T> what) => Task.Run(() =>
    {
        try
        {
            return what(fleet.Service);
        }
        catch (ArgumentException e)
        {
            throw new ToolException(ExitCodes.Usage, InstanceOptions.RuleOf(e));
        }
        catch (System.Data.Common.DbException e)
        {
            throw new ToolException(ExitCodes.Failed, $"the service's database does not answer: {e.Message}");
        }
    });
}
