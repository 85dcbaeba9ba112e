namespace NanoMqttDevice.Service;

/// <summary>What happened to a message, as the vendor's trace has it.</summary>
internal enum MessageTraceAction
{
    /// <summary>A client published it.</summary>
    Publish,

    /// <summary>It was sent to a client that was online when it came.</summary>
    Push,

    /// <summary>It had waited for the client, and was sent to it.</summary>
    PushOffline,
}
