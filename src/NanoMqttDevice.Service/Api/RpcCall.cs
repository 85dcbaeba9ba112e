namespace NanoMqttDevice.Service;

/// <summary>One call that was let in: its parameters, the instance it is about, and who signed it.</summary>
internal sealed record RpcCall(RpcParameters Parameters, ServiceInstance Instance, string AccessKeyId, string RequestId);
