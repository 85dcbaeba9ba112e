namespace NanoMqttDevice.Platform
{
    /// <summary>What an exception of a client means, as far as its maker can tell.</summary>
    public enum ConnectFailure
    {
        /// <summary>Nothing that the step in which it came does not say.</summary>
        Unknown = 0,

        /// <summary>TLS was not set up, for another reason than those below.</summary>
        Tls = 1,

        /// <summary>The server's certificate is not trusted, bears another name, or is out of date.</summary>
        Certificate = 2,

        /// <summary>The file with the certificates of the authorities cannot be used.</summary>
        AuthorityFile = 3,

        /// <summary>The connection was reset or closed while TLS was being set up.</summary>
        Connection = 4,

        /// <summary>There was not enough memory for TLS.</summary>
        Memory = 5,
    }
}
