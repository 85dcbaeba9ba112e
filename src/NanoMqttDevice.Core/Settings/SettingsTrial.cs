using NanoMqttDevice.Platform;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Settings
{
    /// <summary>
    /// Changing settings without losing the device. New ones are a candidate beside the current ones, and both are kept until one has proved itself by
    /// what only a working one can do. Until then they take turns: whichever fails, the other follows. A number in flash, raised before the candidate is
    /// used, tells the next start of a candidate that took the device down with it. Knows no network: it is told what became of a turn.
    /// </summary>
    public sealed class SettingsTrial
    {
        /// <summary>
        /// So many turns a candidate must have lost before it is erased, each followed by a proof of the current settings: a service may take minutes to
        /// know a credential that was registered just now.
        /// </summary>
        public const int TurnsToDrop = 4;

        /// <summary>After so many starts that ended in the candidate's turn, the current settings have theirs first.</summary>
        public const int StartsToPark = 2;

        /// <summary>Longest wait for a candidate's second turn, in milliseconds; it doubles from turn to turn.</summary>
        public const int TurnWait = 60000;

        private readonly SettingsStore _store;
        private readonly FlashCounter _starts;
        private readonly IRandom _random;
        private int _lost;
        private bool _isHalfRound;
        private bool _isRaised;
        private bool _hasOther;
        private long _nextTurn;
        private long _retryAccept;

        /// <summary>Makes a trial that has nothing to try.</summary>
        /// <param name="store">Holds the settings.</param>
        /// <param name="flash">Holds the number of starts.</param>
        /// <param name="random">Source of jitter.</param>
        public SettingsTrial(SettingsStore store, IFlash flash, IRandom random)
        {
            _store = store;
            _starts = new FlashCounter(flash, "trial");
            _random = random;
        }

        /// <summary>True while there is a candidate that has neither proved itself nor been dropped.</summary>
        public bool IsTrying { get; private set; }

        /// <summary>True while it is the candidate's turn.</summary>
        public bool IsCandidateTurn { get; private set; }

        /// <summary>True when candidate and current settings lead to different places, so that one of them may not be reached for its own fault.</summary>
        public bool IsElsewhere { get; private set; }

        /// <summary>True when the candidate has taken the device down: it is used only when the current settings fail.</summary>
        public bool IsParked { get; private set; }

        /// <summary>Reads what is stored, and the settings whose turn it is.</summary>
        /// <param name="isStart">True at a start of the device, false when settings were just committed.</param>
        /// <returns>The settings, or null.</returns>
        public DeviceSettings Load(bool isStart)
        {
            DeviceSettings current = _store.Load();
            DeviceSettings candidate = _store.LoadCandidate();
            _lost = 0;
            _isHalfRound = false;
            _isRaised = false;
            _nextTurn = 0;
            _retryAccept = 0;
            _hasOther = current != null;
            IsTrying = candidate != null;
            int starts = IsTrying ? _starts.Load() : 0;
            if (!isStart && starts != 0)
            {
                // Another candidate than the one that was counted.
                _starts.Save(0);
                starts = 0;
            }

            IsParked = IsTrying && _hasOther && starts >= StartsToPark;
            IsCandidateTurn = IsTrying && !IsParked;
            IsElsewhere = IsTrying && _hasOther && !candidate.HasSameDestination(current);
            if (IsCandidateTurn)
            {
                current?.Wipe();
                return candidate;
            }

            candidate?.Wipe();
            return current;
        }

        /// <summary>Reads the settings whose turn it is.</summary>
        /// <returns>The settings, or null.</returns>
        public DeviceSettings LoadTurn()
        {
            return IsCandidateTurn ? _store.LoadCandidate() : _store.Load();
        }

        /// <summary>A connect with the settings whose turn it is is about to begin. To be called before it.</summary>
        public void OnConnecting()
        {
            if (IsCandidateTurn && _hasOther && !_isRaised)
            {
                _isRaised = true;
                int starts = _starts.Load();
                _starts.Save(starts < 255 ? starts + 1 : starts);
            }
        }

        /// <summary>The settings whose turn it is have failed: refused, or lost before they had proved themselves, or not reached where they differ in that.</summary>
        /// <returns>Whether it is the other's turn now.</returns>
        public TrialMove OnLost()
        {
            _nextTurn = 0;
            if (!IsTrying || !_hasOther)
            {
                return TrialMove.Stay;
            }

            if (IsCandidateTurn)
            {
                _lost++;
                EndTurn();
            }

            IsCandidateTurn = !IsCandidateTurn;
            _isHalfRound = !_isHalfRound;
            return _isHalfRound ? TrialMove.SwitchNow : TrialMove.SwitchLater;
        }

        /// <summary>The settings whose turn it is have been accepted, a message of theirs was acknowledged, and the session has settled.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>What follows.</returns>
        public TrialMove OnProved(long now)
        {
            if (!IsTrying || now < _retryAccept)
            {
                return TrialMove.Stay;
            }

            _isHalfRound = false;
            if (IsCandidateTurn)
            {
                if (_store.Accept() != StoreResult.Ok)
                {
                    // The flash may recover; both stay until it does.
                    _retryAccept = now + TurnWait;
                    return TrialMove.Stay;
                }

                End();
                return TrialMove.Accepted;
            }

            if (_lost >= TurnsToDrop)
            {
                // Should erasing fail, it is a candidate again after the next start.
                _store.DropCandidate();
                End();
                return TrialMove.Dropped;
            }

            if (_nextTurn == 0 && !IsParked)
            {
                int longest = _lost == 0 ? TurnWait : TurnWait << (_lost - 1);
                _nextTurn = now + (longest / 2) + _random.Next(longest / 2);
            }

            return TrialMove.Stay;
        }

        /// <summary>Looks whether the candidate is to have another turn although the current settings work.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when it is its turn now.</returns>
        public bool TakeTurn(long now)
        {
            if (_nextTurn == 0 || now < _nextTurn)
            {
                return false;
            }

            _nextTurn = 0;
            _isHalfRound = false;
            IsCandidateTurn = true;
            return true;
        }

        /// <summary>The service has acknowledged the candidate's token over the connection of the current settings: it is its turn, without another connect.</summary>
        public void OnUploaded()
        {
            IsCandidateTurn = IsTrying;
        }

        // The turn has come to an end, and the device with it has not.
        private void EndTurn()
        {
            if (_isRaised)
            {
                _isRaised = false;
                _starts.Save(0);
            }
        }

        private void End()
        {
            if (_isRaised || IsParked)
            {
                _starts.Save(0);
            }

            _isRaised = false;
            IsParked = false;
            IsTrying = false;
            IsCandidateTurn = false;
        }
    }
}
