using System;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoMqttDevice.Boards;
using NanoMqttDevice.Esp32;

namespace NanoMqttDevice
{
    /// <summary>Puts the parts together and starts them.</summary>
    public static class Program
    {
        private const int RestartDelay = 10000;

        private static readonly SystemClock _clock = new SystemClock();
        private static Device _device;
        private static StatusLed _led;

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
            _device = new Device(
                flash,
                new WifiLink(),
                new M2MqttClientFactory(flash),
                _clock,
                new HardwareRandom(),
                new Esp32Board(info, _led),
                new Application());
            _device.Boot(new BootGuard(flash));
            new DeviceRunner(_device, OpenConsole(info), new LastResort(), ShowStatus).Run();
        }

        private static void ShowStatus()
        {
            _led?.Step(_clock.Milliseconds, _device.Supervisor.State, _device.IsSafeMode);
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

        private static SerialConsole OpenConsole(BoardInfo info)
        {
            try
            {
                return new SerialConsole(_device, new UartLine(info));
            }
            catch (Exception)
            {
                // There is no port, or the debug protocol has it: a provisioned device works without.
                return null;
            }
        }
    }
}
