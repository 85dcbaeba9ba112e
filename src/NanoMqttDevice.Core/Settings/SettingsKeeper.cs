using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Settings
{
    /// <summary>
    /// Everything that may be done with the settings in flash: read, stage, commit, erase. What follows from a change for the running device it leaves
    /// to whoever asks for it with <see cref="TakeChange"/>.
    /// </summary>
    public sealed class SettingsKeeper
    {
        private readonly SettingsStore _store;
        private SettingsChange _change;
        private bool _isChangeDue;

        /// <summary>Makes a keeper; nothing is read yet.</summary>
        /// <param name="flash">Holds the settings.</param>
        /// <param name="random">Source of jitter.</param>
        public SettingsKeeper(IFlash flash, IRandom random)
        {
            _store = new SettingsStore(flash);
            Trial = new SettingsTrial(_store, flash, random);
        }

        /// <summary>Tries settings that are new.</summary>
        public SettingsTrial Trial { get; }

        /// <summary>What is known of the settings in flash: Ok, Candidate while new ones are being tried, Empty, Corrupt, NewerVersion or Failed.</summary>
        public StoreResult State
        {
            get { return Trial.IsTrying ? StoreResult.Candidate : _store.State; }
        }

        /// <summary>Sequence of the stored settings; 0 when there are none.</summary>
        public uint Sequence
        {
            get { return _store.Sequence; }
        }

        /// <summary>Tells what has happened to the settings since the last call.</summary>
        /// <returns>The change that asks for most.</returns>
        public SettingsChange TakeChange()
        {
            SettingsChange change = _change;
            _change = SettingsChange.None;
            return change;
        }

        /// <summary>Reads the settings to go by: of a candidate and the current ones those whose turn it is.</summary>
        /// <param name="isStart">True at a start of the device, false when settings were just committed.</param>
        /// <returns>The settings, or null.</returns>
        public DeviceSettings Load(bool isStart)
        {
            _isChangeDue = false;
            return Trial.Load(isStart);
        }

        /// <summary>Gives a copy of the stored settings to change.</summary>
        /// <returns>The candidate or else the current settings, with their secrets, or fresh ones.</returns>
        public StagedSettings Stage()
        {
            return new StagedSettings(_store.LoadCandidate() ?? _store.Load() ?? new DeviceSettings());
        }

        /// <summary>
        /// Stores settings, to be gone by at once. All of them or none; beside current ones they are a candidate until the service has accepted them.
        /// </summary>
        /// <param name="settings">The settings; their secrets are wiped when they are stored.</param>
        /// <param name="error">Receives the broken rule.</param>
        /// <returns>Ok, Candidate or Unchanged when they are stored; Failed with an error, or for reasons of the flash; NewerVersion.</returns>
        public StoreResult Commit(DeviceSettings settings, out SettingsError error)
        {
            bool wasTrying = Trial.IsTrying;
            StoreResult result = Store(settings, out error);
            if (IsStored(result))
            {
                settings.Wipe();
                _change = result == StoreResult.Unchanged && !wasTrying ? SettingsChange.Same : SettingsChange.Now;
            }

            return result;
        }

        /// <summary>As <see cref="Commit"/>, for a command whose reply leaves over the connection that the settings are to replace.</summary>
        /// <param name="settings">The settings.</param>
        /// <param name="isUploaded">True when the service is told of what is new over that connection, so that it need not be replaced.</param>
        /// <param name="error">Receives the broken rule.</param>
        /// <returns>As <see cref="Commit"/>.</returns>
        public StoreResult CommitLater(DeviceSettings settings, bool isUploaded, out SettingsError error)
        {
            StoreResult result = Store(settings, out error);
            if (isUploaded && result == StoreResult.Candidate)
            {
                _change = SettingsChange.Uploaded;
            }
            else if (IsStored(result) && (result != StoreResult.Unchanged || Trial.IsTrying))
            {
                _change = SettingsChange.Later;
                _isChangeDue = true;
            }

            return result;
        }

        /// <summary>Stores current settings in which only changes what no connection depends on, unless others are being tried or are to be.</summary>
        /// <param name="settings">The settings.</param>
        /// <returns>True when they are stored.</returns>
        public bool Save(DeviceSettings settings)
        {
            // Those that are tried would bring back what they were made with.
            return !Trial.IsTrying && !_isChangeDue && IsStored(_store.Save(settings));
        }

        /// <summary>Forgets the settings.</summary>
        /// <returns>Ok, or Failed when something may still be in flash.</returns>
        public StoreResult Erase()
        {
            _change = SettingsChange.Now;
            return _store.Erase();
        }

        private static bool IsStored(StoreResult result)
        {
            return result == StoreResult.Ok || result == StoreResult.Unchanged || result == StoreResult.Candidate;
        }

        private StoreResult Store(DeviceSettings settings, out SettingsError error)
        {
            error = SettingsRules.Check(settings);
            return error == SettingsError.None ? _store.Commit(settings) : StoreResult.Failed;
        }
    }
}
