using System;
using System.Text;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NFUnitTest.Platform;
using NFUnitTest.Runtime;

namespace NFUnitTest.Host
{
    /// <summary>A device at a line that anything arrives on, and what must hold all the while.</summary>
    internal sealed class FuzzWorld
    {
        // Two steps more than a job of the workers takes from its beginning to its answer.
        private const int StepsToSettle = 6;
        private const int FrameLimit = 100;
        private const int LongestFrame = 300;

        private readonly FuzzFlash _flash = new FuzzFlash();
        private readonly FakeLink _link = new FakeLink();
        private readonly FakeClientFactory _factory = new FakeClientFactory();
        private readonly FakeClock _clock = new FakeClock();
        private readonly FakeBoard _board = new FakeBoard();
        private readonly FakeRandom _random = new FakeRandom();
        private readonly FakeApplication _application = new FakeApplication();
        private Device _device;
        private int _sequence;
        private int _reboots;
        private bool _isRotating;

        public FuzzWorld()
        {
            _flash.Changing = CheckChange;
            _link.Networks = new WifiNetwork[]
            {
                new WifiNetwork("home", -40, true), new WifiNetwork("a\r\nOK", -50, false), new WifiNetwork(new string('\u6C34', 10), -60, true),
                new WifiNetwork("", -70, true), new WifiNetwork("\u0000\u007F\uFFFD", -80, true),
            };
            _clock.IsSet = true;
            Start();
        }

        public FuzzLine Line { get; } = new FuzzLine();

        /// <summary>How often the device was given settings that it stored.</summary>
        public int Commits { get; private set; }

        /// <summary>How often a candidate was made current or dropped, in changes of files.</summary>
        public int Rotations { get; private set; }

        /// <summary>How often it stored a name.</summary>
        public int Namings { get; private set; }

        /// <summary>How often it started.</summary>
        public int Starts { get; private set; }

        /// <summary>Lets a byte stream arrive and the device work until it has taken it.</summary>
        /// <param name="input">The bytes.</param>
        public void Take(ReadOnlySpan<byte> input)
        {
            Line.Send(input);
            while (!Line.IsEmpty)
            {
                Step();
            }
        }

        /// <summary>Lets the device work until what it has begun has ended.</summary>
        public void Settle()
        {
            if (_flash.Has("candidate"))
            {
                // Long enough for a proof, or for the other's turn.
                for (int i = 0; i < StepsToSettle; i++)
                {
                    Step();
                    _clock.Milliseconds += Supervisor.SettleTime;
                }
            }

            for (int i = 0; i < StepsToSettle; i++)
            {
                Step();
            }
        }

        /// <summary>Changes what the network does.</summary>
        /// <param name="result">What becomes of joining.</param>
        /// <param name="connectReturns">What the service answers a login with.</param>
        public void Change(LinkResult result, int connectReturns)
        {
            _link.Result = result;
            _link.IsUp = result == LinkResult.Joined;
            _factory.ConnectReturns = connectReturns;

            // The fake client keeps all it was given.
            _factory.Last?.Topics.Clear();
            _factory.Last?.Payloads.Clear();
            _factory.Last?.Ids.Clear();
            _application.Received.Clear();
            _application.TakeLife();
        }

        /// <summary>
        /// After whatever came, the pause that ends a frame, and the end of the line: one valid line, which may be the value that garbage has asked for,
        /// and the next is answered as it must be.
        /// </summary>
        /// <param name="isChecked">True for checked lines.</param>
        public void CheckLine(bool isChecked)
        {
            _clock.Milliseconds += FrameLimit + 1;
            Take(Encoding.ASCII.GetBytes("\nwifi\n"));
            Settle();
            Line.Listen(true);
            int sequence = _sequence++ & 0xFF;
            Take(Encoding.ASCII.GetBytes((isChecked ? FuzzInput.Checked("wifi", sequence) : "wifi") + "\n"));
            Settle();
            string expected = isChecked ? FuzzInput.Checked("ERR 8 argument", sequence) : "ERR 8 argument";
            Expect(expected, string.Join("/", Line.Lines));
            Line.Listen(false);
        }

        /// <summary>After whatever came, and the pause that ends a frame that is not whole, a valid frame is answered as it must be.</summary>
        public void CheckFrame()
        {
            Settle();
            _clock.Milliseconds += FrameLimit + 1;
            Line.Listen(true);
            Take(Convert.FromHexString("494D50524F5601" + "03020200E50A"));
            Settle();
            Expect(
                "494D50524F5601020100E10A/" + (_link.IsUp ? "494D50524F5601010104E40A/494D50524F560104020200E60A" : "494D50524F5601010102E20A"),
                string.Join("/", Line.Frames));
            Line.Listen(false);
        }

        /// <summary>The console alone takes bytes.</summary>
        public void StepConsole()
        {
            _device.Console.Step();
        }

        /// <summary>Fails if an exception was caught where none should come from.</summary>
        public void CheckNothingCaught()
        {
            Expect("0", _device.Report.Caught.ToString());
        }

        private static void Expect(string expected, string actual)
        {
            if (expected != actual)
            {
                throw new FuzzException("expected " + expected + ", but it was " + actual);
            }
        }

        private void Start()
        {
            Starts++;
            Line.Forget();
            _device = new Device(
                new DeviceBody
                {
                    Flash = _flash,
                    Link = _link,
                    Clients = _factory,
                    Clock = _clock,
                    Random = _random,
                    Board = _board,
                    Serial = Line,
                },
                () => _application);
            _isRotating = _flash.Has("candidate");
            _device.Boot();
            _isRotating = false;
        }

        private void Step()
        {
            _isRotating = _flash.Has("candidate");
            _device.Step();
            _isRotating = false;
            _device.Console.Step();
            _device.Uplink.Opener.RunOne();
            _device.Uplink.Closer.RunOne();
            _clock.Milliseconds += DeviceRunner.StepInterval;
            if (_board.Reboots != _reboots)
            {
                _reboots = _board.Reboots;
                CheckNothingCaught();
                Start();
            }
        }

        // Nothing but these requests, whole and undamaged, changes what is stored; and the device itself, which tries a candidate that they brought.
        private void CheckChange(string file)
        {
            if (file == "starts" || file == "trial")
            {
                return;
            }

            if (_isRotating)
            {
                Rotations++;
                return;
            }

            string line = LastLine();
            bool isNames = file.StartsWith("names", StringComparison.Ordinal);
            if (IsRequest(line, "factory-reset confirm"))
            {
                return;
            }

            if (isNames ? !HasNaming() : !IsRequest(line, "commit") && !IsRequest(line, "commit "))
            {
                throw new FuzzException(file + " is changed after '" + line + "'");
            }

            if (isNames)
            {
                Namings++;
            }
            else
            {
                Commits++;
            }
        }

        private string LastLine()
        {
            ReadOnlySpan<byte> tail = Line.Tail;
            tail = tail.TrimEnd(new byte[] { (byte)'\r', (byte)'\n' });
            return Encoding.Latin1.GetString(tail.Slice(tail.LastIndexOfAny((byte)'\r', (byte)'\n') + 1));
        }

        // The whole line; or the end of it, when a frame began before it, or what looked like one: that may have ended anywhere.
        private bool IsRequest(string line, string request)
        {
            if (!line.EndsWith(request, StringComparison.Ordinal))
            {
                return false;
            }

            string before = line.Substring(0, line.Length - request.Length);
            if (before.Length >= 13)
            {
                string start = before.Substring(before.Length - 13);
                int sequence;
                bool isChecked = int.TryParse(start.AsSpan(10, 2), System.Globalization.NumberStyles.HexNumber, null, out sequence)
                    && start + request == FuzzInput.Checked(request, sequence);
                before = isChecked ? before.Substring(0, before.Length - 13) : before;
            }

            ReadOnlySpan<byte> tail = Line.Tail;
            return before.Length == 0 || tail.Slice(Math.Max(0, tail.Length - LongestFrame - before.Length)).IndexOf(FuzzInput.Header) >= 0;
        }

        private bool HasNaming()
        {
            ReadOnlySpan<byte> tail = Line.Tail;
            for (int i = tail.Length - 13; i >= 0 && i > tail.Length - 400; i--)
            {
                ReadOnlySpan<byte> frame = tail.Slice(i);
                if (frame.StartsWith(FuzzInput.Header) && frame[7] == 3 && (frame[9] == 5 || frame[9] == 6))
                {
                    int end = 9 + frame[8];
                    if (frame[10] == frame[8] - 2 && frame[10] > 0 && frame.Length > end && frame[end] == FuzzInput.Sum(frame.Slice(0, end)))
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
