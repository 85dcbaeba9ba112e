namespace NanoMqttDevice.Credentials
{
    /// <summary>How a client proves who it is; the name is the first part of its user name. The numbers stand in flash.</summary>
    public enum AuthenticationMode
    {
        /// <summary>Not chosen yet.</summary>
        None = 0,

        /// <summary>The account's AccessKey; its secret does not belong on a device, a password computed elsewhere does.</summary>
        Signature = 1,

        /// <summary>Up to three tokens with temporary rights.</summary>
        Token = 2,

        /// <summary>A credential of this device alone, revocable at any time.</summary>
        DeviceCredential = 3,
    }
}
