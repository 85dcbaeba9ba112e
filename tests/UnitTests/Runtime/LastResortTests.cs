using nanoFramework.TestFramework;
using NanoMqttDevice.Connectivity;
using NanoMqttDevice.Runtime;

namespace NFUnitTest.Runtime
{
    [TestClass]
    public class LastResortTests
    {
        [TestMethod]
        public void A_device_that_makes_progress_is_left_alone()
        {
            LastResort resort = new LastResort(60, 600, 21600);
            for (int i = 0; i < 100000; i++)
            {
                resort.OnProgress();
                Assert.IsFalse(resort.Step(i, i % 300 != 0, i % 200 != 0, SupervisorState.Online));
            }
        }

        [TestMethod]
        public void A_main_loop_that_hangs_is_one_to_end()
        {
            LastResort resort = new LastResort(60, 600, 21600);
            resort.OnProgress();
            Assert.IsFalse(resort.Step(100, false, false, SupervisorState.Online));
            Assert.IsFalse(resort.Step(159, false, false, SupervisorState.Online));
            Assert.IsTrue(resort.Step(160, false, false, SupervisorState.Online));
            Assert.IsTrue(resort.Step(161, false, false, SupervisorState.Online), "it is said until it has happened");
        }

        [TestMethod]
        public void A_main_loop_that_never_ran_is_one_to_end()
        {
            LastResort resort = new LastResort(60, 600, 21600);
            Assert.IsFalse(resort.Step(59, false, false, SupervisorState.Unprovisioned));
            Assert.IsTrue(resort.Step(60, false, false, SupervisorState.Unprovisioned));
        }

        [TestMethod]
        [DataRow(true, false)]
        [DataRow(false, true)]
        public void A_worker_that_hangs_is_one_to_end(bool isOpenerBusy, bool isCloserBusy)
        {
            LastResort resort = new LastResort(60, 600, 21600);
            Assert.IsFalse(Step(resort, 100, false, false, SupervisorState.Online));
            Assert.IsFalse(Step(resort, 101, isOpenerBusy, isCloserBusy, SupervisorState.Online));
            Assert.IsFalse(Step(resort, 699, isOpenerBusy, isCloserBusy, SupervisorState.Online));
            Assert.IsTrue(Step(resort, 700, isOpenerBusy, isCloserBusy, SupervisorState.Online));
        }

        [TestMethod]
        public void Two_workers_that_take_turns_hang_not()
        {
            LastResort resort = new LastResort(60, 600, 21600);
            for (int i = 0; i < 5000; i += 500)
            {
                Assert.IsFalse(Step(resort, i, i % 1000 == 0, i % 1000 != 0, SupervisorState.Online));
            }
        }

        [TestMethod]
        [DataRow((int)SupervisorState.JoiningWifi, true)]
        [DataRow((int)SupervisorState.WaitingForClock, true)]
        [DataRow((int)SupervisorState.Connecting, true)]
        [DataRow((int)SupervisorState.Waiting, true)]
        [DataRow((int)SupervisorState.Online, false)]
        [DataRow((int)SupervisorState.Refused, false)]
        [DataRow((int)SupervisorState.Unprovisioned, false)]
        public void Six_hours_offline_are_enough_unless_refused_or_unprovisioned(int state, bool expected)
        {
            LastResort resort = new LastResort(60, 600, 21600);
            Step(resort, 1000, false, false, SupervisorState.Online);
            Assert.IsFalse(Step(resort, 22599, false, false, (SupervisorState)state));
            Assert.AreEqual(expected, Step(resort, 22600, false, false, (SupervisorState)state));
        }

        [TestMethod]
        public void A_moment_online_begins_the_six_hours_anew()
        {
            LastResort resort = new LastResort(60, 600, 21600);
            Step(resort, 0, false, false, SupervisorState.Waiting);
            Step(resort, 21000, false, false, SupervisorState.Online);
            Assert.IsFalse(Step(resort, 42599, false, false, SupervisorState.Waiting));
            Assert.IsTrue(Step(resort, 42600, false, false, SupervisorState.Waiting));
        }

        [TestMethod]
        public void Limits_can_be_set()
        {
            LastResort resort = new LastResort(5, 10, 20);
            Assert.IsTrue(resort.Step(5, false, false, SupervisorState.Online));
            resort.OnProgress();
            Assert.IsFalse(resort.Step(6, false, false, SupervisorState.Online));
            Assert.IsTrue(Step(resort, 16, true, false, SupervisorState.Online));
            Assert.IsFalse(Step(resort, 17, false, false, SupervisorState.Waiting));
            Assert.IsTrue(Step(resort, 36, false, false, SupervisorState.Waiting));
        }

        private static bool Step(LastResort resort, long now, bool isOpenerBusy, bool isCloserBusy, SupervisorState state)
        {
            resort.OnProgress();
            return resort.Step(now, isOpenerBusy, isCloserBusy, state);
        }
    }
}
