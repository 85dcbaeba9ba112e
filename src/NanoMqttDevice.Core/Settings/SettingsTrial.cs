using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Settings
{
    /// <summary>
    /// Changing settings with a way back: new ones are stored as candidate beside the current ones, tried, and made current only when the service has
    /// accepted them; otherwise they are dropped. A power cut anywhere in this leaves a device that can still log in with one of the two.
    /// </summary>
    public sealed class SettingsTrial
    {
        // A refusal is the service's last word; not being reached may have other reasons than the candidate.
        private const int MaxFailures = 3;

        private readonly SettingsStore _store;
        private int _failures;

        /// <summary>Makes a trial that has nothing to try.</summary>
        /// <param name="store">Holds the settings.</param>
        public SettingsTrial(SettingsStore store)
        {
            _store = store;
        }

        /// <summary>True while a candidate is in use that the service has not accepted yet.</summary>
        public bool IsTrying { get; private set; }

        /// <summary>Reads the settings to go by: the candidate when there is one, otherwise the current ones.</summary>
        /// <returns>The settings, or null.</returns>
        public DeviceSettings Load()
        {
            DeviceSettings current = _store.Load();
            DeviceSettings candidate = _store.LoadCandidate();
            IsTrying = candidate != null;
            _failures = 0;
            if (!IsTrying)
            {
                return current;
            }

            current?.Wipe();
            return candidate;
        }

        /// <summary>Makes the candidate current: the service has accepted it.</summary>
        /// <returns>True when there was one, and it is current now.</returns>
        public bool Accept()
        {
            if (!IsTrying || _store.Accept() != StoreResult.Ok)
            {
                return false;
            }

            IsTrying = false;
            return true;
        }

        /// <summary>A try to get online has failed, and not for the network's sake.</summary>
        /// <param name="isRefusal">True when the service has refused the login.</param>
        /// <returns>True when the candidate was dropped: the current settings are to be used again.</returns>
        public bool OnFailure(bool isRefusal)
        {
            if (!IsTrying)
            {
                return false;
            }

            _failures++;
            if (!isRefusal && _failures < MaxFailures)
            {
                return false;
            }

            // Should erasing fail, the candidate is tried again after the next start.
            _store.DropCandidate();
            IsTrying = false;
            return true;
        }
    }
}
