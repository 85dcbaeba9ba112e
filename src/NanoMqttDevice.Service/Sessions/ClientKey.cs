namespace NanoMqttDevice.Service;

/// <summary>Names a client: the same client ID in another instance is another client.</summary>
internal readonly record struct ClientKey(string InstanceId, string ClientId);
