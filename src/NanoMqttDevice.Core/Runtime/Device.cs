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

        // Between two writes of the product's counters while the device is awake: at most 24 a day.
        private const int SaveGap = 3600000;

        private readonly DeviceBody _body;
        private readonly DeviceApplication _application;
        private readonly BootGuard _guard;
        private readonly DeviceVitals _vitals;
        private readonly DeviceNames _names;
        private readonly RestartOrder _restart = new RestartOrder();
        private readonly DeviceTopics _topics = new DeviceTopics();
        private readonly TelemetrySchedule _schedule = new TelemetrySchedule();
        private readonly OutboxPump _pump;
        private readonly Reception _reception;
        private readonly SettingsInUse _inUse;
        private readonly TrialRun _trial;
        private readonly UpdateRun _updates;
        private readonly Announcement _announcement;
        private readonly ProductRun _product;
        private readonly FactoryReset _factoryReset;
        private readonly CommandSeal _seal;
        private readonly Slumber _slumber;
        private readonly HeldButton _button = new HeldButton();
        private readonly long _renewAt;
        private long _nextSave;
        private bool _isAsleep;
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
            if (body.Board.Wake == WakeCause.None)
            {
                _guard.Start(now);
            }
            else
            {
                _guard.Wake(now);
            }

            ProductChoice products = new ProductChoice(body);
            if (_guard.Mode == StartMode.WithoutProduct && products.TakeBackCrashing())
            {
                // The product before it has its own tries.
                _guard.Leave();
            }

            _vitals = new DeviceVitals(now) { Mode = _guard.Mode };
            _nextSave = now + SaveGap;
            _renewAt = now + RenewAfter + body.Random.Next(RenewSpread);
            _application = _guard.Mode == StartMode.Normal ? products.Open(createApplication) : new NoApplication();
            _names = new DeviceNames(body.Flash, body.Board, body.Link);
            Settings = new SettingsKeeper(body.Flash, body.Random);
            Uplink = new Uplink(body, Inbox);
            _pump = new OutboxPump(Outbox, Uplink.Session);
            Report = new DeviceReport(body, _vitals, Settings, Uplink, Outbox, _pump, Inbox, _schedule);
            Context = new DeviceContext(Report, body, _topics);
            _seal = CreateSeal();
            CommandGate gate = new CommandGate(Settings, Uplink, _seal);
            _updates = new UpdateRun(body, Report, products, _restart, _topics);
            _updates.Begin(_application, Context);
            BuiltInCommands commands = new BuiltInCommands(
                Report, _restart, _schedule, new RemoteSettings(Settings, _pump), _updates.Execute, _application.AllowsSettingsInPlain);
            Report.Processor = new CommandProcessor(commands.CreateTable, gate, ExecuteOwn);
            _reception = new Reception(Inbox, Outbox, _topics, Uplink, Report.Processor, ReceiveOwn, _updates);
            _inUse = new SettingsInUse(Uplink, _pump, _topics, _schedule, Report);
            _inUse.Changed += OnSettingsChanged;
            _trial = new TrialRun(_inUse, Uplink, _pump, _topics, Report);
            _announcement = new Announcement(Report, gate, _topics, Context.Stamps);
            _product = new ProductRun(_application, Context, _topics, _schedule, Outbox);
            _factoryReset = new FactoryReset(Settings, Report.Product, _names, Context.Kept, body.Link);
            _slumber = new Slumber(Report, Context);
            Console = body.Serial == null ? null : new SerialConsole(body.Serial, body.Clock, Report, _names, _factoryReset, _restart);
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
                    && !_updates.IsBusy
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
            _product.Start();
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
                StepProduct(now);
                _announcement.Step();
                _pump.Step(now);
                _trial.Step(now);
                _updates.Step(now);
                TellStatus();
                StepButton(now);
                StepRestart(now);
                StepSleep(now);
            }
            catch (Exception)
            {
                // The last catch of the main thread: whatever it was, the next step may go better, and the serial line must answer.
                _vitals.Caught++;
            }
        }

        /// <summary>Tells when the product is to be stepped next, unless something happens before.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>Milliseconds until then; <see cref="int.MaxValue"/> when there is nothing to do. The telemetry interval is not among it.</returns>
        public int DueIn(long now)
        {
            return _product.DueIn(now);
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
                _product.BeforeRestart();
                SaveCounters();
                _guard.OnOrdered(_restart.IsMended);
                Board.Reboot();
            }
        }

        private void StepButton(long now)
        {
            if (_button.Step(now, Board.IsResetHeld))
            {
                _factoryReset.Run(false);
            }
        }

        private void StepSleep(long now)
        {
            if (Context.Kept.IsChanged && now >= _nextSave)
            {
                _nextSave = now + SaveGap;
                SaveCounters();
            }

            long sleep = _isAsleep ? 0 : _slumber.Step(now, Console == null ? 0 : Console.LastInput);
            if (sleep > 0)
            {
                _isAsleep = true;
                _product.BeforeSleep();
                Context.Kept.Save(_seal.Nonce, _seal.LastId);
                _guard.OnSleep();
                Board.Sleep(sleep, Context.Sleep.Pin, Context.Sleep.IsHigh);
            }
        }

        private void SaveCounters()
        {
            if (Context.Kept.IsChanged)
            {
                Context.Kept.Save(_seal.Nonce, _seal.LastId);
            }
        }

        // Who sealed a command while the device slept has the nonce of before.
        private CommandSeal CreateSeal()
        {
            CommandSeal seal = new CommandSeal(_body.Random);
            if (Board.Wake != WakeCause.None && Context.Kept.Nonce != null)
            {
                seal.Resume(Context.Kept.Nonce, Context.Kept.LastId);
            }

            return seal;
        }

        private void StepProduct(long now)
        {
            try
            {
                _product.Step(now);
            }
            catch (Exception)
            {
                // A fault of the product must not cost the device what comes behind it in a step.
                _vitals.Caught++;
            }

            _product.MoveOn();
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
