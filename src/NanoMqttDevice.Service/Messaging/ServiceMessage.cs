namespace NanoMqttDevice.Service;

/// <summary>A message that a client published and the service accepted.</summary>
/// <param name="ClientId">Who published it.</param>
/// <param name="Topic">The topic as sent.</param>
/// <param name="Payload">The payload, at most 64 KB.</param>
/// <param name="QoS">The publisher's quality of service, 0 to 2.</param>
public sealed record ServiceMessage(string ClientId, string Topic, ReadOnlyMemory<byte> Payload, int QoS)
{
    /// <summary>The instance of who published it.</summary>
    public string InstanceId { get; init; } = "";
}
