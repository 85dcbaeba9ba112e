namespace NanoMqttDevice.Platform
{
    /// <summary>What became of joining a network.</summary>
    public enum LinkResult
    {
        /// <summary>Joined, with an address.</summary>
        Joined = 0,

        /// <summary>No network of that name.</summary>
        NetworkNotFound = 1,

        /// <summary>The network does not accept the password.</summary>
        WrongPassword = 2,

        /// <summary>Joined, but no address came in time.</summary>
        NoAddress = 3,

        /// <summary>Anything else, among it that no network is set.</summary>
        Failed = 4,
    }
}
