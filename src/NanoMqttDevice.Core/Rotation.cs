using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <summary>
    /// Changing settings with a way back: new ones are stored as candidate beside the current ones, tried, and made current only when the service has
    /// accepted them; otherwise they are dropped. A power cut anywhere in this leaves a device that can still log in with one of the two.
    /// </summary>
    public sealed class Rotation
    {
        // A refusal is the service's last word; not being reached may have other reasons than the candidate.
        private const int MaxFailures = 3;

        private readonly SettingsStore _store;
        private readonly Supervisor _supervisor;
        private int _failures;
        private int _seen;

        /// <summary>Makes a rotation that has nothing to change.</summary>
        /// <param name="store">Holds the settings.</param>
        /// <param name="supervisor">Knows how trying goes.</param>
        public Rotation(SettingsStore store, Supervisor supervisor)
        {
            _store = store;
            _supervisor = supervisor;
        }

        /// <summary>True while a candidate is in use that the service has not accepted yet.</summary>
        public bool IsTrying { get; private set; }

        /// <summary>Why the last candidate was dropped; None when it was not.</summary>
        public OfflineCause Dropped { get; private set; }

        /// <summary>Reads the settings to go by: the candidate when there is one, otherwise the current ones.</summary>
        /// <returns>The settings, or null.</returns>
        public DeviceSettings Load()
        {
            DeviceSettings current = _store.Load();
            DeviceSettings candidate = _store.LoadCandidate();
            IsTrying = candidate != null;
            _failures = 0;
            _seen = _supervisor.Failures;
            if (!IsTrying)
            {
                return current;
            }

            current?.Wipe();
            return candidate;
        }

        /// <summary>Forgets why the last candidate was dropped: there is a new one.</summary>
        public void Begin()
        {
            Dropped = OfflineCause.None;
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

        /// <summary>Looks whether the candidate has failed.</summary>
        /// <returns>True when it was dropped: the current settings are to be used again.</returns>
        public bool Step()
        {
            if (!IsTrying || _supervisor.Failures == _seen)
            {
                return false;
            }

            _seen = _supervisor.Failures;
            OfflineCause cause = _supervisor.Cause;
            if (cause <= OfflineCause.WifiFailed)
            {
                // The network is not the candidate's fault.
                return false;
            }

            _failures++;
            if (_supervisor.State != SupervisorState.Refused && _failures < MaxFailures)
            {
                return false;
            }

            // Should erasing fail, the candidate is tried again after the next start.
            _store.DropCandidate();
            IsTrying = false;
            Dropped = cause;
            return true;
        }
    }
}
