namespace NanoMqttDevice.Service;

/// <summary>The actions of the vendor's server API, by name. Each answers with what becomes the JSON reply.</summary>
internal sealed class RpcActions
{
    private readonly Dictionary<string, Func<RpcCall, object>> _actions = new(StringComparer.Ordinal);
    private readonly InstanceDirectory _directory;

    public RpcActions(ApiContext context)
    {
        _directory = context.Directory;
        new CredentialApi(context.Credentials).AddTo(_actions);
        new TokenApi(context.Options, context.Time, context.Tokens).AddTo(_actions);

        if (context.Online is { } online)
        {
            new ConnectionApi(online).AddTo(_actions);
        }

        if (context.Traces is { } traces)
        {
            new TraceApi(context.Options, context.Time, traces).AddTo(_actions);
        }
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
        return _directory.Current.Find(parameters.Required("InstanceId")) is { } rules
            ? run(new RpcCall(parameters, rules.Instance, accessKeyId, requestId))
            : throw RpcError.Instance();
    }
}
