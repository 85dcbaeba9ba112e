namespace NanoMqttDevice.Service;

/// <summary>As whom a client was let in.</summary>
internal sealed record ClientLogin(ClientKey Key, string Mode, string AccessKeyId);
