using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Messaging;
using NanoMqttDevice.Product;
using NFUnitTest.Runtime;

namespace NFUnitTest.Product
{
    [TestClass]
    public class LifeTests
    {
        private static DeviceContext _device;
        private static FakeApplication _application;
        private static ProductTimer _timer;
        private static int _calls;

        [TestMethod]
        public void A_product_hears_of_its_start_of_each_connection_and_of_the_restart()
        {
            DeviceWorld world = Begin(null);
            Assert.AreEqual("start ", _application.TakeLife());
            world.Provisioned();
            Assert.AreEqual("connected ", _application.TakeLife());
            world.Client.Drop();
            world.Run(2000);
            Assert.AreEqual("disconnected connected ", _application.TakeLife());
            world.SendSealed("1 reboot");
            world.Run(4000);
            Assert.AreEqual("restart ", _application.TakeLife());
        }

        [TestMethod]
        public void Each_timer_has_its_own_interval()
        {
            DeviceWorld world = Begin(StartTimers);
            world.Run(1000);
            Assert.AreEqual("start ", _application.TakeLife());
            world.Run(1000);
            Assert.AreEqual("a once ", _application.TakeLife());
            world.Run(4000);
            Assert.AreEqual("a b a a b a ", _application.TakeLife(), "calls at 2, 3, 4, 5 and 6 s");
        }

        [TestMethod]
        public void A_timer_can_be_stopped_and_get_another_interval()
        {
            DeviceWorld world = Begin(StartCounter);
            world.Run(1020);
            Assert.AreEqual(10, _calls);
            _timer.Stop();
            Assert.IsFalse(_timer.IsRunning);
            world.Run(1000);
            Assert.AreEqual(10, _calls);
            Assert.AreEqual(int.MaxValue, world.Device.DueIn(world.Clock.Milliseconds), "nothing is to come");
            _timer.Interval = 500;
            Assert.AreEqual(500, world.Device.DueIn(world.Clock.Milliseconds));
            world.Run(1020);
            Assert.AreEqual(12, _calls);
            _timer.Interval = 0;
            Assert.AreEqual(20, _timer.Interval);
        }

        [TestMethod]
        public void What_was_missed_is_not_made_up_for()
        {
            DeviceWorld world = Begin(StartCounter);
            world.Clock.Milliseconds += 60000;
            world.Run(60);
            Assert.AreEqual(1, _calls);
        }

        [TestMethod]
        public void A_handler_that_throws_is_counted_and_costs_neither_the_connection_nor_its_next_call()
        {
            DeviceWorld world = Begin(StartThrower).Provisioned();
            world.Run(5000);
            Assert.IsTrue(world.Device.Report.Caught >= 5);
            Assert.AreEqual(1, world.Client.TelemetryCount);
            world.Send("7 ping");
            Assert.Contains("\"result\":\"ok\"", (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
            Assert.AreEqual(0, world.Board.Reboots);
        }

        [TestMethod]
        public void More_timers_than_sixteen_are_refused_and_one_that_has_been_makes_room()
        {
            Begin(null);
            for (int i = 0; i < 15; i++)
            {
                _device.Every(1000, Count);
            }

            _device.After(20, Count).Stop();
            _device.After(20, Count);
            Assert.ThrowsException(typeof(InvalidOperationException), AddTimer);
        }

        [TestMethod]
        public void A_start_that_throws_is_a_crash_and_after_five_the_device_runs_without_the_product()
        {
            DeviceWorld world = new DeviceWorld();
            world.Application.Starting = Throw;
            world.Flash.Write("starts", new byte[] { 0, 0xFF }, 2);
            for (int i = 0; i < 4; i++)
            {
                Assert.ThrowsException(typeof(InvalidOperationException), world.Crash);
            }

            world.Crash();
            Assert.Contains("mode: without-product", world.Ask("status"));
        }

        [TestMethod]
        public void What_is_posted_is_called_in_the_next_step_and_too_much_is_refused()
        {
            DeviceWorld world = Begin(null);
            _calls = 0;
            for (int i = 0; i < 16; i++)
            {
                Assert.IsTrue(_device.Post(Count));
            }

            Assert.IsFalse(_device.Post(Count));
            Assert.AreEqual(0, _calls);
            world.Run(20);
            Assert.AreEqual(16, _calls);
            Assert.IsTrue(_device.Post(PostAgain));
            world.Run(100);
            Assert.AreEqual(21, _calls, "one that posts itself is called once in a step");
        }

        private static DeviceWorld Begin(FakeApplication.DeviceHandler start)
        {
            DeviceWorld world = new DeviceWorld();
            _application = world.Application;
            _application.TakeLife();
            _application.Starting = Keep;
            if (start != null)
            {
                _application.Starting += start;
            }

            world.Switch();
            return world;
        }

        private static void Keep(DeviceContext device)
        {
            _device = device;
            _calls = 0;
        }

        private static void StartTimers(DeviceContext device)
        {
            device.Every(1000, NoteA);
            device.Every(2000, NoteB);
            device.After(1500, NoteOnce);
        }

        private static void StartCounter(DeviceContext device)
        {
            _timer = device.Every(100, Count);
        }

        private static void StartThrower(DeviceContext device)
        {
            device.Every(1000, ThrowNow);
        }

        private static void AddTimer()
        {
            _device.Every(1000, Count);
        }

        private static void Throw(DeviceContext device)
        {
            throw new InvalidOperationException();
        }

        private static void ThrowNow()
        {
            throw new InvalidOperationException();
        }

        private static void NoteA()
        {
            _application.Note("a");
        }

        private static void NoteB()
        {
            _application.Note("b");
        }

        private static void NoteOnce()
        {
            _application.Note("once");
        }

        private static void Count()
        {
            _calls++;
        }

        private static void PostAgain()
        {
            _calls++;
            _device.Post(PostAgain);
        }
    }
}
