using System;
using System.Threading;
using nanoFramework.TestFramework;
using NanoMqttDevice.Product;
using NFUnitTest.Runtime;

namespace NFUnitTest.Product
{
    [TestClass]
    public class JobTests
    {
        private static DeviceContext _device;
        private static string _ends;
        private static int _reading;
        private static AutoResetEvent _release;

        [TestMethod]
        public void The_result_of_a_job_comes_to_the_main_loop()
        {
            DeviceWorld world = World();
            Assert.IsTrue(_device.RunJob(Read, 1000, Note));
            Assert.AreEqual("", _ends);
            world.Run(100);
            Assert.AreEqual("Done ", _ends);
            Assert.AreEqual(750, _reading);
        }

        [TestMethod]
        public void One_that_throws_is_told_and_the_next_one_runs()
        {
            DeviceWorld world = World();
            _device.RunJob(Throw, 1000, Note);
            world.Run(100);
            _device.RunJob(Read, 1000, Note);
            world.Run(100);
            Assert.AreEqual("Failed Done ", _ends);
            Assert.AreEqual(0, world.Device.Report.Caught);
        }

        [TestMethod]
        public void One_that_never_ends_is_reported_although_whoever_hears_of_it_throws()
        {
            DeviceWorld world = World().Provisioned();
            _device.RunJob(Read, 1000, NoteAndThrow);
            world.RunBlocked(1100);
            Assert.AreEqual("TimedOut ", _ends);
            Assert.AreEqual(
                "{\"clientId\":\"GID_Test@@@0001\",\"event\":\"job\",\"result\":\"timed-out\",\"count\":1}",
                (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
        }

        [TestMethod]
        public void Two_run_at_a_time_and_a_third_is_refused()
        {
            DeviceWorld world = World();
            Assert.IsTrue(_device.RunJob(Read, 1000, Note));
            Assert.IsTrue(_device.RunJob(Read, 1000, Note));
            Assert.IsFalse(_device.RunJob(Read, 1000, Note));
            world.Run(100);
            Assert.AreEqual("Done Done ", _ends);
            Assert.IsTrue(_device.RunJob(Read, 1000, Note));
        }

        [TestMethod]
        public void One_that_never_ends_is_reported_and_the_device_goes_on()
        {
            DeviceWorld world = World().Provisioned();
            _device.RunJob(Read, 1000, Note);
            world.RunBlocked(1100);
            Assert.AreEqual("TimedOut ", _ends);
            world.RunBlocked(1000);
            Assert.AreEqual("TimedOut ", _ends, "told once");
            Assert.AreEqual(
                "{\"clientId\":\"GID_Test@@@0001\",\"event\":\"job\",\"result\":\"timed-out\",\"count\":1}",
                (string)world.Client.Payloads[world.Client.Payloads.Count - 1]);
            world.Run(1000);
            Assert.AreEqual("TimedOut ", _ends, "what comes late is of no use");
            Assert.IsTrue(_device.RunJob(Read, 1000, Note));
            Assert.IsTrue(_device.RunJob(Read, 1000, Note), "its place is free again");
        }

        [TestMethod]
        public void With_threads_a_job_that_blocks_keeps_nobody()
        {
            DeviceWorld world = World();
            _release = new AutoResetEvent(false);
            _device.RunJob(Block, 60000, Note);
            world.Device.Context.RunJob(Read, 60000, Note);
            Thread thread = new Thread(world.Runner.Run);
            thread.Start();
            for (int i = 0; i < 500 && _ends != "Done "; i++)
            {
                Thread.Sleep(10);
            }

            Assert.AreEqual("Done ", _ends, "the other one");
            _release.Set();
            for (int i = 0; i < 500 && _ends != "Done Done "; i++)
            {
                Thread.Sleep(10);
            }

            world.Runner.Stop();
            thread.Join();
            Assert.AreEqual("Done Done ", _ends);
        }

        private static DeviceWorld World()
        {
            DeviceWorld world = new DeviceWorld();
            _device = world.Device.Context;
            _ends = "";
            _reading = 0;
            return world;
        }

        private static void Read()
        {
            _reading = 750;
        }

        private static void Throw()
        {
            throw new InvalidOperationException();
        }

        private static void Block()
        {
            _release.WaitOne(10000, false);
        }

        private static void NoteAndThrow(JobEnd end)
        {
            Note(end);
            throw new InvalidOperationException();
        }

        private static void Note(JobEnd end)
        {
            _ends += (end == JobEnd.Done ? "Done" : end == JobEnd.Failed ? "Failed" : "TimedOut") + " ";
        }
    }
}
