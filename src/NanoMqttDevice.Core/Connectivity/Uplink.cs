using System.Threading;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// The way to the service: does what the supervisor decides with link, session and clock, and tells it what came of that. No member blocks;
    /// <see cref="Opener"/> and <see cref="Closer"/> are each run by a thread of their own.
    /// </summary>
    public sealed class Uplink
    {
        private readonly INetworkLink _link;
        private readonly DeviceBody _body;
        private ConnectSettings _settings;
        private string[] _filters;
        private LinkResult _joinResult;
        private bool _isJoinPosted;
        private TimeQuery _time;

        /// <summary>Makes a way that leads nowhere yet.</summary>
        /// <param name="body">Gives link, clients, clock and random numbers.</param>
        /// <param name="inbox">Receives the messages that arrive.</param>
        public Uplink(DeviceBody body, Inbox inbox)
        {
            _link = body.Link;
            _body = body;
            Wifi = new WifiJob(_link, Opener);
            Supervisor = new Supervisor(body.Random);
            Session = new Session(body.Clients, Opener, Closer, inbox);
        }

        /// <summary>Runs what opens a connection or joins the network.</summary>
        public Worker Opener { get; } = new Worker();

        /// <summary>Runs what closes a connection.</summary>
        public Worker Closer { get; } = new Worker();

        /// <summary>Joins a network that somebody asks for, and looks for networks.</summary>
        public WifiJob Wifi { get; }

        /// <summary>Decides how to get online.</summary>
        public Supervisor Supervisor { get; }

        /// <summary>The connections.</summary>
        public Session Session { get; }

        /// <summary>Called before each connect, or null. Must not block.</summary>
        public ThreadStart BeforeConnect { get; set; }

        /// <summary>What it connects with, or null when the device is unprovisioned.</summary>
        public ConnectSettings Settings
        {
            get { return _settings; }
        }

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

        /// <summary>True when nobody on the way to the service can read what is sent.</summary>
        public bool IsConfidential
        {
            get { return _settings != null && _settings.Tls; }
        }

        /// <summary>Connects with these from the next connect on.</summary>
        /// <param name="settings">Where and as whom, or null for nowhere.</param>
        /// <param name="filters">Topic filters to subscribe to; may be empty.</param>
        public void Use(ConnectSettings settings, string[] filters)
        {
            _settings = settings;
            _filters = filters;
        }

        /// <summary>Looks at everything and does the next thing. Called again and again.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Step(long now)
        {
            Session.Step(now);
            if (Supervisor.State == SupervisorState.Connecting)
            {
                if (Session.State == SessionState.Open)
                {
                    Supervisor.OnConnected(now);
                }
                else if (Session.Cause != OfflineCause.None)
                {
                    Supervisor.OnConnectFailed(now, Session.Cause, Session.ReturnCode);
                }
            }
            else if (Supervisor.State == SupervisorState.Online && Session.State != SessionState.Open)
            {
                Supervisor.OnConnectionLost(now, Session.Cause == OfflineCause.None ? OfflineCause.ConnectionLost : Session.Cause);
            }

            if (_isJoinPosted && !Opener.IsBusy)
            {
                _isJoinPosted = false;
                Supervisor.OnJoinEnded(now, _joinResult);
            }

            bool isClockReady = StepTime(now) && (!_settings.Tls || _body.Clock.IsSet);
            bool isIdle = Session.State == SessionState.Idle;
            switch (Supervisor.Step(now, _settings != null, _link.IsUp, isClockReady, isIdle))
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
                    BeforeConnect?.Invoke();
                    Session.Open(_settings, _filters);
                    break;
                case SupervisorAction.Close:
                    Session.Close();
                    break;
            }
        }

        // True when there is somebody to connect to and no question for the time in the way: both are asked by one thread.
        private bool StepTime(long now)
        {
            if (_settings == null)
            {
                return false;
            }

            if (_settings.Ntp == null && _time == null)
            {
                return true;
            }

            // A connect that needs no time of day goes first.
            bool mayAsk = _settings.Ntp != null && _link.IsUp
                && (Supervisor.State == SupervisorState.Online || (Supervisor.State == SupervisorState.WaitingForClock && !_body.Clock.IsSet));
            _time ??= new TimeQuery(_body, Opener);
            _time.Step(now, _settings.Ntp, mayAsk);
            return !_time.IsBusy;
        }

        private void Join()
        {
            _joinResult = _link.Join(Supervisor.JoinLimit);
        }
    }
}
