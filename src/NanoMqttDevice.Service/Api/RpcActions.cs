namespace NanoMqttDevice.Service;

/// <summary>The actions of the vendor's server API, by name. Each answers with what becomes the JSON reply.</summary>
internal sealed class RpcActions
{
    private readonly Dictionary<string, Func<RpcCall, object>> _actions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServiceInstance> _instances;

    public RpcActions(ServiceOptions options, TimeProvider time, CredentialStore credentials, TokenStore tokens)
    {
        _instances = options.AllInstances().ToDictionary(instance => instance.InstanceId, StringComparer.Ordinal);
        new CredentialApi(credentials).AddTo(_actions);
        new TokenApi(options, time, tokens).AddTo(_actions);
    }

    public bool Has(string action) => _actions.ContainsKey(action);

    /// <exception cref="RpcException">The call is refused.</exception>
    public object Run(string action, RpcParameters parameters, string accessKeyId, string requestId)
    {
        if (!_actions.TryGetValue(action, out var run))
        {
            throw RpcError.NotSupported();
        }

        // All of them are about one instance.
        return _instances.TryGetValue(parameters.Required("InstanceId"), out var instance)
            ? run(new RpcCall(parameters, instance, accessKeyId, requestId))
            : throw RpcError.Instance();
    }
}
