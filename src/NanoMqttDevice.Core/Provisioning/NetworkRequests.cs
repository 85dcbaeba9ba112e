using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>The requests whose answer waits for the network.</summary>
    public sealed class NetworkRequests
    {
        // Above the limits of joining, of the clock and of connecting, one of which ends first.
        private const int WaitLimit = 60000;

        private readonly DeviceReport _report;
        private readonly Uplink _uplink;
        private readonly SerialAnswer _answer;
        private readonly ValueHandler _join;
        private string _ssid;
        private bool _isJoin;
        private long _waitEnd;
        private int _failures;

        /// <summary>Makes the requests.</summary>
        /// <param name="report">Knows the time, and the way to the service.</param>
        /// <param name="answer">Takes the answers.</param>
        public NetworkRequests(DeviceReport report, SerialAnswer answer)
        {
            _report = report;
            _uplink = report.Uplink;
            _answer = answer;
            _join = Join;
        }

        /// <summary><c>test</c></summary>
        /// <param name="argument">None.</param>
        public void Test(string argument)
        {
            if (_uplink.Settings == null)
            {
                _answer.Fail(SerialErrors.NotOnline, SupervisorStates.WordOf(SupervisorState.Unprovisioned));
                return;
            }

            _failures = _uplink.Supervisor.Failures;
            _uplink.Supervisor.RetryNow(_report.Now);
            _waitEnd = _report.Now + WaitLimit;
        }

        /// <summary>Looks whether <c>test</c> can be answered.</summary>
        public void WaitForTest()
        {
            Supervisor supervisor = _uplink.Supervisor;
            if (supervisor.State == SupervisorState.Online)
            {
                _answer.Say("state", SupervisorStates.WordOf(supervisor.State));
                _answer.Ok();
            }
            else if (supervisor.Failures != _failures || _report.Now > _waitEnd)
            {
                if (supervisor.ReturnCode != 0)
                {
                    _answer.Say("connack", supervisor.ReturnCode);
                }

                Fail(supervisor.Cause == OfflineCause.None ? OfflineCause.ConnectTimedOut : supervisor.Cause);
            }
        }

        /// <summary><c>wifi scan|join SSID</c></summary>
        /// <param name="argument">What to do; the password of a network is the next line.</param>
        public void Wifi(string argument)
        {
            if (argument == "scan")
            {
                Begin(null, null);
            }
            else if (argument.Length > 5 && argument.Length <= 5 + DeviceNames.MaxLength && argument.Substring(0, 5) == "join ")
            {
                _ssid = argument.Substring(5);
                _answer.Await(_join);
            }
            else
            {
                _answer.Fail(SerialErrors.BadArgument, "argument");
            }
        }

        /// <summary>Looks whether <c>wifi</c> can be answered.</summary>
        public void WaitForWifi()
        {
            WifiJob wifi = _uplink.Wifi;
            if (wifi.IsBusy)
            {
                if (_report.Now > _waitEnd)
                {
                    Fail(OfflineCause.WifiFailed);
                }

                return;
            }

            if (_isJoin ? wifi.Result != LinkResult.Joined : wifi.Networks == null)
            {
                Fail(OfflineCauses.Of(wifi.Result));
                return;
            }

            for (int i = 0; !_isJoin && i < wifi.Networks.Length; i++)
            {
                WifiNetwork network = wifi.Networks[i];
                _answer.Say("network", network.Rssi.ToString() + (network.IsSecured ? " yes " : " no ") + network.Ssid);
            }

            _answer.Ok();
        }

        private void Join(string password)
        {
            Begin(_ssid, password);
        }

        private void Begin(string ssid, string password)
        {
            if (!_uplink.Wifi.Begin(ssid, password))
            {
                _answer.Fail(SerialErrors.Busy, "busy");
                return;
            }

            _isJoin = ssid != null;
            _waitEnd = _report.Now + WaitLimit;
        }

        private void Fail(OfflineCause cause)
        {
            _answer.Fail(SerialErrors.NotOnline, OfflineCauses.WordOf(cause));
        }
    }
}
