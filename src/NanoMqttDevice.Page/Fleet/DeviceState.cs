namespace NanoMqttDevice.Page.Fleet;

/// <summary>Where a device stands, as far as the page can know.</summary>
public enum DeviceState
{
    /// <summary>It has a credential, and nothing was heard of it.</summary>
    Silent,

    /// <summary>Messages of it have come; whether it is connected now nobody tells.</summary>
    Heard,

    /// <summary>It is connected.</summary>
    Online,

    /// <summary>It was connected and is not.</summary>
    Offline,

    /// <summary>It tries to log in and is refused.</summary>
    Refused,
}
