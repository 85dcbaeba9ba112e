using System;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Settings;

namespace NanoMqttDevice.Provisioning
{
    /// <summary>The device's end of the serial line: Improv and the command line, as <c>Provisioning/SPEC.md</c> has them byte by byte.</summary>
    public sealed class SerialConsole
    {
        // Four times this many bytes in a step are more than the line brings in one: nothing piles up.
        private const int InputSize = 64;
        private const int Reads = 4;

        // Whoever types or sends lines is answered at once for that long after the last byte, in milliseconds.
        private const int Attention = 2000;

        private readonly IClock _clock;
        private readonly ISerialLine _line;
        private readonly SerialReader _reader = new SerialReader();
        private readonly CommandLine _commands;
        private readonly ImprovResponder _improv;
        private readonly byte[] _input = new byte[InputSize];
        private int _at;
        private int _count;
        private long _quietAt;

        /// <summary>Makes a console.</summary>
        /// <param name="line">The line.</param>
        /// <param name="clock">The clock.</param>
        /// <param name="report">Knows the device.</param>
        /// <param name="names">Its names.</param>
        /// <param name="factoryReset">Forgets what it was told.</param>
        /// <param name="restart">Starts it anew.</param>
        public SerialConsole(ISerialLine line, IClock clock, DeviceReport report, DeviceNames names, FactoryReset factoryReset, RestartOrder restart)
        {
            _clock = clock;
            _line = line;
            SerialWriter writer = new SerialWriter(line);
            _commands = new CommandLine(report, names, factoryReset, restart, writer);
            _improv = new ImprovResponder(report.Board, names, report.Uplink, writer);
        }

        /// <summary>True when no byte has come for two seconds and nothing waits for an answer.</summary>
        public bool IsQuiet
        {
            get { return _count == 0 && !_commands.IsBusy && _clock.Milliseconds >= _quietAt; }
        }

        /// <summary>When the last byte came, in milliseconds of the clock; 0 when none has.</summary>
        public long LastInput { get; private set; }

        /// <summary>
        /// Takes what has arrived and answers one request of it at most: whatever floods the line, the device keeps its time. Never blocks, never
        /// throws; called again and again.
        /// </summary>
        public void Step()
        {
            try
            {
                _commands.Step();
                _improv.Step();
                bool isAnswered = false;
                for (int i = 0; i < Reads && !isAnswered && Fill(); i++)
                {
                    while (_at < _count && !isAnswered)
                    {
                        byte value = _input[_at];
                        _input[_at++] = 0;
                        isAnswered = Take(_reader.Push(value, _clock.Milliseconds));
                    }
                }
            }
            catch (Exception)
            {
                // A line that is gone must not take the device with it.
                _count = 0;
                _reader.Clear();
                _commands.Abandon();
            }
        }

        private bool Fill()
        {
            if (_at >= _count)
            {
                _at = 0;
                _count = _line.Read(_input);
                if (_count > 0)
                {
                    LastInput = _clock.Milliseconds;
                    _quietAt = _clock.Milliseconds + Attention;
                }
            }

            return _count > 0;
        }

        private bool Take(SerialInput input)
        {
            bool isAnswered = true;
            switch (input)
            {
                case SerialInput.None:
                    return false;
                case SerialInput.Line:
                    isAnswered = _commands.Take(_reader);
                    break;
                case SerialInput.BadLine:
                    _commands.RefuseLine();
                    break;
                default:
                    _improv.Take(_reader.Buffer);
                    break;
            }

            _reader.Clear();
            return isAnswered;
        }
    }
}
