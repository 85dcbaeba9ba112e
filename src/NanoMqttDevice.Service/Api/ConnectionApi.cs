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
        online.Find(call.Client())?.End(new Fault(TraceReasons.SocketIOException, "CloseConnection was called"));
        return new { call.RequestId, Code = Success, Message = "operation success.", Success = true };
    }
}
