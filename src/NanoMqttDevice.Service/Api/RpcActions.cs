namespace NanoMqttDevice.Service;

/// <summary>The actions of the vendor's server API, by name. Each answers with what becomes the JSON reply.</summary>
internal sealed class RpcActions
{
    private readonly Dictionary<string, Func<RpcCall, object>> _actions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _instances;

    public RpcActions(ServiceOptions options, TimeProvider time, CredentialStore credentials, TokenStore tokens)
    {
        _instances = new HashSet<string>(options.InstanceIds, StringComparer.Ordinal);
        new CredentialApi(options, credentials).AddTo(_actions);
        new TokenApi(options, time, tokens).AddTo(_actions);
    }

    public bool Has(string action) => _actions.ContainsKey(action);

    /// <exception cref="RpcException">The call is refused.</exception>
    public object Run(string action, RpcCall call)
    {
        if (!_actions.TryGetValue(action, out var run))
        {
            throw RpcError.NotSupported();
        }

        // All of them are about one instance.
        return _instances.Contains(call.Parameters.Required("InstanceId")) ? run(call) : throw RpcError.Instance();
    }
}
