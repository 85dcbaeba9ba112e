using NanoMqttDevice.Platform;

namespace NanoMqttDevice.Connectivity
{
    /// <summary>
    /// Decides what a device does next to get online and to stay there. It is stepped with the time and told what happened; it blocks
    /// nowhere, starts nothing and reads no clock.
    /// </summary>
    public sealed class Supervisor
    {
        /// <summary>Limit for joining a network, in milliseconds.</summary>
        public const int JoinLimit = 30000;

        /// <summary>Limit for the time of day to become known, in milliseconds.</summary>
        public const int ClockLimit = 60000;

        /// <summary>
        /// Limit from resolving the name to the last SUBACK, in milliseconds: above the 30 s for which M2Mqtt waits for a CONNACK, so that it is
        /// that client's own error where there is one.
        /// </summary>
        public const int ConnectLimit = 45000;

        /// <summary>
        /// A session that holds as long as this, in milliseconds, has come to stay. Two in a row that end earlier count as a conflict: two devices with
        /// one client ID take it from one another every two seconds.
        /// </summary>
        public const int SettleTime = 10000;

        /// <summary>
        /// Longest wait before the first connect after power has come, or the network come back, in milliseconds: what has one cause for a thousand
        /// devices must not bring them back in one moment.
        /// </summary>
        public const int SpreadTime = 10000;

        private readonly IRandom _random;
        private readonly Backoff _retry;
        private readonly Backoff _refusal;
        private long _deadline;
        private long _onlineSince;
        private bool _joining;
        private bool _restart;
        private bool _isPrompt = true;
        private bool _isSpreadDue;
        private long _spreadUntil;
        private int _shortSessions;
        private bool _isTokenInvalid;

        /// <summary>Makes a supervisor of a device that has no settings yet.</summary>
        /// <param name="random">Source of the jitter.</param>
        public Supervisor(IRandom random)
        {
            _random = random;
            _retry = new Backoff(random, 1000, 300000);
            _refusal = new Backoff(random, 60000, 3600000);
        }

        /// <summary>Where the device stands.</summary>
        public SupervisorState State { get; private set; }

        /// <summary>Why it is not online; once it has been online for <see cref="SettleTime"/>, nothing.</summary>
        public OfflineCause Cause { get; private set; }

        /// <summary>Return code of the last CONNACK that refused, 1 to 5; 0 when <see cref="Cause"/> is another.</summary>
        public int ReturnCode { get; private set; }

        /// <summary>In states Waiting and Refused: when the next try is due, in milliseconds of the clock.</summary>
        public long NextTry
        {
            get { return _deadline; }
        }

        /// <summary>True once the open session has held for <see cref="SettleTime"/>.</summary>
        public bool IsSettled { get; private set; }

        /// <summary>How many sessions were opened.</summary>
        public int Connects { get; private set; }

        /// <summary>How many tries to join, to learn the time or to open a session failed.</summary>
        public int Failures { get; private set; }

        /// <summary>How many open sessions were lost.</summary>
        public int Losses { get; private set; }

        /// <summary>Looks at the world and decides. Called again and again, some ten times a second.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="provisioned">True when there are settings to connect with.</param>
        /// <param name="linkUp">True while there is an address.</param>
        /// <param name="clockReady">True when the time of day is known or not needed.</param>
        /// <param name="sessionIdle">True when the session has neither a connection nor any left-over of one.</param>
        /// <returns>What to do now.</returns>
        public SupervisorAction Step(long now, bool provisioned, bool linkUp, bool clockReady, bool sessionIdle)
        {
            if (!provisioned)
            {
                _retry.Reset();
                _refusal.Reset();
                _restart = false;
                SetCause(OfflineCause.None, 0);
                return Leave(SupervisorState.Unprovisioned, sessionIdle);
            }

            if (_restart)
            {
                _restart = false;
                _retry.Reset();
                _refusal.Reset();
                SetCause(OfflineCause.None, 0);
                _deadline = now;
                return Leave(SupervisorState.JoiningWifi, sessionIdle);
            }

            switch (State)
            {
                case SupervisorState.Unprovisioned:
                    _deadline = now;
                    State = SupervisorState.JoiningWifi;
                    return SupervisorAction.None;

                case SupervisorState.JoiningWifi:
                    return StepJoining(now, linkUp, clockReady, sessionIdle);

                case SupervisorState.WaitingForClock:
                    return StepClock(now, linkUp, clockReady);

                case SupervisorState.Connecting:
                    if (now >= _deadline)
                    {
                        Failures++;
                        Wait(now, OfflineCause.ConnectTimedOut);
                        return SupervisorAction.Close;
                    }

                    return SupervisorAction.None;

                case SupervisorState.Online:
                    return StepOnline(now, linkUp);

                default:
                    // A left-over of the last connection must be gone first: the client is not made for two at once.
                    if (now >= _deadline && sessionIdle)
                    {
                        _deadline = now;
                        State = SupervisorState.JoiningWifi;
                    }

                    return SupervisorAction.None;
            }
        }

        /// <summary>Lets the first connect wait for a random time: this start is one after power has come, not one that was ordered.</summary>
        public void SpreadFirstConnect()
        {
            _isPrompt = false;
            _isSpreadDue = true;
        }

        /// <summary>There are other settings than before, or the old ones are worth another try: forget all waiting.</summary>
        public void OnSettingsChanged()
        {
            _restart = true;
            _isPrompt = true;
            _isSpreadDue = false;
            _spreadUntil = 0;
        }

        /// <summary>Lets a wait end now; the next one is as long as it would have been.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void RetryNow(long now)
        {
            if (State == SupervisorState.Waiting || State == SupervisorState.Refused || State == SupervisorState.JoiningWifi)
            {
                _deadline = now;
                _isSpreadDue = false;
                _spreadUntil = 0;
            }
        }

        /// <summary>Joining the network has ended.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="result">What became of it.</param>
        public void OnJoinEnded(long now, LinkResult result)
        {
            _joining = false;
            if (result != LinkResult.Joined)
            {
                SetCause(OfflineCauses.Of(result), 0);
                Failures++;
            }

            // Also after a join that worked: should no address follow, it is not tried again at once.
            _deadline = now + _retry.Next();
        }

        /// <summary>The session is open.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void OnConnected(long now)
        {
            _onlineSince = now;
            IsSettled = false;
            _isTokenInvalid = false;
            Connects++;
            State = SupervisorState.Online;
        }

        /// <summary>The session could not be opened.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="cause">Why.</param>
        /// <param name="returnCode">Return code of the CONNACK when the cause is Refused.</param>
        public void OnConnectFailed(long now, OfflineCause cause, int returnCode)
        {
            Failures++;

            // Return code 3, server unavailable, is no judgement on this device (MQTT-3.2.2.3).
            if (cause == OfflineCause.Refused && returnCode != 3)
            {
                SetCause(cause, returnCode);
                _deadline = now + _refusal.Next();
                State = SupervisorState.Refused;
                return;
            }

            Wait(now, cause);
            ReturnCode = returnCode;
        }

        /// <summary>The service has said that a token is not valid: the end of the session that follows counts as a refusal.</summary>
        public void OnTokenInvalid()
        {
            _isTokenInvalid = true;
        }

        /// <summary>The open session has ended.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="cause">Why: ConnectionLost, or something that is known better.</param>
        public void OnConnectionLost(long now, OfflineCause cause)
        {
            Losses++;
            bool isShort = !IsSettled && now - _onlineSince < SettleTime;
            IsSettled = false;
            if (_isTokenInvalid)
            {
                SetCause(OfflineCause.TokenInvalid, 0);
                _deadline = now + _refusal.Next();
                State = SupervisorState.Refused;
                return;
            }

            // One short session may be a broker that starts anew, or a message that it could not take; a second one is another device.
            _shortSessions = isShort && cause == OfflineCause.ConnectionLost ? _shortSessions + 1 : 0;
            if (_shortSessions > 1)
            {
                SetCause(OfflineCause.Conflict, 0);
                _deadline = now + _refusal.Next();
                State = SupervisorState.Waiting;
                return;
            }

            Wait(now, cause);
        }

        private SupervisorAction StepJoining(long now, bool linkUp, bool clockReady, bool sessionIdle)
        {
            if (linkUp)
            {
                // While a join is under way the thread that would connect is taken.
                if (_joining || !sessionIdle)
                {
                    return SupervisorAction.None;
                }

                if (clockReady)
                {
                    return Connect(now);
                }

                _deadline = now + ClockLimit;
                State = SupervisorState.WaitingForClock;
                return SupervisorAction.None;
            }

            // Who has just been told to connect somewhere need not wait for others once the network is there.
            _isSpreadDue = !_isPrompt;
            if (_joining || now < _deadline)
            {
                return SupervisorAction.None;
            }

            _joining = true;
            return SupervisorAction.Join;
        }

        private SupervisorAction StepClock(long now, bool linkUp, bool clockReady)
        {
            if (!linkUp)
            {
                _isSpreadDue = true;
                _deadline = now;
                State = SupervisorState.JoiningWifi;
                return SupervisorAction.None;
            }

            if (clockReady)
            {
                return Connect(now);
            }

            if (now >= _deadline)
            {
                Failures++;
                Wait(now, OfflineCause.ClockNotSet);
            }

            return SupervisorAction.None;
        }

        private SupervisorAction Connect(long now)
        {
            if (_isSpreadDue)
            {
                _isSpreadDue = false;
                _spreadUntil = now + _random.Next(SpreadTime);
            }

            if (_spreadUntil != 0 && now < _spreadUntil)
            {
                return SupervisorAction.None;
            }

            _isPrompt = false;
            _deadline = now + ConnectLimit;
            State = SupervisorState.Connecting;
            return SupervisorAction.Connect;
        }

        private SupervisorAction StepOnline(long now, bool linkUp)
        {
            if (!linkUp)
            {
                Losses++;
                IsSettled = false;
                _isSpreadDue = true;
                SetCause(OfflineCause.WifiFailed, 0);
                _deadline = now;
                State = SupervisorState.JoiningWifi;
                return SupervisorAction.Close;
            }

            if (!IsSettled && now - _onlineSince >= SettleTime)
            {
                IsSettled = true;
                _shortSessions = 0;
                _retry.Reset();
                _refusal.Reset();
                SetCause(OfflineCause.None, 0);
            }

            return SupervisorAction.None;
        }

        private SupervisorAction Leave(SupervisorState state, bool sessionIdle)
        {
            State = state;
            return sessionIdle ? SupervisorAction.None : SupervisorAction.Close;
        }

        private void Wait(long now, OfflineCause cause)
        {
            SetCause(cause, 0);
            _deadline = now + _retry.Next();
            State = SupervisorState.Waiting;
        }

        private void SetCause(OfflineCause cause, int returnCode)
        {
            Cause = cause;
            ReturnCode = returnCode;
        }
    }
}
