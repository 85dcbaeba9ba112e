using nanoFramework.TestFramework;
using NanoMqttDevice;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Storage;

namespace NFUnitTest.Device
{
    [TestClass]
    public class SafeModeTests
    {
        private const int StableTime = 120000;
        private const int SafeModeTime = 900000;

        [TestMethod]
        public void A_device_in_safe_mode_joins_nothing_and_connects_nowhere_and_asks_no_application()
        {
            DeviceWorld world = new DeviceWorld();
            world.Provision();
            world.Link.IsUp = false;
            NanoMqttDevice.Device device = StartUntilSafe(world);
            Assert.IsTrue(device.IsSafeMode);
            Run(world, device, 120000);
            Assert.AreEqual(0, world.Link.Joins);
            Assert.AreEqual(0, world.Factory.Created);
            Assert.AreEqual(0, world.Application.Measured);
            Assert.AreEqual((int)SupervisorState.Unprovisioned, (int)device.Supervisor.State);
            Assert.AreEqual((int)StoreResult.Ok, (int)device.StoreState, "the settings are there all the same");
        }

        [TestMethod]
        public void The_serial_line_says_so_and_a_commit_leaves_it()
        {
            DeviceWorld world = new DeviceWorld();
            world.Provision();
            NanoMqttDevice.Device device = StartUntilSafe(world);
            SerialConsole console = new SerialConsole(device, world.Serial);
            Assert.Contains("mode: safe", Ask(world, console, "status"));
            Assert.AreEqual("settings: unchanged/OK/", Ask(world, console, "commit"));
            Assert.IsFalse(device.IsSafeMode);
            Run(world, device, 1000);
            Assert.AreEqual((int)SupervisorState.Online, (int)device.Supervisor.State);
            Assert.DoesNotContains("mode:", Ask(world, console, "status"));
        }

        [TestMethod]
        public void It_starts_anew_after_a_while_and_then_tries_in_earnest()
        {
            DeviceWorld world = new DeviceWorld();
            world.Provision();
            FakeFile file = new FakeFile();
            NanoMqttDevice.Device device = StartUntilSafe(world, file);
            Run(world, device, SafeModeTime - 20);
            Assert.AreEqual(0, world.Board.Reboots);
            Run(world, device, 100);
            Assert.AreEqual(1, world.Board.Reboots);
            device = Start(world, file);
            Run(world, device, 1000);
            Assert.AreEqual((int)SupervisorState.Online, (int)device.Supervisor.State);
        }

        [TestMethod]
        public void A_device_that_lasts_is_counted_from_one_again()
        {
            DeviceWorld world = new DeviceWorld();
            FakeFile file = new FakeFile();
            for (int i = 0; i < 10; i++)
            {
                NanoMqttDevice.Device device = Start(world, file);
                Assert.IsFalse(device.IsSafeMode);
                world.Clock.Milliseconds += StableTime;
                Run(world, device, 20);
            }
        }

        private static NanoMqttDevice.Device StartUntilSafe(DeviceWorld world)
        {
            return StartUntilSafe(world, new FakeFile());
        }

        private static NanoMqttDevice.Device StartUntilSafe(DeviceWorld world, FakeFile file)
        {
            for (int i = 1; i < BootGuard.SafeModeAt; i++)
            {
                Start(world, file);
            }

            return Start(world, file);
        }

        private static NanoMqttDevice.Device Start(DeviceWorld world, FakeFile file)
        {
            NanoMqttDevice.Device device = new NanoMqttDevice.Device(
                world.Flash, world.Link, world.Factory, world.Clock, world.Random, world.Board, world.Application);
            device.Boot(new BootGuard(file, StableTime, SafeModeTime));
            return device;
        }

        private static void Run(DeviceWorld world, NanoMqttDevice.Device device, int milliseconds)
        {
            for (int i = 0; i < milliseconds; i += DeviceRunner.StepInterval)
            {
                device.Step();
                device.Opener.RunOne();
                device.Closer.RunOne();
                world.Clock.Milliseconds += DeviceRunner.StepInterval;
            }
        }

        private static string Ask(DeviceWorld world, SerialConsole console, string line)
        {
            world.Serial.Type(line + "\n");
            for (int i = 0; i < 20; i++)
            {
                console.Step();
            }

            string answer = "";
            string raw = world.Serial.TakeAnswer();
            for (int i = 0; i < raw.Length; i++)
            {
                answer += raw[i] == '\n' ? "/" : raw[i] == '\r' ? "" : raw[i].ToString();
            }

            return answer;
        }
    }
}
