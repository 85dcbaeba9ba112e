using System;
using System.Threading;
using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;

namespace NFUnitTest.Connectivity
{
    [TestClass]
    public class WorkerTests
    {
        private static int _runs;
        private static Worker _worker;

        [TestMethod]
        public void A_job_is_run_once()
        {
            _runs = 0;
            Worker worker = new Worker();
            Assert.IsFalse(worker.RunOne());
            Assert.IsTrue(worker.Post(new ThreadStart(Count)));
            Assert.IsTrue(worker.IsBusy);
            Assert.IsTrue(worker.RunOne());
            Assert.IsFalse(worker.IsBusy);
            Assert.IsFalse(worker.RunOne());
            Assert.AreEqual(1, _runs);
        }

        [TestMethod]
        public void A_second_job_is_not_taken_before_the_first_has_ended()
        {
            Worker worker = new Worker();
            worker.Post(new ThreadStart(Count));
            Assert.IsFalse(worker.Post(new ThreadStart(Count)));
        }

        [TestMethod]
        public void A_job_is_not_run_by_two_callers()
        {
            _runs = 0;
            _worker = new Worker();
            _worker.Post(new ThreadStart(CountAndTryAgain));
            Assert.IsTrue(_worker.RunOne());
            Assert.AreEqual(1, _runs);
        }

        [TestMethod]
        public void A_job_that_throws_ends_neither_the_thread_nor_the_worker()
        {
            _runs = 0;
            Worker worker = new Worker();
            worker.Post(new ThreadStart(Throw));
            Assert.IsTrue(worker.RunOne());
            Assert.AreEqual(1, worker.Failures);
            Assert.IsTrue(worker.Post(new ThreadStart(Count)));
            Assert.IsTrue(worker.WaitAndRunOne(0));
            Assert.AreEqual(1, _runs);
        }

        private static void Count()
        {
            _runs++;
        }

        private static void CountAndTryAgain()
        {
            _runs++;
            Assert.IsFalse(_worker.RunOne());
        }

        private static void Throw()
        {
            throw new InvalidOperationException();
        }
    }
}
