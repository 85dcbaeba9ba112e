namespace NanoMqttDevice.Service;

/// <summary>One step of a message.</summary>
/// <param name="Time">When, in milliseconds of Unix time.</param>
/// <param name="Client">Who published it, or to whom it was sent.</param>
/// <param name="Message">Numbers the message.</param>
/// <param name="Action">What happened.</param>
internal readonly record struct MessageTrace(long Time, ClientKey Client, long Message, MessageTraceAction Action);
