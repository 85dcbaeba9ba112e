namespace NanoMqttDevice.Service;

/// <summary>One call that was let in: its parameters, the instance it is about, and who signed it.</summary>
internal sealed record RpcCall(RpcParameters Parameters, ServiceInstance Instance, string AccessKeyId, string RequestId)
{
    private const string ClientIdParameter = "ClientId";

    /// <summary>The client that the call is about.</summary>
    /// <exception cref="RpcException">ClientId is missing, is none, or its group was not created beforehand.</exception>
    public ClientKey Client()
    {
        var clientId = Parameters.Required(ClientIdParameter);

        if (!Identifiers.TryGetGroup(clientId, out var group))
        {
            throw RpcError.Parameter(ClientIdParameter, Identifiers.ClientIdRule);
        }

        return Instance.GroupIds.Contains(group, StringComparer.Ordinal)
            ? new ClientKey(Instance.InstanceId, clientId)
            : throw RpcError.UnknownGroup(ClientIdParameter);
    }
}
