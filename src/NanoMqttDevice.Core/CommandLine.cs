using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Credentials;
using NanoMqttDevice.Provisioning;

namespace NanoMqttDevice
{
    /// <summary>
    /// The requests of the serial line and their answers, the last line of which is <c>OK</c> or <c>ERR code word</c>; <c>Provisioning/SPEC.md</c>
    /// has all of them. A secret goes in and never comes out.
    /// </summary>
    public sealed partial class CommandLine
    {
        private const int UnknownCommand = 1;
        private const int BadLine = 2;
        private const int UnknownField = 3;
        private const int NotStored = 4;
        private const int NotConfirmed = 5;
        private const int NotOnline = 6;
        private const int Aborted = 7;
        private const int BadArgument = 8;
        private const int Busy = 9;

        // Above the limits of joining, of the clock and of connecting, one of which ends first.
        private const int WaitLimit = 60000;

        private static readonly string[] _usages =
        {
            "help", "info", "status", "show", "set FIELD [VALUE]", "check", "commit", "discard", "test", "wifi scan|join SSID", "metrics", "log on|off",
            "reboot", "factory-reset confirm",
        };

        private readonly Device _device;
        private readonly SerialWriter _writer;
        private StagedSettings _staged;
        private SettingsField _awaitedField;
        private string _awaitedSsid;
        private Wait _wait;
        private long _waitEnd;
        private int _failures;
        private bool _isLogOn;
        private SupervisorState _loggedState;
        private OfflineCause _loggedCause;

        /// <summary>Makes a command line.</summary>
        /// <param name="device">The device it speaks for.</param>
        /// <param name="writer">Takes the answers.</param>
        public CommandLine(Device device, SerialWriter writer)
        {
            _device = device;
            _writer = writer;
        }

        // In the order of _usages.
        private enum Request
        {
            Help,
            Info,
            Status,
            Show,
            Set,
            Check,
            Commit,
            Discard,
            Test,
            Wifi,
            Metrics,
            Log,
            Reboot,
            FactoryReset,
        }

        private enum Wait
        {
            None,
            Test,
            Scan,
            Join,
        }

        /// <summary>Answers what was waited for, and tells what is new.</summary>
        public void Step()
        {
            if (_wait == Wait.Test)
            {
                StepTest();
            }
            else if (_wait != Wait.None && !_device.Wifi.IsBusy)
            {
                EndWifi();
            }
            else if (_wait != Wait.None && _device.Now > _waitEnd)
            {
                Fail(NotOnline, StatusWords.Of(OfflineCause.WifiFailed));
            }

            Supervisor supervisor = _device.Supervisor;
            if (_isLogOn && (_loggedState != supervisor.State || _loggedCause != supervisor.Cause))
            {
                _loggedState = supervisor.State;
                _loggedCause = supervisor.Cause;
                bool isChecked = _writer.IsChecked;
                _writer.IsChecked = false;
                _writer.Add("* ").Add(StatusWords.Of(_loggedState)).Add(" ").Add(StatusWords.Of(_loggedCause)).Add(" ").Say(supervisor.ReturnCode.ToString());
                _writer.IsChecked = isChecked;
            }
        }

        /// <summary>Forgets that a value is awaited, and ends the wait of a request.</summary>
        public void Interrupt()
        {
            bool isWaiting = _wait != Wait.None;
            Abandon();
            if (isWaiting)
            {
                Fail(Aborted, "aborted");
            }
        }

        /// <summary>As <see cref="Interrupt"/>, without a word: the line does not take one.</summary>
        public void Abandon()
        {
            _awaitedField = SettingsField.None;
            _awaitedSsid = null;
            _wait = Wait.None;
        }

        /// <summary>Answers a line that was passed over.</summary>
        public void RefuseLine()
        {
            Interrupt();
            _writer.IsChecked = false;
            Fail(BadLine, "line");
        }

        /// <summary>Obeys a line.</summary>
        /// <param name="reader">Holds the line, and is cleared by the caller.</param>
        /// <returns>False when there was nothing to answer.</returns>
        public bool Take(SerialReader reader)
        {
            bool isValue = _awaitedField != SettingsField.None || _awaitedSsid != null;

            // The value of a plain request may begin like a checked line; that of a checked one must be a checked line.
            bool isChecked = isValue ? _writer.IsChecked : reader.IsChecked();
            if ((isChecked && !reader.Verify()) || reader.IsTooLong())
            {
                RefuseLine();
                return true;
            }

            if (!isValue && !isChecked && reader.IsEmpty())
            {
                return false;
            }

            if (isValue)
            {
                Begin(reader, isChecked);
                TakeValue(reader.TextAfter(0));
                return true;
            }

            Interrupt();
            Begin(reader, isChecked);
            for (int i = 0; i < _usages.Length; i++)
            {
                if (reader.StartsWith(_usages[i]))
                {
                    int space = _usages[i].IndexOf(' ');
                    string rest = reader.TextAfter((space < 0 ? _usages[i].Length : space) + 1);
                    if (space < 0 && rest.Length > 0)
                    {
                        // 'commit' or 'reboot' of something is not what it was meant to be.
                        Fail(BadArgument, "argument");
                    }
                    else
                    {
                        Obey((Request)i, rest);
                    }

                    return true;
                }
            }

            for (int i = 0; i < _usages.Length; i++)
            {
                if (reader.IsNear(_usages[i]))
                {
                    _writer.Add("near: ").Say(_usages[i]);
                }
            }

            Fail(UnknownCommand, "command");
            return true;
        }

        private void Begin(SerialReader reader, bool isChecked)
        {
            _writer.IsChecked = isChecked;
            if (isChecked)
            {
                _writer.UseTag(reader.Buffer);
            }
        }

        private void Obey(Request request, string rest)
        {
            switch (request)
            {
                case Request.Help:
                    for (int i = 0; i < _usages.Length; i++)
                    {
                        _writer.Say(_usages[i]);
                    }

                    break;
                case Request.Info:
                    _writer.Say("firmware: NanoMqttDevice");
                    Say("version", Device.Version);
                    Say("board", _device.Board.Name);
                    Say("chip", _device.Board.Chip);
                    Say("mac", _device.Board.Mac);
                    Say("name", _device.Names.Name);
                    break;
                case Request.Status:
                    SayStatus();
                    break;
                case Request.Show:
                    Show();
                    break;
                case Request.Set:
                    Set(rest);
                    return;
                case Request.Check:
                    Report(SettingsRules.Check(Staged().Settings));
                    return;
                case Request.Commit:
                    Commit();
                    return;
                case Request.Discard:
                    Discard();
                    break;
                case Request.Test:
                    Test();
                    return;
                case Request.Wifi:
                    Wifi(rest);
                    return;
                case Request.Metrics:
                    SayMetrics();
                    break;
                case Request.Log:
                    _isLogOn = rest == "on";
                    if (!_isLogOn && rest != "off")
                    {
                        Fail(BadArgument, "argument");
                        return;
                    }

                    break;
                case Request.Reboot:
                    _device.RebootSoon();
                    break;
                default:
                    FactoryReset(rest);
                    return;
            }

            Ok();
        }

        private void SayStatus()
        {
            Supervisor supervisor = _device.Supervisor;
            Say("state", StatusWords.Of(supervisor.State));
            Say("cause", StatusWords.Of(supervisor.Cause));
            Say("connack", supervisor.ReturnCode);
            Say("settings", StatusWords.Of(_device.StoreState));
            Say("wifi", _device.Ssid);
            Say("outbox", _device.Outbox.Count);
            if (_device.IsSafeMode)
            {
                Say("mode", "safe");
            }

            if (_device.Rotation.Dropped != OfflineCause.None)
            {
                Say("dropped", StatusWords.Of(_device.Rotation.Dropped));
            }
        }

        private void SayMetrics()
        {
            Supervisor supervisor = _device.Supervisor;
            Say("uptime", _device.Uptime);
            Say("free-memory", _device.Board.FreeMemory);
            Say("connects", supervisor.Connects);
            Say("connect-failures", supervisor.Failures);
            Say("connection-losses", supervisor.Losses);
            Say("acknowledged", _device.Acknowledged);
            Say("waiting", _device.Outbox.Count);
            Say("dropped", _device.Dropped);
            Say("commands", _device.CommandsObeyed);
            Say("sequence", _device.Sequence);
            Say("caught", _device.Failures);
        }

        private void Ok()
        {
            _wait = Wait.None;
            _writer.Say("OK");
        }

        private void Fail(int code, string word)
        {
            _wait = Wait.None;
            _writer.Add("ERR ").Add(code.ToString()).Add(" ").Say(word);
        }

        private void Say(string name, long value)
        {
            Say(name, value.ToString());
        }

        private void Say(string name, string value)
        {
            _writer.Add(name).Add(": ").Say(value ?? "not set");
        }
    }
}
