namespace NanoMqttDevice.Service;

/// <summary>
/// The server API's action on connections: CloseConnection (the vendor's SDK of 2020-04-20). Only a service that is a broker has it; beside
/// another broker it is that one's to close connections.
/// </summary>
internal sealed class ConnectionApi(OnlineClients online)
{
    private const int Success = 200;

    public void AddTo(Dictionary<string, Func<RpcCall, object>> actions) => actions["CloseConnection"] = Close;

    // The vendor does not tell what it answers when the client is not online: what was asked for is so.
    private object Close(RpcCall call)
    {
        var clientId = call.Parameters.Required("ClientId");

        if (!Identifiers.TryGetGroup(clientId, out var group))
        {
            throw RpcError.Parameter("ClientId", Identifiers.ClientIdRule);
        }

        if (!call.Instance.GroupIds.Contains(group, StringComparer.Ordinal))
        {
            throw RpcError.Permission("ClientId", "the group was not created beforehand");
        }

        var key = new ClientKey(call.Instance.InstanceId, clientId);
        online.Find(key)?.End(new Fault(TraceReasons.SocketIOException, "CloseConnection was called"));
        return new { call.RequestId, Code = Success, Message = "operation success.", Success = true };
    }
}
