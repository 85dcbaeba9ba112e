using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Commands
{
    /// <summary>What a device tells of itself, over the serial line and by message alike: every figure is gathered here and nowhere else.</summary>
    public sealed class DeviceReport
    {
        private readonly DeviceBody _body;
        private readonly DeviceVitals _vitals;
        private readonly OutboxPump _pump;
        private readonly Inbox _inbox;
        private readonly TelemetrySchedule _schedule;

        /// <summary>Makes a report.</summary>
        /// <param name="body">The body.</param>
        /// <param name="vitals">How running it goes.</param>
        /// <param name="settings">The settings in flash.</param>
        /// <param name="uplink">The way to the service.</param>
        /// <param name="outbox">What is to be sent.</param>
        /// <param name="pump">Sends it.</param>
        /// <param name="inbox">What has arrived.</param>
        /// <param name="schedule">When to measure.</param>
        public DeviceReport(
            DeviceBody body,
            DeviceVitals vitals,
            SettingsKeeper settings,
            Uplink uplink,
            Outbox outbox,
            OutboxPump pump,
            Inbox inbox,
            TelemetrySchedule schedule)
        {
            _body = body;
            _vitals = vitals;
            _pump = pump;
            _inbox = inbox;
            _schedule = schedule;
            Settings = settings;
            Uplink = uplink;
            Outbox = outbox;
        }

        /// <summary>The board.</summary>
        public IBoard Board
        {
            get { return _body.Board; }
        }

        /// <summary>The settings in flash.</summary>
        public SettingsKeeper Settings { get; }

        /// <summary>The way to the service.</summary>
        public Uplink Uplink { get; }

        /// <summary>What is to be sent.</summary>
        public Outbox Outbox { get; }

        /// <summary>Obeys commands, and counts them.</summary>
        public CommandProcessor Processor { get; set; }

        /// <summary>Why the last candidate was dropped; None when it was not.</summary>
        public OfflineCause DroppedFor { get; set; }

        /// <summary>Why the candidate has lost its last turn; None while it has lost none.</summary>
        public OfflineCause CandidateLostFor { get; set; }

        /// <summary>Release of the product that runs.</summary>
        public int ProductRelease { get; set; }

        /// <summary>The slot of the product that runs, 1 or 2; 0 for the one that was flashed.</summary>
        public int ProductSlot { get; set; }

        /// <summary>How the update of <see cref="UpdateRelease"/> stands, or has ended; null when there was none.</summary>
        public string UpdateWord { get; set; }

        /// <summary>Release of the update that is under way, or was the last one.</summary>
        public int UpdateRelease { get; set; }

        /// <summary>Milliseconds of the clock.</summary>
        public long Now
        {
            get { return _body.Clock.Milliseconds; }
        }

        /// <summary>Seconds since the start.</summary>
        public long Uptime
        {
            get { return _vitals.UptimeAt(Now); }
        }

        /// <summary>How much of the device runs.</summary>
        public StartMode Mode
        {
            get { return _vitals.Mode; }
        }

        /// <summary>How many steps ended with an exception that should have been caught.</summary>
        public int Caught
        {
            get { return _vitals.Caught; }
        }

        /// <summary>How many messages the service has acknowledged since the start.</summary>
        public int Acknowledged
        {
            get { return _pump.Acknowledged; }
        }

        /// <summary>How many messages were dropped, of those to be sent and of those received.</summary>
        public int DroppedMessages
        {
            get { return Outbox.Dropped + _inbox.Dropped; }
        }

        /// <summary>Tells about the device, without secrets.</summary>
        /// <param name="json">Receives it.</param>
        public void Describe(JsonObject json)
        {
            json.Add("version", Firmware.Version)
                .Add("board", Board.Name)
                .Add("uptime", Uptime)
                .Add("freeMemory", Board.FreeMemory)
                .Add("telemetryInterval", _schedule.Seconds)
                .Add("sequence", (long)Settings.Sequence)
                .Add("acknowledged", Acknowledged)
                .Add("waiting", Outbox.Count)
                .Add("dropped", DroppedMessages)
                .Add("mode", StartModes.WordOf(Mode))
                .Add("duplicates", Processor.Duplicates)
                .Add("malformed", Processor.Malformed);
            DescribeProduct(json);
        }

        /// <summary>Tells which product runs, and how the last update stands.</summary>
        /// <param name="json">Receives it; nothing for a product that was flashed without a release, and was never updated.</param>
        public void DescribeProduct(JsonObject json)
        {
            if (ProductRelease != 0 || UpdateWord != null)
            {
                json.Add("release", ProductRelease).Add("slot", ProductSlot);
            }

            if (UpdateWord != null)
            {
                json.Add("update", UpdateWord).Add("updateRelease", UpdateRelease);
            }
        }
    }
}
