namespace NanoMqttDevice.Service;

/// <summary>One call that was let in: its parameters, and who signed it.</summary>
internal sealed record RpcCall(RpcParameters Parameters, string AccessKeyId, string RequestId);
