using System.Globalization;
using NanoMqttDevice.Service;
using NanoMqttDevice.Tool.ServerApi;

namespace NanoMqttDevice.Tool.Load;

/// <summary>Registers credentials for a load run through the server API, and ends them again.</summary>
/// <param name="api">The server API.</param>
/// <param name="group">Group ID.</param>
internal sealed class LoadRegistration(ServerApiTarget api, string group)
{
    private const int Parallel = 8;

    private int _done;

    /// <summary>How many calls are done.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Gives the client ID of one of them.</summary>
    /// <param name="group">Group ID.</param>
    /// <param name="number">Its number, from 1.</param>
    /// <returns><c>{group}@@@load-00001</c>.</returns>
    public static string ClientId(string group, int number) => string.Create(CultureInfo.InvariantCulture, $"{group}@@@load-{number:00000}");

    /// <summary>Gives the login of a credential.</summary>
    /// <param name="credential">The credential.</param>
    /// <returns>The login.</returns>
    public static LoadClient Of(DeviceCredential credential) => new(
        credential.ClientId,
        $"DeviceCredential|{credential.DeviceAccessKeyId}|{credential.InstanceId}",
        LoginSignature.Compute(credential.DeviceAccessKeySecret, credential.ClientId));

    /// <summary>Registers some.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Their logins.</returns>
    /// <exception cref="ToolException">A call failed.</exception>
    public async Task<IReadOnlyList<LoadClient>> RegisterAsync(int count, CancellationToken cancellationToken)
    {
        var clients = new LoadClient[count];
        await EachAsync(
            Enumerable.Range(0, count),
            async (i, token) => clients[i] = Of(await api.Client.RegisterAsync(api.Instance, ClientId(group, i + 1), token).ConfigureAwait(false)),
            cancellationToken).ConfigureAwait(false);
        return clients;
    }

    /// <summary>Ends them again.</summary>
    /// <param name="clients">Their logins.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many were ended.</returns>
    /// <exception cref="ToolException">A call failed.</exception>
    public async Task<int> UnregisterAsync(IReadOnlyList<LoadClient> clients, CancellationToken cancellationToken)
    {
        await EachAsync(
            clients,
            async (client, token) => await api.Client.UnregisterAsync(api.Instance, client.ClientId, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return clients.Count;
    }

    private async Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _done, 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(items, options, async (item, token) =>
        {
            await call(item, token).ConfigureAwait(false);
            Interlocked.Increment(ref _done);
        }).ConfigureAwait(false);
    }
}
