namespace NanoMqttDevice.Service;

/// <summary>What happened to a connection, as the vendor's trace has it.</summary>
internal enum DeviceTraceAction
{
    /// <summary>The client was let in.</summary>
    Connect,

    /// <summary>The client said that it goes.</summary>
    Disconnect,

    /// <summary>The connection ended otherwise, or the login was refused.</summary>
    Close,
}
