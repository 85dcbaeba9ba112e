namespace NanoMqttDevice.Page.Fleet;

/// <summary>A number at a time.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Value">The number.</param>
public readonly record struct ValuePoint(DateTimeOffset Time, double Value);
