namespace NanoMqttDevice.Tool.Messages;

/// <summary>A message that an application server received.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its payload.</param>
internal sealed record ReceivedMessage(DateTimeOffset Time, string Topic, byte[] Payload);
