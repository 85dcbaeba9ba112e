using System;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Runtime
{
    /// <summary>What the device goes by, from flash to login, topics and interval; takes over what was committed.</summary>
    public sealed class SettingsInUse
    {
        // Above lwIP's low-water mark of 2.8 KB a write over TLS can keep the whole board waiting until the peer takes it (CAVEATS.md).
        private const int MaxTlsMessage = 2048;

        private readonly SettingsKeeper _keeper;
        private readonly Uplink _uplink;
        private readonly OutboxPump _pump;
        private readonly Outbox _outbox;
        private readonly DeviceTopics _topics;
        private readonly TelemetrySchedule _schedule;
        private readonly DeviceReport _report;
        private long _reloadAt;

        /// <summary>Makes it; nothing is gone by yet.</summary>
        /// <param name="uplink">Connects with them.</param>
        /// <param name="pump">Uploads tokens.</param>
        /// <param name="topics">Are below their parent topic.</param>
        /// <param name="schedule">Measures at their interval.</param>
        /// <param name="report">Knows settings and outbox, and is told how a candidate does.</param>
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

        /// <summary>Client ID of the settings that are gone by, or null.</summary>
        public string ClientId { get; private set; }

        /// <summary>Topic filters that the application wants to be subscribed to; may be empty.</summary>
        public string[] Filters { get; set; } = new string[0];

        /// <summary>How many of the application's topic filters are not used: of wrong form, or more than the service stores.</summary>
        public int RejectedFilters { get; private set; }

        /// <summary>Reads the settings and goes by them, or by none.</summary>
        /// <param name="isUsed">False to stay without until some are committed.</param>
        public void Boot(bool isUsed)
        {
            DeviceSettings settings = _keeper.Load(true);
            if (settings != null && !isUsed)
            {
                settings.Wipe();
                settings = null;
            }

            Use(settings, true);
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
                    if (_reloadAt != 0 && (now >= _reloadAt || _outbox.Count == 0))
                    {
                        Reconnect();
                    }

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

        /// <summary>Goes by those of candidate and current settings whose turn it is now, from the next connect on.</summary>
        public void TakeTurn()
        {
            Use(_keeper.Trial.LoadTurn(), false);
        }

        private void Reconnect()
        {
            Reload();
            _uplink.Supervisor.OnSettingsChanged();
        }

        private void Reload()
        {
            _reloadAt = 0;
            _report.CandidateLostFor = OfflineCause.None;
            Use(_keeper.Load(false), true);
        }

        private void Use(DeviceSettings settings, bool measures)
        {
            if (settings == null)
            {
                ClientId = null;
                _uplink.Use(null, Filters);
                return;
            }

            if (_topics.Use(settings.ParentTopic) || ClientId != settings.ClientId)
            {
                // What waits was meant for other topics; publishing to one that is not granted would cost the connection.
                _outbox.Clear();
            }

            ClientId = settings.ClientId;
            if (measures || settings.TelemetryInterval != _schedule.Seconds)
            {
                _schedule.Set(settings.TelemetryInterval, _report.Now);
            }

            _outbox.MaxMessage = settings.Tls ? MaxTlsMessage : int.MaxValue;
            ConnectSettings connect = new ConnectSettings(settings);
            settings.Wipe();

            // The application is asked what to subscribe to when it can be told as whom.
            _uplink.Use(connect, Filters);
            Changed?.Invoke(this, EventArgs.Empty);
            _uplink.Use(connect, CheckFilters(settings.SubscribesToP2p));
        }

        // The service drops what is too many without a word and closes the connection for what has the wrong form: neither is sent.
        private string[] CheckFilters(bool subscribesToP2p)
        {
            int own = subscribesToP2p ? 1 : 0;
            int wanted = Filters.Length + own;
            int count = own;
            string[] kept = new string[wanted < Topics.MaxSubscriptions ? wanted : Topics.MaxSubscriptions];
            if (subscribesToP2p)
            {
                kept[0] = Topics.PeerToPeer(_topics.Parent, ClientId);
            }

            for (int i = 0; i < Filters.Length && count < kept.Length; i++)
            {
                if (Topics.CheckFilter(Filters[i]) == TopicError.None)
                {
                    kept[count++] = Filters[i];
                }
            }

            RejectedFilters = wanted - count;
            string[] filters = new string[count];
            Array.Copy(kept, filters, count);
            return filters;
        }
    }
}
