namespace NanoMqttDevice.Service;

/// <summary>One event of a client's connection.</summary>
/// <param name="Time">When, in milliseconds of Unix time.</param>
/// <param name="Client">Whose.</param>
/// <param name="Channel">Numbers the connection.</param>
/// <param name="Action">What happened.</param>
/// <param name="Reason">One of <see cref="TraceReasons"/>.</param>
internal readonly record struct DeviceTrace(long Time, ClientKey Client, long Channel, DeviceTraceAction Action, string Reason);
