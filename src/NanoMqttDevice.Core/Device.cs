using System;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice
{
    /// <summary>
    /// The device's mind: what it is told, how it gets online and stays there, what it says and obeys. <see cref="Step"/> is called again and
    /// again by one thread and never blocks; <see cref="Opener"/> and <see cref="Closer"/> are each run by a thread of their own.
    /// </summary>
    public sealed partial class Device
    {
        /// <summary>Version of the firmware.</summary>
        public const string Version = "0.1.0";

        /// <summary>Most bytes of payload and topic that wait to be sent.</summary>
        public const int OutboxBytes = 8192;

        private const int OutboxMessages = 64;
        private const int InboxMessages = 8;

        // Time for the reply to a command that ends the connection to be acknowledged.
        private const int ReplyTime = 3000;

        private readonly SettingsStore _store;
        private readonly INetworkLink _link;
        private readonly IClock _clock;
        private readonly DeviceApplication _application;
        private readonly Inbox _inbox = new Inbox(InboxMessages);
        private readonly JsonObject _message = new JsonObject();
        private readonly CommandProcessor _commands;
        private readonly OutboxPump _pump;
        private readonly long _start;
        private BootGuard _guard;
        private ConnectSettings _settings;
        private SupervisorState _shownState;
        private OfflineCause _shownCause;
        private LinkResult _joinResult;
        private bool _isJoinPosted;
        private string[] _subscriptions;
        private string _telemetryTopic;
        private string _replyTopic;
        private string _requestTopic;
        private int _telemetryInterval;
        private long _nextTelemetry;
        private long _rebootAt;
        private long _reloadAt;

        /// <summary>Makes a device; <see cref="Boot()"/> starts it.</summary>
        /// <param name="flash">Holds the settings.</param>
        /// <param name="link">The way to the network.</param>
        /// <param name="factory">Makes MQTT clients.</param>
        /// <param name="clock">The clocks.</param>
        /// <param name="random">Source of jitter.</param>
        /// <param name="board">The board.</param>
        /// <param name="application">What the product adds.</param>
        public Device(
            IFlash flash,
            INetworkLink link,
            IMqttClientFactory factory,
            IClock clock,
            IRandom random,
            IBoard board,
            DeviceApplication application)
        {
            _store = new SettingsStore(flash);
            Names = new DeviceNames(flash, board);
            Wifi = new WifiJob(link, Opener);
            _link = link;
            _clock = clock;
            Board = board;
            _application = application;
            _commands = new CommandProcessor(this, application);
            _start = clock.Milliseconds;
            Supervisor = new Supervisor(random);
            Rotation = new Rotation(_store, Supervisor);
            Session = new Session(factory, Opener, Closer, _inbox);
            _pump = new OutboxPump(Outbox, Session);
        }

        /// <summary>
        /// Raised by <see cref="Step"/> when the supervisor's state or cause is another than before, for a light or a line on a screen. The handler
        /// must not block.
        /// </summary>
        public event EventHandler StatusChanged;

        /// <summary>Runs what opens a connection or joins the network.</summary>
        public Worker Opener { get; } = new Worker();

        /// <summary>Runs what closes a connection.</summary>
        public Worker Closer { get; } = new Worker();

        /// <summary>The board.</summary>
        public IBoard Board { get; }

        /// <summary>True while only provisioning runs.</summary>
        public bool IsSafeMode
        {
            get { return _guard != null && _guard.IsSafeMode; }
        }

        /// <summary>Its host name and name.</summary>
        public DeviceNames Names { get; }

        /// <summary>Joins a network that somebody asks for, and looks for networks.</summary>
        public WifiJob Wifi { get; }

        /// <summary>Name of the network that is stored, or null.</summary>
        public string Ssid
        {
            get { return _link.Ssid; }
        }

        /// <summary>True while there is an address.</summary>
        public bool IsLinkUp
        {
            get { return _link.IsUp; }
        }

        /// <summary>Milliseconds of the clock.</summary>
        public long Now
        {
            get { return _clock.Milliseconds; }
        }

        /// <summary>How many messages were dropped, of those to be sent and of those received.</summary>
        public int Dropped
        {
            get { return Outbox.Dropped + _inbox.Dropped; }
        }

        /// <summary>Decides how to get online; for looking at.</summary>
        public Supervisor Supervisor { get; }

        /// <summary>Tries settings that are new; for looking at.</summary>
        public Rotation Rotation { get; }

        /// <summary>The connections; for looking at.</summary>
        public Session Session { get; }

        /// <summary>Messages that wait to be sent or acknowledged.</summary>
        public Outbox Outbox { get; } = new Outbox(OutboxMessages, OutboxBytes);

        /// <summary>What is known of the settings in flash: Ok, Candidate while new ones are being tried, Empty, Corrupt, NewerVersion or Failed.</summary>
        public StoreResult StoreState
        {
            get { return Rotation.IsTrying ? StoreResult.Candidate : _store.State; }
        }

        /// <summary>True when nobody on the way to the service can read what is sent.</summary>
        public bool IsConfidential
        {
            get { return _settings != null && _settings.Tls; }
        }

        /// <summary>Sequence of the stored settings; 0 when there are none.</summary>
        public uint Sequence
        {
            get { return _store.Sequence; }
        }

        /// <summary>Client ID, or null when the device is unprovisioned.</summary>
        public string ClientId
        {
            get { return _settings == null ? null : _settings.ClientId; }
        }

        /// <summary>User name of the login, or null when the device is unprovisioned.</summary>
        public string UserName
        {
            get { return _settings == null ? null : _settings.Login.UserName; }
        }

        /// <summary>Seconds since the start.</summary>
        public long Uptime
        {
            get { return (_clock.Milliseconds - _start) / 1000; }
        }

        /// <summary>How many messages the service has acknowledged since the start.</summary>
        public int Acknowledged
        {
            get { return _pump.Acknowledged; }
        }

        /// <summary>How many commands were obeyed since the start.</summary>
        public int CommandsObeyed
        {
            get { return _commands.Obeyed; }
        }

        /// <summary>How many of the application's topic filters are not used: of wrong form, or more than the service stores.</summary>
        public int RejectedSubscriptions { get; private set; }

        /// <summary>How many steps ended with an exception that should have been caught.</summary>
        public int Failures { get; private set; }

        /// <summary>Starts anew when the reply to the command has had time to leave.</summary>
        public void RebootSoon()
        {
            _rebootAt = _clock.Milliseconds + ReplyTime;
        }

        /// <summary>Tells about the device, without secrets.</summary>
        /// <param name="json">Receives it.</param>
        public void Describe(JsonObject json)
        {
            json.Add("version", Version)
                .Add("board", Board.Name)
                .Add("uptime", Uptime)
                .Add("freeMemory", Board.FreeMemory)
                .Add("telemetryInterval", _telemetryInterval / 1000)
                .Add("sequence", (long)_store.Sequence)
                .Add("acknowledged", Acknowledged)
                .Add("waiting", Outbox.Count)
                .Add("dropped", Dropped)
                .Add("duplicates", _commands.Duplicates)
                .Add("malformed", _commands.Malformed);
        }

        /// <summary>Does what is to be done now. Never blocks, never throws.</summary>
        public void Step()
        {
            try
            {
                long now = _clock.Milliseconds;
                Wifi.Step();

                // Before the end of a session is noticed: what came last may say why it ends.
                Receive();
                Supervise(now);
                Measure(now);
                _pump.Step(now);
                Rotate(now);
                TellStatus();
                if (_guard != null && _guard.Step(now))
                {
                    Board.Reboot();
                }

                if (_rebootAt != 0 && (now >= _rebootAt || Outbox.Count == 0))
                {
                    _rebootAt = 0;
                    Board.Reboot();
                }
            }
            catch (Exception)
            {
                // The last catch of the main thread: whatever it was, the next step may go better, and the serial line must answer.
                Failures++;
            }
        }

        private void Supervise(long now)
        {
            Session.Step(now);
            if (Supervisor.State == SupervisorState.Connecting)
            {
                if (Session.State == SessionState.Open)
                {
                    Supervisor.OnConnected(now);
                    AcceptCandidate();
                }
                else if (Session.Cause != OfflineCause.None)
                {
                    Supervisor.OnConnectFailed(now, Session.Cause, Session.ReturnCode);
                }
            }
            else if (Supervisor.State == SupervisorState.Online && Session.State != SessionState.Open)
            {
                Supervisor.OnConnectionLost(now);
            }

            if (_isJoinPosted && !Opener.IsBusy)
            {
                _isJoinPosted = false;
                Supervisor.OnJoinEnded(now, _joinResult);
            }

            bool clockReady = _settings != null && (!_settings.Tls || _clock.IsSet);
            bool isIdle = Session.State == SessionState.Idle;
            switch (Supervisor.Step(now, _settings != null, _link.IsUp, clockReady, isIdle))
            {
                case SupervisorAction.Join:
                    _joinResult = LinkResult.Failed;
                    _isJoinPosted = Opener.Post(Join);
                    if (!_isJoinPosted)
                    {
                        Supervisor.OnJoinEnded(now, LinkResult.Failed);
                    }

                    break;
                case SupervisorAction.Connect:
                    Session.Open(_settings, _subscriptions);
                    break;
                case SupervisorAction.Close:
                    Session.Close();
                    break;
            }
        }

        private void TellStatus()
        {
            if (_shownState != Supervisor.State || _shownCause != Supervisor.Cause)
            {
                _shownState = Supervisor.State;
                _shownCause = Supervisor.Cause;
                StatusChanged?.Invoke(this, EventArgs.Empty);
            }
        }

        private void Join()
        {
            _joinResult = _link.Join(Supervisor.JoinLimit);
        }

        private void Receive()
        {
            string topic;
            byte[] payload;
            while (_settings != null && _inbox.Take(out topic, out payload))
            {
                if (topic == TokenNotices.Expire)
                {
                    _message.Clear();
                    _message.Add("clientId", ClientId).Add("request", "token").Add("type", TokenNotices.FindType(payload));
                    Outbox.Add(_requestTopic, _message.ToBytes());
                    continue;
                }

                if (topic == TokenNotices.Invalid)
                {
                    Supervisor.OnTokenInvalid();
                    continue;
                }

                if (!Topics.IsPeerToPeer(topic, _settings.ClientId))
                {
                    _application.Receive(this, topic, payload);
                    continue;
                }

                byte[] reply = _commands.Process(payload);
                if (reply != null)
                {
                    Outbox.Add(_replyTopic, reply);
                }
            }
        }

        private void Measure(long now)
        {
            if (_settings == null || now < _nextTelemetry)
            {
                return;
            }

            _nextTelemetry = now + _telemetryInterval;
            _message.Clear();
            _message.Add("clientId", _settings.ClientId);
            _application.Measure(this, _message);
            Outbox.Add(_telemetryTopic, _message.ToBytes());
        }
    }
}
