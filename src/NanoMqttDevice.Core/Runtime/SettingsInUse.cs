using System;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// What the device goes by, from flash to login, topics and interval: takes over what was committed, tries candidates and tells what became of them.
    /// </summary>
    public sealed class SettingsInUse
    {
        private readonly SettingsKeeper _keeper;
        private readonly Uplink _uplink;
        private readonly OutboxPump _pump;
        private readonly Outbox _outbox;
        private readonly DeviceTopics _topics;
        private readonly TelemetrySchedule _schedule;
        private readonly DeviceReport _report;
        private readonly JsonObject _message = new JsonObject();
        private string _lastClientId;
        private long _reloadAt;
        private int _seenConnects;
        private int _seenFailures;

        /// <summary>Makes it; nothing is gone by yet.</summary>
        /// <param name="uplink">Connects with them.</param>
        /// <param name="pump">Uploads tokens.</param>
        /// <param name="topics">Are below their parent topic.</param>
        /// <param name="schedule">Measures at their interval.</param>
        /// <param name="report">Knows settings and outbox, and is told why a candidate was dropped.</param>
        public SettingsInUse(Uplink uplink, OutboxPump pump, DeviceTopics topics, TelemetrySchedule schedule, DeviceReport report)
        {
            _keeper = report.Settings;
            _outbox = report.Outbox;
            _uplink = uplink;
            _pump = pump;
            _topics = topics;
            _schedule = schedule;
            _report = report;
        }

        /// <summary>Raised when other settings are gone by: the topic filters of the application may be others too.</summary>
        public event EventHandler Changed;

        /// <summary>Topic filters that the application wants to be subscribed to; may be empty.</summary>
        public string[] Filters { get; set; } = new string[0];

        /// <summary>How many of the application's topic filters are not used: of wrong form, or more than the service stores.</summary>
        public int RejectedFilters { get; private set; }

        /// <summary>Reads the settings and goes by them; in safe mode, by none until some are committed.</summary>
        /// <param name="isSafeMode">True in safe mode.</param>
        public void Boot(bool isSafeMode)
        {
            DeviceSettings settings = _keeper.Load();
            if (settings != null && isSafeMode)
            {
                settings.Wipe();
                settings = null;
            }

            Use(settings);
        }

        /// <summary>Takes over what was committed since.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when something was.</returns>
        public bool TakeOver(long now)
        {
            SettingsChange change = _keeper.TakeChange();
            switch (change)
            {
                case SettingsChange.None:
                    return false;
                case SettingsChange.Later:
                    _reloadAt = now + RestartOrder.ReplyTime;
                    break;
                case SettingsChange.Uploaded:
                    Reload();
                    break;
                default:
                    // What is being uploaded is not what counts any more.
                    _pump.EndUrgent();
                    if (change == SettingsChange.Now || _uplink.Supervisor.State != SupervisorState.Online)
                    {
                        Reconnect();
                    }

                    break;
            }

            _report.DroppedFor = OfflineCause.None;
            return true;
        }

        /// <summary>Looks how a candidate does.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            if (_reloadAt != 0 && (now >= _reloadAt || _outbox.Count == 0))
            {
                Reconnect();
            }

            Supervisor supervisor = _uplink.Supervisor;
            bool isAccepted = _pump.TakeUrgentAcknowledged() || supervisor.Connects != _seenConnects;
            _seenConnects = supervisor.Connects;
            if (isAccepted && _keeper.Trial.Accept())
            {
                BeginEvent("current").Add("sequence", (long)_keeper.Sequence);
                _outbox.Add(_topics.Reply, _message.ToBytes());
            }

            bool hasFailed = supervisor.Failures != _seenFailures;
            _seenFailures = supervisor.Failures;
            OfflineCause cause = supervisor.Cause;
            if (hasFailed && !OfflineCauses.IsNetwork(cause) && _keeper.Trial.OnFailure(supervisor.State == SupervisorState.Refused))
            {
                Reconnect();
                _report.DroppedFor = cause;
                BeginEvent("dropped").Add("cause", OfflineCauses.WordOf(cause));
                _outbox.Add(_topics.Reply, _message.ToBytes());
            }
        }

        private void Reconnect()
        {
            Reload();
            _uplink.Supervisor.OnSettingsChanged();
        }

        private void Reload()
        {
            _reloadAt = 0;
            Use(_keeper.Load());
            _seenFailures = _uplink.Supervisor.Failures;
        }

        private void Use(DeviceSettings settings)
        {
            if (settings == null)
            {
                _lastClientId = null;
                _uplink.Use(null, Filters);
                return;
            }

            if (_topics.Use(settings.ParentTopic) || _lastClientId != settings.ClientId)
            {
                // What waits was meant for other topics; publishing to one that is not granted would cost the connection.
                _outbox.Clear();
            }

            _lastClientId = settings.ClientId;
            _schedule.Set(settings.TelemetryInterval, _report.Now);
            ConnectSettings connect = new ConnectSettings(settings);
            settings.Wipe();
            _uplink.Use(connect, Filters);
            Changed?.Invoke(this, EventArgs.Empty);
            _uplink.Use(connect, CheckFilters());
        }

        // The service drops what is too many without a word and closes the connection for what has the wrong form: neither is sent.
        private string[] CheckFilters()
        {
            int count = 0;
            string[] kept = new string[Filters.Length < Topics.MaxSubscriptions ? Filters.Length : Topics.MaxSubscriptions];
            for (int i = 0; i < Filters.Length && count < kept.Length; i++)
            {
                if (Topics.CheckFilter(Filters[i]) == TopicError.None)
                {
                    kept[count++] = Filters[i];
                }
            }

            RejectedFilters = Filters.Length - count;
            string[] filters = new string[count];
            Array.Copy(kept, filters, count);
            return filters;
        }

        private JsonObject BeginEvent(string result)
        {
            _message.Clear();
            return _message.Add("clientId", _lastClientId).Add("event", "settings").Add("result", result);
        }
    }
}
