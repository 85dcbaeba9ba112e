using nanoFramework.TestFramework;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Product;
using NanoMqttDevice.Runtime;
using NFUnitTest.Runtime;

namespace NFUnitTest.Product
{
    [TestClass]
    public class SleepTests
    {
        private static DeviceContext _device;
        private static int _seconds;

        [TestMethod]
        public void It_sleeps_when_everything_is_acknowledged_and_nothing_has_come_for_a_second()
        {
            DeviceWorld world = Sleeper(600);
            world.Run(900);
            Assert.AreEqual(0L, world.Board.Slept);
            world.Run(500);
            Assert.IsTrue(world.Board.Slept > 598000 && world.Board.Slept < 599000, "from wake to wake it is 600 s");
            Assert.AreEqual(1, world.Client.TelemetryCount);
            Assert.AreEqual(0, world.Device.Outbox.Count);
            Assert.AreEqual("start connected sleep ", world.Application.TakeLife());
        }

        [TestMethod]
        public void A_command_that_comes_meanwhile_is_obeyed_and_answered_first()
        {
            DeviceWorld world = Sleeper(600);
            world.Run(1000);
            world.Send("7 ping");
            world.Run(600);
            Assert.AreEqual(0L, world.Board.Slept);
            Assert.Contains("\"id\":\"7\"", (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
            world.Run(1000);
            Assert.IsTrue(world.Board.Slept > 0);
        }

        [TestMethod]
        public void What_is_not_acknowledged_keeps_it_awake_until_the_limit()
        {
            DeviceWorld world = Sleeper(600);
            world.Client.AcknowledgesAtOnce = false;
            _device.Publish("a", new byte[1], 1);
            world.Run(59000);
            Assert.AreEqual(0L, world.Board.Slept);
            world.Run(2000);
            Assert.IsTrue(world.Board.Slept > 0);
        }

        [TestMethod]
        public void Unprovisioned_it_stays_awake_and_while_its_serial_line_is_used()
        {
            DeviceWorld world = new DeviceWorld();
            _seconds = 600;
            world.Application.Starting = Start;
            world.Switch();
            world.Run(120000);
            Assert.AreEqual(0L, world.Board.Slept);
            world.Provision();
            world.Ask("status");
            world.Run(50000);
            Assert.AreEqual(0L, world.Board.Slept);
            world.Run(20000);
            Assert.IsTrue(world.Board.Slept > 0);
        }

        [TestMethod]
        public void A_sleep_is_no_crash_and_a_start_from_one_writes_nothing()
        {
            DeviceWorld world = Sleeper(600);
            world.Run(2000);
            Assert.IsTrue(world.Board.Slept > 0);
            world.Board.Wake = WakeCause.Timer;
            for (int i = 0; i < 20; i++)
            {
                world.Board.Slept = 0;
                int writes = world.Flash.Writes;
                world.Crash();
                world.Run(2000);
                Assert.IsTrue(world.Board.Slept > 0);
                Assert.AreEqual(writes, world.Flash.Writes);
            }

            world.Board.Wake = WakeCause.None;
            world.Crash();
            Assert.DoesNotContains("mode:", world.Ask("status"));
        }

        [TestMethod]
        public void The_nonce_and_what_was_obeyed_live_across_a_sleep_and_no_longer()
        {
            DeviceWorld world = Sleeper(600);
            world.Run(200);
            string nonce = world.Nonce;
            string command = world.Seal("5 interval 30");
            world.Send(command);
            Assert.Contains("\"result\":\"ok\"", (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
            world.Run(2000);
            Assert.IsTrue(world.Board.Slept > 0);
            world.Board.Wake = WakeCause.Pin;
            world.Crash();
            Assert.AreEqual((int)WakeCause.Pin, (int)_device.Wake);
            world.Run(200);
            Assert.AreEqual(nonce, world.Nonce);
            world.Send(command);
            Assert.Contains("\"result\":\"duplicate\"", (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
            world.SendSealed("6 interval 31");
            Assert.Contains("\"id\":\"6\"", (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
            world.Board.Wake = WakeCause.None;
            world.Crash();
            Assert.AreNotEqual(nonce, world.Nonce);
        }

        [TestMethod]
        public void Counters_live_across_sleeps_and_are_written_only_when_they_change()
        {
            DeviceWorld world = Sleeper(600);
            _device.SetCounter(0, 41);
            _device.SetCounter(7, -9000000000);
            world.Run(2000);
            world.Board.Wake = WakeCause.Timer;
            world.Crash();
            Assert.AreEqual(41L, _device.GetCounter(0));
            Assert.AreEqual(-9000000000L, _device.GetCounter(7));
            int writes = world.Flash.Writes;
            _device.SetCounter(0, 41);
            world.Run(2000);
            Assert.AreEqual(writes, world.Flash.Writes);
            world.Board.Wake = WakeCause.None;
            world.Crash();
            Assert.AreEqual(41L, _device.GetCounter(0));
        }

        [TestMethod]
        public void Awake_counters_are_written_once_an_hour_and_before_a_restart()
        {
            DeviceWorld world = Sleeper(0);
            world.Run(130000);
            int writes = world.Flash.Writes;
            _device.SetCounter(1, 1);
            world.Run(1000);
            Assert.AreEqual(writes, world.Flash.Writes);
            world.Clock.Milliseconds += 3600000;
            world.Run(1000);
            Assert.AreEqual(writes + 1, world.Flash.Writes);
            _device.SetCounter(1, 2);
            world.SendSealed("1 reboot");
            world.Run(4000);
            world.Crash();
            Assert.AreEqual(2L, _device.GetCounter(1));
        }

        [TestMethod]
        public void A_factory_reset_forgets_them()
        {
            DeviceWorld world = Sleeper(0);
            _device.SetCounter(1, 1);
            world.Ask("factory-reset confirm");
            Assert.AreEqual(0L, _device.GetCounter(1));
        }

        [TestMethod]
        public void A_pin_may_wake_it()
        {
            DeviceWorld world = Sleeper(600);
            _device.WakeByPin(33, true);
            world.Run(2000);
            Assert.AreEqual(33, world.Board.WakePin);
        }

        [TestMethod]
        public void The_button_held_for_ten_seconds_erases_the_settings()
        {
            DeviceWorld world = Sleeper(0);
            world.Board.IsResetHeld = true;
            world.Run(9900);
            Assert.Contains("client-id: GID_Test@@@0001/", world.Ask("show"));
            world.Board.IsResetHeld = false;
            world.Run(100);
            world.Board.IsResetHeld = true;
            world.Run(9000);
            Assert.Contains("client-id: GID_Test@@@0001/", world.Ask("show"));
            world.Run(2000);
            Assert.Contains("client-id: not set/", world.Ask("show"));
        }

        [TestMethod]
        public void A_button_that_hangs_from_the_start_on_erases_nothing()
        {
            DeviceWorld world = new DeviceWorld();
            world.Board.IsResetHeld = true;
            world.Switch();
            world.Provisioned();
            world.Run(60000);
            Assert.Contains("client-id: GID_Test@@@0001/", world.Ask("show"));
        }

        private static DeviceWorld Sleeper(int seconds)
        {
            DeviceWorld world = new DeviceWorld();
            _seconds = seconds;
            world.Application.Starting = Start;
            world.Provision();
            world.Run(100);
            world.Switch();
            world.Application.TakeLife();
            world.Application.Note("start");
            world.Run(100);
            return world;
        }

        private static void Start(DeviceContext device)
        {
            _device = device;
            device.SleepBetween(_seconds);
        }
    }
}
