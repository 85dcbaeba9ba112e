using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;
using NanoMqttDevice.Storage;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>The requests that tell of the device, and the log of what is new.</summary>
    public sealed class StatusRequests
    {
        private readonly DeviceReport _report;
        private readonly DeviceNames _names;
        private readonly RestartOrder _restart;
        private readonly SerialAnswer _answer;
        private readonly SerialWriter _writer;
        private bool _isLogOn;
        private SupervisorState _loggedState;
        private OfflineCause _loggedCause;

        /// <summary>Makes the requests.</summary>
        /// <param name="report">Knows the device.</param>
        /// <param name="names">Its names.</param>
        /// <param name="restart">Starts it anew.</param>
        /// <param name="answer">Takes the answers.</param>
        /// <param name="writer">Takes the log.</param>
        public StatusRequests(DeviceReport report, DeviceNames names, RestartOrder restart, SerialAnswer answer, SerialWriter writer)
        {
            _report = report;
            _names = names;
            _restart = restart;
            _answer = answer;
            _writer = writer;
        }

        /// <summary><c>info</c></summary>
        /// <param name="argument">None.</param>
        public void Info(string argument)
        {
            _answer.Say("firmware", Firmware.Name);
            _answer.Say("version", Firmware.Version);
            _answer.Say("board", _report.Board.Name);
            _answer.Say("chip", _report.Board.Chip);
            _answer.Say("mac", _report.Board.Mac);
            _answer.Say("name", _names.Name);
            if (_report.ProductRelease != 0)
            {
                _answer.Say("release", _report.ProductRelease);
                _answer.Say("slot", _report.ProductSlot);
            }

            _answer.Ok();
        }

        /// <summary><c>status</c></summary>
        /// <param name="argument">None.</param>
        public void Status(string argument)
        {
            Supervisor supervisor = _report.Uplink.Supervisor;
            _answer.Say("state", SupervisorStates.WordOf(supervisor.State));
            _answer.Say("cause", OfflineCauses.WordOf(supervisor.Cause));
            _answer.Say("connack", supervisor.ReturnCode);
            _answer.Say("settings", StoreResults.WordOf(_report.Settings.State));
            _answer.Say("wifi", _report.Uplink.Ssid);
            _answer.Say("outbox", _report.Outbox.Count);
            if (_report.Mode != StartMode.Normal)
            {
                _answer.Say("mode", StartModes.WordOf(_report.Mode));
            }

            if (_report.Settings.Trial.IsParked)
            {
                _answer.Say("candidate", "parked");
            }
            else if (_report.CandidateLostFor != OfflineCause.None)
            {
                _answer.Say("candidate", OfflineCauses.WordOf(_report.CandidateLostFor));
            }

            if (_report.DroppedFor != OfflineCause.None)
            {
                _answer.Say("dropped", OfflineCauses.WordOf(_report.DroppedFor));
            }

            if (_report.UpdateWord != null)
            {
                _answer.Say("update", _report.UpdateWord);
                _answer.Say("update-release", _report.UpdateRelease);
            }

            _answer.Ok();
        }

        /// <summary><c>metrics</c></summary>
        /// <param name="argument">None.</param>
        public void Metrics(string argument)
        {
            Supervisor supervisor = _report.Uplink.Supervisor;
            _answer.Say("uptime", _report.Uptime);
            _answer.Say("free-memory", _report.Board.FreeMemory);
            _answer.Say("free-native-memory", _report.Board.FreeNativeMemory);
            _answer.Say("largest-native-block", _report.Board.LargestNativeBlock);
            _answer.Say("connects", supervisor.Connects);
            _answer.Say("connect-failures", supervisor.Failures);
            _answer.Say("connection-losses", supervisor.Losses);
            _answer.Say("acknowledged", _report.Acknowledged);
            _answer.Say("waiting", _report.Outbox.Count);
            _answer.Say("dropped", _report.DroppedMessages);
            _answer.Say("commands", _report.Processor.Obeyed);
            _answer.Say("sequence", _report.Settings.Sequence);
            _answer.Say("caught", _report.Caught);
            _answer.Ok();
        }

        /// <summary><c>log on|off</c></summary>
        /// <param name="argument">Which of the two.</param>
        public void Log(string argument)
        {
            _isLogOn = argument == "on";
            if (_isLogOn || argument == "off")
            {
                _answer.Ok();
            }
            else
            {
                _answer.Fail(SerialErrors.BadArgument, "argument");
            }
        }

        /// <summary><c>reboot</c></summary>
        /// <param name="argument">None.</param>
        public void Reboot(string argument)
        {
            _restart.Give(_report.Now);
            _answer.Ok();
        }

        /// <summary>Tells what is new, when the log is on.</summary>
        public void Step()
        {
            Supervisor supervisor = _report.Uplink.Supervisor;
            if (!_isLogOn || (_loggedState == supervisor.State && _loggedCause == supervisor.Cause))
            {
                return;
            }

            _loggedState = supervisor.State;
            _loggedCause = supervisor.Cause;
            bool isChecked = _writer.IsChecked;
            _writer.IsChecked = false;
            _writer.Add("* ").Add(SupervisorStates.WordOf(_loggedState)).Add(" ").Add(OfflineCauses.WordOf(_loggedCause)).Add(" ")
                .Say(supervisor.ReturnCode.ToString());
            _writer.IsChecked = isChecked;
        }
    }
}
