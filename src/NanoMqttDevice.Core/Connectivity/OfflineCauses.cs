using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>The table of the causes: the word for each, the same on the serial line and in the tool's output, and where it comes from.</summary>
    public static class OfflineCauses
    {
        /// <summary>Word for a cause.</summary>
        /// <param name="cause">The cause.</param>
        /// <returns>Its word.</returns>
        public static string WordOf(OfflineCause cause)
        {
            switch (cause)
            {
                case OfflineCause.None:
                    return "none";
                case OfflineCause.WifiNotFound:
                    return "wifi-not-found";
                case OfflineCause.WifiWrongPassword:
                    return "wifi-wrong-password";
                case OfflineCause.WifiNoAddress:
                    return "wifi-no-address";
                case OfflineCause.WifiFailed:
                    return "wifi-failed";
                case OfflineCause.ClockNotSet:
                    return "clock-not-set";
                case OfflineCause.NameNotResolved:
                    return "name-not-resolved";
                case OfflineCause.ConnectFailed:
                    return "connect-failed";
                case OfflineCause.ConnectTimedOut:
                    return "connect-timed-out";
                case OfflineCause.Refused:
                    return "refused";
                case OfflineCause.SubscribeFailed:
                    return "subscribe-failed";
                case OfflineCause.ConnectionLost:
                    return "connection-lost";
                case OfflineCause.Conflict:
                    return "conflict";
                case OfflineCause.TokenInvalid:
                    return "token-invalid";
                case OfflineCause.TlsCertificate:
                    return "tls-certificate";
                case OfflineCause.TlsAuthorityFile:
                    return "tls-ca-file";
                case OfflineCause.TlsConnection:
                    return "tls-connection";
                case OfflineCause.NoMemory:
                    return "no-memory";
                case OfflineCause.Overloaded:
                    return "overloaded";
                default:
                    return "tls-failed";
            }
        }

        /// <summary>Cause that a failed join is.</summary>
        /// <param name="result">What became of joining.</param>
        /// <returns>The cause; None when it was joined.</returns>
        public static OfflineCause Of(LinkResult result)
        {
            switch (result)
            {
                case LinkResult.Joined:
                    return OfflineCause.None;
                case LinkResult.NetworkNotFound:
                    return OfflineCause.WifiNotFound;
                case LinkResult.WrongPassword:
                    return OfflineCause.WifiWrongPassword;
                case LinkResult.NoAddress:
                    return OfflineCause.WifiNoAddress;
                default:
                    return OfflineCause.WifiFailed;
            }
        }

        /// <summary>Cause that an exception of connecting is.</summary>
        /// <param name="failure">What the maker of the client says of it.</param>
        /// <param name="step">The cause that the step in which it came would be, for exceptions that say no more.</param>
        /// <returns>The cause.</returns>
        public static OfflineCause Of(ConnectFailure failure, OfflineCause step)
        {
            switch (failure)
            {
                case ConnectFailure.Tls:
                    return OfflineCause.TlsFailed;
                case ConnectFailure.Certificate:
                    return OfflineCause.TlsCertificate;
                case ConnectFailure.AuthorityFile:
                    return OfflineCause.TlsAuthorityFile;
                case ConnectFailure.Connection:
                    return OfflineCause.TlsConnection;
                case ConnectFailure.Memory:
                    return OfflineCause.NoMemory;
                default:
                    return step;
            }
        }

        /// <summary>Tells causes that say nothing against a login, only that the service was not reached.</summary>
        /// <param name="cause">The cause.</param>
        /// <returns>True for what comes before a CONNACK.</returns>
        public static bool IsUnreached(OfflineCause cause)
        {
            switch (cause)
            {
                case OfflineCause.NameNotResolved:
                case OfflineCause.ConnectFailed:
                case OfflineCause.ConnectTimedOut:
                case OfflineCause.TlsFailed:
                case OfflineCause.TlsCertificate:
                case OfflineCause.TlsAuthorityFile:
                case OfflineCause.TlsConnection:
                case OfflineCause.NoMemory:
                    return true;
                default:
                    return false;
            }
        }

        /// <summary>Tells causes that are the network's, whatever the settings are.</summary>
        /// <param name="cause">The cause.</param>
        /// <returns>True for those of Wi-Fi and of the clock.</returns>
        public static bool IsNetwork(OfflineCause cause)
        {
            return cause == OfflineCause.ClockNotSet || cause == OfflineCause.WifiNotFound || cause == OfflineCause.WifiWrongPassword
                || cause == OfflineCause.WifiNoAddress || cause == OfflineCause.WifiFailed;
        }
    }
}
