namespace NanoMqttDevice.Platform
{
    /// <summary>What an exception of a client means, as far as its maker can tell.</summary>
    public enum ConnectFailure
    {
        /// <summary>Nothing that the step in which it came does not say.</summary>
        Unknown = 0,

        /// <summary>TLS was not set up.</summary>
        Tls = 1,
    }
}
