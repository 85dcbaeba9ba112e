namespace NanoMqttDevice.Service;

/// <summary>What the change of a credential does to the client that is online with it.</summary>
public enum CredentialChangeEffect
{
    /// <summary>Nothing: its next connect is checked.</summary>
    StayOnline,

    /// <summary>It is disconnected.</summary>
    Disconnect,
}
