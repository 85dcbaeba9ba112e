using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <summary>The words for how a device is, the same on the serial line and in the tool's output.</summary>
    public static class StatusWords
    {
        private static readonly string[] _states =
        {
            "unprovisioned", "joining-wifi", "waiting-for-clock", "connecting", "online", "waiting", "refused",
        };

        private static readonly string[] _causes =
        {
            "none", "wifi-not-found", "wifi-wrong-password", "wifi-no-address", "wifi-failed", "clock-not-set", "name-not-resolved",
            "connect-failed", "connect-timed-out", "refused", "subscribe-failed", "connection-lost", "conflict", "token-invalid",
            "tls-failed",
        };

        private static readonly string[] _stores = { "ok", "unchanged", "empty", "corrupt", "newer-version", "failed", "candidate" };

        /// <summary>Word for a state.</summary>
        /// <param name="state">The state.</param>
        /// <returns>Its word.</returns>
        public static string Of(SupervisorState state)
        {
            return _states[(int)state];
        }

        /// <summary>Word for a cause.</summary>
        /// <param name="cause">The cause.</param>
        /// <returns>Its word.</returns>
        public static string Of(OfflineCause cause)
        {
            return _causes[(int)cause];
        }

        /// <summary>Word for what became of storing or reading settings.</summary>
        /// <param name="result">The result.</param>
        /// <returns>Its word.</returns>
        public static string Of(StoreResult result)
        {
            return _stores[(int)result];
        }
    }
}
