namespace NanoMqttDevice.Simulator;

/// <summary>A message between a simulated device and its broker.</summary>
/// <param name="IsSent">True when the device publishes it, false when it came.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its payload; not to be changed.</param>
public sealed record DeviceMessage(bool IsSent, string Topic, byte[] Payload);
