namespace NanoMqttDevice.Connectivity
{
    /// <summary>Why a device is not online, or was not until now.</summary>
    public enum OfflineCause
    {
        /// <summary>Nothing went wrong.</summary>
        None = 0,

        /// <summary>No Wi-Fi network of that name.</summary>
        WifiNotFound = 1,

        /// <summary>The Wi-Fi network does not accept the password; the platform says so of a weak signal, too.</summary>
        WifiWrongPassword = 2,

        /// <summary>Joined, but there is no address.</summary>
        WifiNoAddress = 3,

        /// <summary>Wi-Fi failed in another way, or was lost.</summary>
        WifiFailed = 4,

        /// <summary>The time of day did not become known.</summary>
        ClockNotSet = 5,

        /// <summary>The name of the endpoint could not be resolved.</summary>
        NameNotResolved = 6,

        /// <summary>The endpoint was not reached, or it closed before a CONNACK.</summary>
        ConnectFailed = 7,

        /// <summary>The endpoint said nothing in time.</summary>
        ConnectTimedOut = 8,

        /// <summary>The service refused the login; the return code of its CONNACK is known.</summary>
        Refused = 9,

        /// <summary>The subscriptions were not acknowledged in time.</summary>
        SubscribeFailed = 10,

        /// <summary>The connection ended.</summary>
        ConnectionLost = 11,

        /// <summary>Sessions ended within seconds again and again: most likely another device has the same client ID.</summary>
        Conflict = 12,

        /// <summary>The service said that a token is not valid, and ended the connection.</summary>
        TokenInvalid = 13,

        /// <summary>TLS was not set up, for a reason that is not known.</summary>
        TlsFailed = 14,

        /// <summary>The certificate of the endpoint is not trusted, bears another name, or is out of date.</summary>
        TlsCertificate = 15,

        /// <summary>The file with the certificates of the authorities cannot be used.</summary>
        TlsAuthorityFile = 16,

        /// <summary>The connection was reset or closed while TLS was being set up.</summary>
        TlsConnection = 17,

        /// <summary>There was not enough memory to connect.</summary>
        NoMemory = 18,

        /// <summary>More messages came at once than could be kept or even refused.</summary>
        Overloaded = 19,
    }
}
