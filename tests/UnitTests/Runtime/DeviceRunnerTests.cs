using System;
using nanoFramework.TestFramework;
using NanoMqttDevice.Platform;
using NanoMqttDevice.Runtime;
using NFUnitTest.Platform;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class DeviceRunnerTests
    {
        private static int _steps;

        [TestMethod]
        public void Every_step_is_told()
        {
            _steps = 0;
            DeviceWorld world = new DeviceWorld();
            DeviceRunner runner = world.Runner;
            runner.Accompany(OnStepped);
            runner.Step();
            runner.Step();
            Assert.AreEqual(2, _steps);
        }

        [TestMethod]
        public void What_throws_after_a_step_is_not_called_again_and_costs_nothing_else()
        {
            _steps = 0;
            DeviceWorld world = new DeviceWorld();
            DeviceRunner runner = world.Runner;
            runner.Accompany(OnSteppedThrow);
            for (int i = 0; i < 100; i++)
            {
                runner.Step();
                runner.Watch();
                world.Clock.Milliseconds += 1000;
            }

            Assert.AreEqual(1, _steps);
            Assert.AreEqual(0, world.Board.Reboots);
        }

        [TestMethod]
        public void A_device_rests_only_while_nothing_is_under_way()
        {
            DeviceWorld world = new DeviceWorld();
            world.Factory.AcknowledgesAtOnce = true;
            Assert.IsFalse(world.Device.MayRest, "unprovisioned");
            world.Provisioned();
            Assert.IsFalse(world.Device.MayRest, "not settled");
            world.Run(30000);
            Assert.IsTrue(world.Device.MayRest, "settled");

            world.Device.Outbox.Add("top/x", new byte[1]);
            Assert.IsFalse(world.Device.MayRest, "a message");
            world.Run(1000);
            Assert.IsTrue(world.Device.MayRest, "acknowledged");

            world.Serial.Type("s");
            world.Run(1000);
            Assert.IsFalse(world.Device.MayRest, "somebody types");
            world.Run(2000);
            Assert.IsTrue(world.Device.MayRest, "nobody types any more");
        }

        [TestMethod]
        public void A_device_that_hangs_is_started_anew()
        {
            DeviceWorld world = new DeviceWorld();
            DeviceRunner runner = world.Runner;
            runner.Step();
            runner.Watch();
            world.Clock.Milliseconds = 59999;
            runner.Watch();
            Assert.AreEqual(0, world.Board.Reboots);
            world.Clock.Milliseconds = 60000;
            runner.Watch();
            Assert.AreEqual(1, world.Board.Reboots);
        }

        [TestMethod]
        public void A_device_that_works_is_not()
        {
            DeviceWorld world = new DeviceWorld().Provisioned();
            DeviceRunner runner = world.Runner;
            for (int i = 0; i < 1000; i++)
            {
                runner.Step();
                runner.Watch();
                world.Run(20);
                world.Clock.Milliseconds += 1000;
            }

            Assert.AreEqual(0, world.Board.Reboots);
        }

        [TestMethod]
        public void A_device_that_fails_in_every_step_is_started_anew()
        {
            DeviceWorld world = new DeviceWorld();
            DeviceBody body = world.Body();
            body.Link = new FakeLink { IsBroken = true };
            DeviceRunner runner = new DeviceRunner(body, world.CreateApplication);
            for (int i = 0; i < 60; i++)
            {
                runner.Step();
                runner.Watch();
                Assert.AreEqual(0, world.Board.Reboots);
                world.Clock.Milliseconds += 1000;
            }

            runner.Step();
            runner.Watch();
            Assert.AreEqual(61, runner.Device.Report.Caught);
            Assert.AreEqual(1, world.Board.Reboots);
        }

        private static void OnStepped()
        {
            _steps++;
        }

        private static void OnSteppedThrow()
        {
            _steps++;
            throw new InvalidOperationException();
        }
    }
}
