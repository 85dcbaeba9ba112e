using System;
using nanoFramework.TestFramework;
using NanoMqttDevice;
using NFUnitTest.Connectivity;

namespace NFUnitTest.Device
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
            DeviceRunner runner = new DeviceRunner(world.Device, null, null, OnStepped);
            runner.Step();
            runner.Step();
            Assert.AreEqual(2, _steps);
        }

        [TestMethod]
        public void What_throws_after_a_step_is_not_called_again_and_costs_nothing_else()
        {
            _steps = 0;
            DeviceWorld world = new DeviceWorld();
            DeviceRunner runner = new DeviceRunner(world.Device, null, new LastResort(), OnSteppedThrow);
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
        public void A_device_that_hangs_is_started_anew()
        {
            DeviceWorld world = new DeviceWorld();
            DeviceRunner runner = new DeviceRunner(world.Device, null, new LastResort(), null);
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
            DeviceRunner runner = new DeviceRunner(world.Device, null, new LastResort(), null);
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
            NanoMqttDevice.Device device = new NanoMqttDevice.Device(
                world.Flash, new FakeLink { IsBroken = true }, world.Factory, world.Clock, world.Random, world.Board, world.Application);
            DeviceRunner runner = new DeviceRunner(device, null, new LastResort(), null);
            for (int i = 0; i < 60; i++)
            {
                runner.Step();
                runner.Watch();
                Assert.AreEqual(0, world.Board.Reboots);
                world.Clock.Milliseconds += 1000;
            }

            runner.Step();
            runner.Watch();
            Assert.AreEqual(61, device.Failures);
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
