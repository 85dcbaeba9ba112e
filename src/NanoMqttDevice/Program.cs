using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Commands;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Esp32;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;

namespace NanoMqttDevice
{
    /// <summary>Puts the parts together and starts them.</summary>
    public static class Program
    {
        private const int RestartDelay = 10000;

        private static StatusLed _led;
        private static DeviceRunner _runner;

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
            BoardInfo info = BoardTable.Find(SystemInfo.TargetName);
            _led = OpenLed(info);
            FileFlash flash = new FileFlash();
            DeviceBody body = new DeviceBody
            {
                Flash = flash,
                Link = new WifiLink(),
                Clients = new M2MqttClientFactory(flash),
                Clock = new SystemClock(),
                Random = new HardwareRandom(),
                Board = new Esp32Board(info, _led),
                Serial = OpenLine(info),
            };
            _runner = new DeviceRunner(body, CreateApplication);
            _runner.Accompany(ShowStatus);
            _runner.Run();
        }

        private static DeviceApplication CreateApplication()
        {
            return new Application();
        }

        private static void ShowStatus()
        {
            DeviceReport report = _runner.Device.Report;
            _led?.Step(report.Now, report.Uplink.Supervisor.State, report.Mode != StartMode.Normal);
        }

        private static StatusLed OpenLed(BoardInfo info)
        {
            try
            {
                return new StatusLed(info);
            }
            catch (Exception)
            {
                // A device works without a light.
                return null;
            }
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
