using NanoMqttDevice.Commands;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>
    /// The requests of the serial line: finds the row of each in one table, and the line that belongs to it. <c>Provisioning/SPEC.md</c> has all of
    /// them.
    /// </summary>
    public sealed class CommandLine
    {
        private readonly SerialWriter _writer;
        private readonly SerialAnswer _answer;
        private readonly StatusRequests _status;
        private readonly SettingsRequests _settings;
        private readonly NetworkRequests _network;
        private Request _current;

        // Made when a line comes and dropped when it was a request: kept, it would take 1.5 KB of the heap of a device whose serial line hardly ever
        // says anything. Only noise finds it made.
        private Request[] _table;

        /// <summary>Makes a command line.</summary>
        /// <param name="report">Knows the device.</param>
        /// <param name="names">Its names.</param>
        /// <param name="factoryReset">Forgets what it was told.</param>
        /// <param name="restart">Starts it anew.</param>
        /// <param name="writer">Takes the answers.</param>
        public CommandLine(DeviceReport report, DeviceNames names, FactoryReset factoryReset, RestartOrder restart, SerialWriter writer)
        {
            _writer = writer;
            _answer = new SerialAnswer(writer);
            _status = new StatusRequests(report, names, restart, _answer, writer);
            _settings = new SettingsRequests(report, factoryReset, _answer);
            _network = new NetworkRequests(report, _answer);
        }

        /// <summary>True while a request waits for what answers it, or a value is awaited.</summary>
        public bool IsBusy
        {
            get { return _answer.IsOpen || _answer.OnValue != null; }
        }

        /// <summary>Answers what was waited for, and tells what is new.</summary>
        public void Step()
        {
            if (_answer.IsOpen)
            {
                _current.Wait();
            }

            _status.Step();
        }

        /// <summary>Forgets that a value is awaited, and ends the wait of a request.</summary>
        public void Interrupt()
        {
            bool isOpen = _answer.IsOpen;
            _answer.Abandon();
            if (isOpen)
            {
                _answer.Fail(SerialErrors.Aborted, "aborted");
            }
        }

        /// <summary>As <see cref="Interrupt"/>, without a word: the line does not take one.</summary>
        public void Abandon()
        {
            _answer.Abandon();
        }

        /// <summary>Answers a line that was passed over.</summary>
        public void RefuseLine()
        {
            Interrupt();
            _writer.IsChecked = false;
            _answer.Fail(SerialErrors.BadLine, "line");
        }

        /// <summary>Obeys a line.</summary>
        /// <param name="reader">Holds the line, and is cleared by the caller.</param>
        /// <returns>False when there was nothing to answer.</returns>
        public bool Take(SerialReader reader)
        {
            ValueHandler onValue = _answer.OnValue;

            // The value of a plain request may begin like a checked line; that of a checked one must be a checked line.
            bool isChecked = onValue != null ? _writer.IsChecked : reader.IsChecked();
            if ((isChecked && !reader.Verify()) || reader.IsTooLong())
            {
                RefuseLine();
                return true;
            }

            if (onValue == null && !isChecked && reader.IsEmpty())
            {
                return false;
            }

            if (onValue == null)
            {
                Interrupt();
            }

            _writer.IsChecked = isChecked;
            if (isChecked)
            {
                _writer.UseTag(reader.Buffer);
            }

            _answer.Begin();
            if (onValue != null)
            {
                onValue(reader.TextAfter(0));
            }
            else
            {
                Obey(reader);
            }

            return true;
        }

        private Request[] CreateTable()
        {
            return new Request[]
            {
                new Request("help", Help),
                new Request("info", _status.Info),
                new Request("status", _status.Status),
                new Request("show", _settings.Show),
                new Request("set FIELD [VALUE]", _settings.Set),
                new Request("check", _settings.Check),
                new Request("commit", _settings.Commit),
                new Request("discard", _settings.Discard),
                new Request("test", _network.Test, _network.WaitForTest),
                new Request("wifi scan|join SSID", _network.Wifi, _network.WaitForWifi),
                new Request("metrics", _status.Metrics),
                new Request("log on|off", _status.Log),
                new Request("reboot", _status.Reboot),
                new Request("factory-reset confirm|all", _settings.FactoryReset),
            };
        }

        private void Obey(SerialReader reader)
        {
            Request request = Find(reader);
            if (request == null)
            {
                _answer.Fail(SerialErrors.UnknownCommand, "command");
            }
            else
            {
                Begin(request, reader);
            }
        }

        // Says what is near when there is none.
        private Request Find(SerialReader reader)
        {
            if (_table == null)
            {
                _table = CreateTable();
            }

            for (int i = 0; i < _table.Length; i++)
            {
                if (reader.StartsWith(_table[i].Usage))
                {
                    Request request = _table[i];
                    _table = null;
                    return request;
                }
            }

            for (int i = 0; i < _table.Length; i++)
            {
                if (reader.IsNear(_table[i].Usage))
                {
                    _answer.Say("near", _table[i].Usage);
                }
            }

            return null;
        }

        private void Begin(Request request, SerialReader reader)
        {
            int space = request.Usage.IndexOf(' ');
            string argument = reader.TextAfter((space < 0 ? request.Usage.Length : space) + 1);
            if (space < 0 && argument.Length > 0)
            {
                // 'commit' or 'reboot' of something is not what it was meant to be.
                _answer.Fail(SerialErrors.BadArgument, "argument");
                return;
            }

            _current = request;
            request.Begin(argument);
        }

        private void Help(string argument)
        {
            Request[] table = CreateTable();
            for (int i = 0; i < table.Length; i++)
            {
                _writer.Say(table[i].Usage);
            }

            _answer.Ok();
        }
    }
}
