using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;

namespace NanoMqttDevice
{
    /// <summary>Puts the parts together and starts them.</summary>
    public static class Program
    {
        private const int RestartDelay = 10000;

        // A device that is online and has nothing to do steps that often, unless a message or a byte wakes it; milliseconds. Shorter than any external
        // watchdog waits.
        private const int Rest = 400;

        private static Companion _companion;
        private static DeviceRunner _runner;
        private static Application _application;

        /// <summary>Never returns: a program that ends leaves the device standing still.</summary>
        public static void Main()
        {
            try
            {
                Run();
            }
            catch (Exception)
            {
                // Nobody is there to be told. What the start needs may be there the next time.
            }

            Thread.Sleep(RestartDelay);
            Power.RebootDevice();
            Thread.Sleep(Timeout.Infinite);
        }

        private static void Run()
        {
            _application = OpenApplication();
            BoardInfo info = BoardChoice.Of(_application, SystemInfo.TargetName);
            _companion = Companion.Open(info);
            FileFlash flash = new FileFlash();
            UartLine line = OpenLine(info);
            Esp32Board board = new Esp32Board(info, _companion.Led);
            DeviceBody body = new DeviceBody
            {
                Flash = flash,
                Link = new WifiLink(flash),
                Clients = new M2MqttClientFactory(flash, board),
                Clock = new SystemClock(),
                Random = new HardwareRandom(),
                Board = board,
                Serial = line,
                Products = new ProductLoader(),
            };
            _runner = new DeviceRunner(body, CreateApplication);
            if (line != null)
            {
                line.Arrived += _runner.Wake;
            }

            _runner.Accompany(Step);
            _runner.Run();
        }

        private static Application OpenApplication()
        {
            try
            {
                return new Application();
            }
            catch (Exception)
            {
                // Thrown once more where starts are counted: after five of them the device runs without it.
                return null;
            }
        }

        private static Application CreateApplication()
        {
            return _application ?? new Application();
        }

        private static void Step()
        {
            DeviceReport report = _runner.Device.Report;
            _companion.Step(report.Now, report.Caught, report.Uplink.Supervisor.State, report.Mode != StartMode.Normal);
            _runner.Rest = _companion.IsIdentifying(report.Now) ? DeviceRunner.StepInterval : Rest;
        }

        private static UartLine OpenLine(BoardInfo info)
        {
            try
            {
                return new UartLine(info);
            }
            catch (Exception)
            {
                // There is no port, or the debug protocol has it: a provisioned device works without.
                return null;
            }
        }
    }
}
