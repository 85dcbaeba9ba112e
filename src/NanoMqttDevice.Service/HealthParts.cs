namespace NanoMqttDevice.Service;

/// <summary>Which parts of the service can do what they promise.</summary>
/// <param name="Listening">Connections are accepted on the MQTT ports.</param>
/// <param name="Database">Credentials and tokens can be read and written.</param>
/// <param name="Disk">Sessions and messages can be written, and there is room.</param>
/// <param name="Memory">What waits for clients has not used up what it may.</param>
internal sealed record HealthParts(bool Listening, bool Database, bool Disk, bool Memory)
{
    public bool IsUp => Listening && Database && Disk && Memory;
}
