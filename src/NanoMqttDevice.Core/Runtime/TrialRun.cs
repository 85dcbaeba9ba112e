using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Runtime
{
    /// <summary>Tells a trial of settings what became of each turn, and the world what became of the trial.</summary>
    internal sealed class TrialRun
    {
        private readonly SettingsInUse _inUse;
        private readonly SettingsTrial _trial;
        private readonly Uplink _uplink;
        private readonly OutboxPump _pump;
        private readonly DeviceTopics _topics;
        private readonly DeviceReport _report;
        private bool _isUploaded;
        private long _provingSince;
        private int _acknowledged;
        private int _seenConnects;
        private int _seenFailures;
        private int _seenLosses;

        public TrialRun(SettingsInUse inUse, Uplink uplink, OutboxPump pump, DeviceTopics topics, DeviceReport report)
        {
            _inUse = inUse;
            _trial = report.Settings.Trial;
            _uplink = uplink;
            _pump = pump;
            _topics = topics;
            _report = report;
            uplink.BeforeConnect = _trial.OnConnecting;
        }

        public void Step(long now)
        {
            Supervisor supervisor = _uplink.Supervisor;
            if (supervisor.Connects != _seenConnects)
            {
                _seenConnects = supervisor.Connects;
                _provingSince = now;
                _acknowledged = _pump.Acknowledged;
                _isUploaded = false;
            }

            if (_pump.TakeUrgentAcknowledged())
            {
                _trial.OnUploaded();
                _isUploaded = true;
                _provingSince = now;
                _acknowledged = -1;
            }

            bool isLost = supervisor.Failures != _seenFailures || supervisor.Losses != _seenLosses;
            _seenFailures = supervisor.Failures;
            _seenLosses = supervisor.Losses;

            // What becomes of a session of other settings than those that are gone by says nothing of these.
            if (!_trial.IsTrying || (_uplink.Session.Settings != _uplink.Settings && !_isUploaded))
            {
                return;
            }

            if (isLost)
            {
                OnLost(now, supervisor.Cause);
            }
            else if (supervisor.State == SupervisorState.Online)
            {
                StepOnline(now);
            }
        }

        private void StepOnline(long now)
        {
            bool isProved = _pump.Acknowledged != _acknowledged && now - _provingSince >= Supervisor.SettleTime;
            switch (isProved ? _trial.OnProved(now) : TrialMove.Stay)
            {
                case TrialMove.Accepted:
                    _report.CandidateLostFor = OfflineCause.None;
                    Tell(NewEvent("current").Add("sequence", (long)_report.Settings.Sequence));
                    break;
                case TrialMove.Dropped:
                    _report.DroppedFor = _report.CandidateLostFor;
                    _report.CandidateLostFor = OfflineCause.None;
                    Tell(NewEvent("dropped").Add("cause", OfflineCauses.WordOf(_report.DroppedFor)));
                    break;
                default:
                    if (_trial.TakeTurn(now))
                    {
                        _inUse.TakeTurn();
                        _uplink.Supervisor.OnSettingsChanged();
                    }

                    break;
            }
        }

        private void OnLost(long now, OfflineCause cause)
        {
            // Not being reached says nothing against settings that lead to the same place as the others.
            if (OfflineCauses.IsNetwork(cause) || (OfflineCauses.IsUnreached(cause) && !_trial.IsElsewhere))
            {
                return;
            }

            bool isCandidate = _trial.IsCandidateTurn;
            TrialMove move = _trial.OnLost();
            if (move == TrialMove.Stay)
            {
                return;
            }

            if (isCandidate)
            {
                _report.CandidateLostFor = cause;
            }

            _inUse.TakeTurn();
            if (move == TrialMove.SwitchNow)
            {
                _uplink.Supervisor.RetryNow(now);
            }
        }

        private JsonObject NewEvent(string result)
        {
            return new JsonObject().Add("clientId", _inUse.ClientId).Add("event", "settings").Add("result", result);
        }

        private void Tell(JsonObject message)
        {
            _report.Outbox.Add(_topics.Reply, message.ToBytes());
        }
    }
}
