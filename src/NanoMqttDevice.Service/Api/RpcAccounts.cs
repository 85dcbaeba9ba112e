namespace NanoMqttDevice.Service;

/// <summary>The accounts that may call the server API.</summary>
internal sealed class RpcAccounts(IReadOnlyList<ServiceAccount> accounts)
{
    private readonly Dictionary<string, string> _secrets =
        accounts.ToDictionary(account => account.AccessKeyId, account => account.AccessKeySecret, StringComparer.Ordinal);

    /// <exception cref="RpcException">There is no such account.</exception>
    public string SecretOf(string accessKeyId) => _secrets.GetValueOrDefault(accessKeyId) ?? throw RpcError.UnknownAccessKey();
}
