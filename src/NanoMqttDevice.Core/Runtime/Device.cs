using System;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Provisioning;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Runtime
{
    /// <summary>
    /// The device's mind: owns the parts and the order in which they are stepped. <see cref="Step"/> is called again and again by one thread and
    /// never blocks.
    /// </summary>
    public sealed class Device
    {
        /// <summary>Most bytes of payload and topic that wait to be sent.</summary>
        public const int OutboxBytes = 8192;

        private const int OutboxMessages = 64;
        private const int InboxMessages = 16;
        private const int InboxBytes = 8192;

        // Long before the platform's clocks stop, after 497 days: 200 days and up to ten more, in milliseconds.
        private const long RenewAfter = 200L * 86400000;
        private const int RenewSpread = 10 * 86400000;

        private readonly DeviceBody _body;
        private readonly DeviceApplication _application;
        private readonly BootGuard _guard;
        private readonly DeviceVitals _vitals;
        private readonly DeviceNames _names;
        private readonly RestartOrder _restart = new RestartOrder();
        private readonly DeviceTopics _topics = new DeviceTopics();
        private readonly TelemetrySchedule _schedule = new TelemetrySchedule();
        private readonly JsonObject _telemetry = new JsonObject();
        private readonly OutboxPump _pump;
        private readonly Reception _reception;
        private readonly SettingsInUse _inUse;
        private readonly TrialRun _trial;
        private readonly UpdateRun _updates;
        private readonly Announcement _announcement;
        private readonly long _renewAt;
        private SupervisorState _shownState;
        private OfflineCause _shownCause;

        /// <summary>Makes a device; <see cref="Boot"/> starts it.</summary>
        /// <param name="body">What it needs of the world.</param>
        /// <param name="createApplication">Makes what the product adds, unless that has crashed the device again and again.</param>
        public Device(DeviceBody body, ApplicationFactory createApplication)
        {
            long now = body.Clock.Milliseconds;
            _body = body;
            _guard = new BootGuard(body.Flash);
            _guard.Start(now);
            ProductChoice products = new ProductChoice(body);
            if (_guard.Mode == StartMode.WithoutProduct && products.TakeBackCrashing())
            {
                // The product before it has its own tries.
                _guard.Leave();
            }

            _vitals = new DeviceVitals(now) { Mode = _guard.Mode };
            _renewAt = now + RenewAfter + body.Random.Next(RenewSpread);
            _application = _guard.Mode == StartMode.Normal ? products.Open(createApplication) : new NoApplication();
            _names = new DeviceNames(body.Flash, body.Board, body.Link);
            Settings = new SettingsKeeper(body.Flash, body.Random);
            Uplink = new Uplink(body, Inbox);
            _pump = new OutboxPump(Outbox, Uplink.Session);
            Report = new DeviceReport(body, _vitals, Settings, Uplink, Outbox, _pump, Inbox, _schedule);
            Context = new DeviceContext(Report);
            CommandGate gate = new CommandGate(Settings, Uplink, new CommandSeal(body.Random));
            BuiltInCommands commands = new BuiltInCommands(
                Report, _restart, _schedule, new RemoteSettings(Settings, _pump), _application.AllowsSettingsInPlain);
            _updates = new UpdateRun(body, Report, products, _restart, _topics);
            _updates.Begin(_application, Context);
            Report.Processor = new CommandProcessor(commands.CreateTable(_updates.Execute), gate, ExecuteOwn);
            _reception = new Reception(Inbox, Outbox, _topics, Uplink, Report.Processor, ReceiveOwn, _updates);
            _inUse = new SettingsInUse(Uplink, _pump, _topics, _schedule, Report);
            _inUse.Changed += OnSettingsChanged;
            _trial = new TrialRun(_inUse, Uplink, _pump, _topics, Report);
            _announcement = new Announcement(Report, gate, _topics);
            Console = body.Serial == null ? null : new SerialConsole(body.Serial, body.Clock, Report, _names, _restart);
        }

        /// <summary>
        /// Raised by <see cref="Step"/> when the supervisor's state or cause is another than before, for a light or a line on a screen. The handler
        /// must not block.
        /// </summary>
        public event EventHandler StatusChanged;

        /// <summary>The settings in flash.</summary>
        public SettingsKeeper Settings { get; }

        /// <summary>The way to the service.</summary>
        public Uplink Uplink { get; }

        /// <summary>Messages that wait to be sent or acknowledged.</summary>
        public Outbox Outbox { get; } = new Outbox(OutboxMessages, OutboxBytes);

        /// <summary>Messages that have arrived and were not looked at yet.</summary>
        public Inbox Inbox { get; } = new Inbox(InboxMessages, InboxBytes);

        /// <summary>What it tells of itself.</summary>
        public DeviceReport Report { get; }

        /// <summary>The end of the serial line, stepped beside the device; null without a line.</summary>
        public SerialConsole Console { get; }

        /// <summary>What its application sees of it.</summary>
        public DeviceContext Context { get; }

        /// <summary>The board.</summary>
        public IBoard Board
        {
            get { return _body.Board; }
        }

        /// <summary>Client ID, or null when the device is unprovisioned.</summary>
        public string ClientId
        {
            get { return Context.ClientId; }
        }

        /// <summary>User name of the login, or null when the device is unprovisioned.</summary>
        public string UserName
        {
            get { return Uplink.Settings == null ? null : Uplink.Settings.Login.UserName; }
        }

        /// <summary>Seconds since the start.</summary>
        public long Uptime
        {
            get { return Report.Uptime; }
        }

        /// <summary>How many of the application's topic filters are not used: of wrong form, or more than the service stores.</summary>
        public int RejectedSubscriptions
        {
            get { return _inUse.RejectedFilters; }
        }

        /// <summary>
        /// True while nothing is under way and nothing is due within a fraction of a second: the next step may come later than usual, unless a message or
        /// a byte arrives.
        /// </summary>
        public bool MayRest
        {
            get
            {
                Supervisor supervisor = Uplink.Supervisor;
                return supervisor.State == SupervisorState.Online
                    && supervisor.IsSettled
                    && Outbox.Count == 0
                    && Uplink.Session.InFlightCount == 0
                    && !Uplink.Wifi.IsBusy
                    && !Settings.Trial.IsTrying
                    && !_updates.IsUnderWay
                    && (Console == null || Console.IsQuiet);
            }
        }

        /// <summary>Reads from flash what the device is to go by. Without settings it stays unprovisioned, with nothing but the serial line until some are committed.</summary>
        public void Boot()
        {
            if (!_guard.WasOrdered)
            {
                Uplink.Supervisor.SpreadFirstConnect();
            }

            _names.Load();
            _inUse.Boot(_guard.Mode != StartMode.SerialOnly);
        }

        /// <summary>Does what is to be done now. Never blocks, never throws.</summary>
        public void Step()
        {
            try
            {
                long now = _body.Clock.Milliseconds;
                if (_inUse.TakeOver(now) && _guard.Leave())
                {
                    // What was left out at the start can only come with another.
                    _restart.Give(now);
                }

                Uplink.Wifi.Step();

                // Before the end of a session is noticed: what came last may say why it ends.
                _reception.Step(now);
                Uplink.Step(now);
                Measure(now);
                _announcement.Step();
                _pump.Step(now);
                _trial.Step(now);
                _updates.Step(now);
                TellStatus();
                StepRestart(now);
            }
            catch (Exception)
            {
                // The last catch of the main thread: whatever it was, the next step may go better, and the serial line must answer.
                _vitals.Caught++;
            }
        }

        private void StepRestart(long now)
        {
            bool isQuiet = Outbox.Count == 0;
            if (_guard.Step(now))
            {
                Board.Reboot();
            }
            else if (_restart.TakeDue(now, isQuiet) || (now >= _renewAt && isQuiet))
            {
                _guard.OnOrdered(_restart.IsMended);
                Board.Reboot();
            }
        }

        private void Measure(long now)
        {
            if (Uplink.Settings != null && _schedule.IsDue(now))
            {
                _telemetry.Clear();
                _telemetry.Add("clientId", ClientId);
                _application.Measure(Context, _telemetry);
                Outbox.Add(_topics.Telemetry, _telemetry.ToBytes());
            }
        }

        private void TellStatus()
        {
            Supervisor supervisor = Uplink.Supervisor;
            if (_shownState != supervisor.State || _shownCause != supervisor.Cause)
            {
                _shownState = supervisor.State;
                _shownCause = supervisor.Cause;
                StatusChanged?.Invoke(this, EventArgs.Empty);
            }
        }

        private void OnSettingsChanged(object sender, EventArgs e)
        {
            _inUse.Filters = _application.GetSubscriptions(Context);
        }

        private CommandResult ExecuteOwn(Command command, JsonObject reply)
        {
            return _application.Execute(Context, command, reply);
        }

        private void ReceiveOwn(string topic, byte[] payload)
        {
            _application.Receive(Context, topic, payload);
        }
    }
}
